import pytest

from predictor.pii.scan import checksums


@pytest.mark.parametrize("number", ["4111111111111111", "5555555555554444", "378282246310005"])
def test_test_card_numbers_pass_luhn_and_fail_with_one_digit_changed(number: str) -> None:
    assert checksums.luhn(number)
    assert not checksums.luhn(number[:-1] + str((int(number[-1]) + 1) % 10))


def test_an_isbn_is_an_ean13() -> None:
    assert checksums.ean13("9788966261239") == (sum(int(d) * (1, 3)[i % 2] for i, d in enumerate("9788966261239")) % 10 == 0)
    assert checksums.ean13("4006381333931")
    assert not checksums.ean13("4006381333932")


def test_business_and_corporate_numbers_with_a_right_and_a_wrong_check_digit() -> None:
    assert checksums.business("1202989353")
    assert not checksums.business("1202989354")
    assert checksums.corporate("1101116811891")
    assert not checksums.corporate("1101116811892")


def test_resident_and_foreigner_numbers_use_their_own_base() -> None:
    assert checksums.resident("8503121234641")
    assert not checksums.resident("8503121234642")
    assert checksums.resident("8807155019548")


@pytest.mark.parametrize("digits", ["9002301234567", "9013011234567", "9901013234567"])
def test_impossible_and_future_birth_dates_are_none(digits: str) -> None:
    assert checksums.birth(digits) is None


def test_the_seventh_digit_tells_the_century() -> None:
    assert str(checksums.birth("0105033406869")) == "2001-05-03"
    assert str(checksums.birth("0105031406869")) == "1901-05-03"
