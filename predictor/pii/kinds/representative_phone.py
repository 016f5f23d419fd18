"""대표번호: a firm's number, not a person's."""

from typing import Final

from predictor.pii.kind import Kind, NumberForm
from predictor.pii.kinds import _rules
from predictor.pii.scan.context import OTHER
from predictor.pii.scan.forms import END
from predictor.pii.scan.rule import Table, accept, reject
from predictor.pii.scan.sighting import labelled, parted

TABLE: Final = Table(
    _rules.TAIL,
    reject("named otherwise", labelled(OTHER, "bank_account", "card"), "주문번호 1588-1234"),
    _rules.GLUED,
    accept("grouped", parted, 0.9, "a representative prefix, grouped"),
    _rules.named("phone", 0.9, "전화 15881234"),
)

KIND: Final = Kind(
    name="representative_phone",
    label="대표번호",
    needs="a company's prefix",
    source="전기통신번호관리세칙: 15xx, 16xx, 18xx, 080, 060",
    order=90,
    action="off",
    reason="it names a company",
    numbers=(
        NumberForm(
            r"(?:15(?:22|33|44|66|77|88|99)|16(?:00|70|44|60|61|66|68|88)|18(?:00|11|33|55|66|77|99))[-.\s]{0,3}[0-9]{4}"
            + END
            + r"|0[68]0[-.\s)]{1,3}[0-9]{3,4}[-.\s]{1,3}[0-9]{4}"
            + END,
            TABLE,
        ),
    ),
    examples=(
        "{{representative_phone:1588-1234}}로 전화",
        "전화 {{representative_phone:15881234}}",
        "{{representative_phone:080-123-4567}}",
    ),
    lookalikes=("주문번호 1588-1234", "15881234", "1-1588-1234", "AB1588-1234", "1.1588-1234"),
)
