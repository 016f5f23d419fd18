"""Invented personal data that the tests send. `tests/test_leaks.py` looks for it in everything that the servers wrote."""

PHONE = "010-1234-5678"
EMAIL = "gildong.hong@example.com"
RRN = "900101-1234568"
CARD = "4111-1111-1111-1111"
RAW = (PHONE, EMAIL, RRN, CARD)
PROMPT = f"제 번호는 {PHONE}이고 메일은 {EMAIL}입니다. 주민번호 {RRN}, 카드 {CARD} 확인해 주세요."
