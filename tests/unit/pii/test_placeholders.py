import pytest

from predictor.pii import Masker, Policy

SAFE = (
    "[{label}_{n}]",
    "<{label}_{n}>",
    "<{label}#{n}>",
    "<{label}{n}>",
    "@{label}{n}",
    "{{label}_{n}}",
    "({label}_{n})",
    "【{label}_{n}】",
    "[{n}_{label}]",
    "[PII_{label}_{n}]",
    "__{label}_{n}__",
    "⟦{label}{n}⟧",
)
# Forms that texts write, by what they would make of a caller's own value.
WRITTEN = (
    "{label}:{n}",
    "{label}: {n}",
    "{label} {n}",
    "{label}은 {n}",
    "{label}_{n}",
    "{label}#{n}",
    "{label}{n}",
    "{n}{label}",
    "{n}. {label}",
    "({label} {n})",
    "({label}{n})",
    "[{label}:{n}]",
    "[{label}{n}]",
    "[{label}]{n}",
    "<{label}>{n}",
    "|{label}|{n}|",
    '"{label}":"{n}"',
    "#{label}{n}",
)
JOINTS = (":{}", ": {}", " {}", "은 {}", "={}", "({})", "#{}", "\t{}", " | {}", '":"{}"')
VALUES = {"생년월일": "910417", "사번": "20231", "학번": "202114", "주민등록번호": "910417-1234567", "계좌번호": "482901-04-118273"}


@pytest.mark.parametrize("form", SAFE)
def test_a_form_with_a_sign_that_no_text_writes_works_and_lets_no_value_pass(form: str) -> None:
    masker = Masker(Policy(placeholder=form))
    masking = masker.begin()
    masked = masking.mask("번호는 010-1234-5678")
    assert masked == "번호는 " + form.replace("{label}", "전화번호").replace("{n}", "1")
    assert masking.mask(masked) == masked
    assert masking.mask_output(masked, restore=True) == "번호는 010-1234-5678"
    for label, value in VALUES.items():
        for joint in JOINTS:
            text = label + joint.format(value)
            default = Masker().begin().mask(text)
            assert (value in masker.begin().mask(text)) == (value in default), text


@pytest.mark.parametrize("form", WRITTEN)
def test_a_form_that_ordinary_text_writes_is_refused_and_the_error_shows_a_good_one(form: str) -> None:
    with pytest.raises(ValueError, match=r"^placeholder: .*\[\{label\}_\{n\}\]"):
        Policy(placeholder=form)


@pytest.mark.parametrize("form", ["［{label}_{n}］", "&lt;{label}_{n}&gt;"])
def test_a_form_that_is_read_as_other_signs_is_refused(form: str) -> None:
    with pytest.raises(ValueError, match="plain signs"):
        Policy(placeholder=form)


@pytest.mark.parametrize("form", ["[{label}_{n}0]", "[1{n}_{label}]", "[{label}_ {n}]", "[{label}_\n{n}]"])
def test_a_form_whose_number_has_no_certain_end_is_refused(form: str) -> None:
    with pytest.raises(ValueError, match="no blank, and no digit"):
        Policy(placeholder=form)
