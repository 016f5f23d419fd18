"""The fields of forms and records: their labels, their keys, and what ends a value."""

import re
from typing import Final

from predictor.pii import lexicon
from predictor.pii.names import evidence
from predictor.pii.names.form import ANY_GIVEN_NAMES, COMPOUND, SURNAMES, SYLLABLES, TIER
from predictor.pii.scan.presence import Guarded

LABELS: Final = rf"{lexicon.pattern(lexicon.words('name_labels'))}|성\s{{2,8}}명"
WEAK_LABELS: Final = lexicon.pattern(lexicon.words("name_labels_weak"))
KEYS: Final = (
    r"(?i:name|nm|customer|recipient|sender|receiver|owner|author|patient|user|member|student|employee"
    r"|passenger|cardholder|holder|payee|beneficiary|guest|applicant|assignee|reporter|reviewer|approver|requester"
    r"|submitter|attendee"
    r"|ceo|representative|signatory|signer|inventor|claimant|insured|caregiver|lessee|lessor|borrower|mentor"
    r"|mentee|instructor|candidate|rider|driver|drv|courier"
    r"|(?:assigned|issued|lent|reported|requested|created|approved|signed|submitted|handled)_?(?:to|by)"
    r"|guardian|spouse|tenant|buyer|seller|payer|remitter|shipper|consignee|doctor|nurse|teacher|coach|reserver"
    r"|booker|orderer|donor|registrant|subscriber|bidder)"
)
# The next field of a form that stands behind a name: 환자명 길소망 등록번호 …, 예금주 부태화 신한은행 …
NEXT_FIELD: Final = (
    r"\s{1,4}(?:[가-힣]{1,8}\s?(?:번호|일자|자격|기간|등급|코드)|생년|주민|연락|전화|휴대|핸드폰|주소|국적|전공|직업|성별|나이|여권"
    r"|전 화|연 락 처|주 소|생 년|주 민|휴 대"
    rf"|[가-힣]{{2,6}}은행|계좌|외국인|맞[으습나는죠지아]|외\s[0-9]|\(|[0-9]{{2}}|(?:{LABELS})[\s:(])"
)
FIELD_END: Final = rf"(?=\s*(?:$|[\n,.)|│┃/\"'<\];])|님|씨|{NEXT_FIELD})"
IN_A_RECORD: Final = re.compile(rf"{NEXT_FIELD}|,\s?(?:{lexicon.pattern(lexicon.words('provinces'))})")
FIELD: Final = r"성\s{0,8}명|이름|성함"
BEHIND_FIELD: Final = r"[\"'*`)\]]{0,3}\s{0,2}"  # between a field and its sign
BEFORE_VALUE: Final = r"[\"'*`(\[\s]{0,3}$"  # between the sign and the value
# These fields are a person's alone: what stands in them is a name, whatever else it means.
PERSONS_FIELDS: Final = "성\\s?명|성함|한글\\s?성명|피보험자|(?:[가-힣]{1,3}자|환자|고객|회원|학생|사원|직원|승객)명"
PERSONS_KEYS: Final = (
    r"(?i:(?:kor|korean|emp|employee|patient|pt|cust|owner|holder|driver|drv|insured|applicant|mbr|member|student"
    r"|guardian|recv|rcvr|receiver|recipient)"
    r"[_\-]?(?:nm|name)|(?:account_?|card_?)?holder|guardian|drv)"
)
ROW: Final = 80  # characters of a table that are read before or behind a cell for the rest of its row
ANY_NAME: Final = Guarded(rf"(?:(?:{COMPOUND})|[{SURNAMES}])[가-힣]{{1,2}}(?=[\"']?\s*(?:$|[\n,/|;<\]}}])|\s{{2}})")
QUOTES: Final = ('"', "'", ">")  # or the sign before a value
NEAR: Final = 24  # characters before a value in which its field's name ends
NOT_PERSONAL_KEY: Final = re.compile(
    r"(?i:file|host|class|product|item|company|brand|shop|store|bank|table|column|domain|model|field|service"
    r"|app(?!lican|rove)|path|event|job|group|role|team|region|city|font|tag|menu|kind|type|dept|goods|prod|display|code)"
)
PERSON_KEY: Final = re.compile(
    r"(?i:^"
    r"(?:(?:full|kor|korean|kr|eng|en|user|customer|cust|pt|rcpt|orderer|buyer|payer|driver|drv|std|stu|tchr|teacher"
    r"|parent|contact|insured|rep|doctor|recv|recipient|sender|receiver|owner|holder|author|member|patient|first"
    r"|last|family|given|my|your|the|real|legal|mbr|emp|guardian)?"
    r"_?(?:name|nm)s?"
    r"|drv|customer|recipient|sender|receiver|passenger|cardholder|holder|payee|beneficiary|applicant"
    r"|(?:assigned|issued|lent|reported|requested|created|approved|signed|submitted|entered|updated|handled|owned)"
    r"_?(?:to|by)"
    r"|assignee|requester|reporter|reviewer|approver|submitter|attendee|ceo|representative|signatory|inventor"
    r"|reserver|booker|donor|registrant|subscriber|bidder)"
    r"$)"
)
SIGNED: Final = ("label", "field")  # the cues of a label with a sign and of a key


def has_a_rare_surname(name: str) -> bool:
    """Whether a known given name stands behind a syllable that is no surname on the list: 낭혜주."""
    return len(name) == SYLLABLES and name[1:] in ANY_GIVEN_NAMES and name[0] not in TIER and name not in evidence.COMMON
