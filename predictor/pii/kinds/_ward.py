"""A ward's note: who lies in which room, what was measured and given, and the patient's registered number."""

import re
from typing import Final

# 712호 석만복 님 새벽에 38.4도. 등록번호 1048872
_NOTE: Final = re.compile(
    r"(?:[0-9]{3,4}호\s[가-힣]{2,4}\s?(?:님|씨|환아|어르신)"
    r"|(?:혈압|체온|맥박|호흡수?|산소\s?포화도|혈당|(?<![A-Za-z])(?:BP|BT|HR|SpO2))[은는이가]?\s?:?\s?[0-9]{2,3}"
    r"|해열제|진통제|항생제|수혈|회진|드레싱|금식|인계"
    r"|간호\s?(?:기록|일지|사정)"
    r"|배뇨|배액관|욕창|낙상"
    r"|수술\s?(?:후|전|[0-9]{1,2}일|부위))"
    r"(?!\s?(?:제조|판매|매트|방지|용품|장비|인수))[^\n]{0,64}$"
)
_NUMBER: Final = re.compile(r"[0-9]{7,8}")
_REACH: Final = 70  # characters before the number's label


def tells_of(text: str, hit: int, value: str) -> bool:
    """Whether the label at ``hit`` stands behind a ward's note and ``value`` is written as a patient's number there."""
    return _NUMBER.fullmatch(value) is not None and _NOTE.search(text, max(0, hit - _REACH), hit) is not None
