"""What stands behind a name and belongs to its word: particles, and the copula with its endings."""

from typing import Final

PARTICLE: Final = (
    r"은|는|이|가|을|를|[과와](?:는|도|의)?|의|께서?|에게(?:서|는|도)?|한테(?:서"
    r"|는)?|도|만|이?랑|보다|처럼|까지|부터|이?나|앞|및|측|하고|이랑도|께서는|이가|이는|이를|이도|이네|이한테|이하고"
)
# Behind names more than behind titles: 하늘이더러, 보람이네.
BEHIND_NAMES: Final = (
    r"이?랑은|이?더러"
    r"|이?(?:헌티|한티|헌테)(?:는|도)?"
    r"|이?네(?:들|가|는|도|로|에서?|(?=\s?(?:집|가족|식구|엄마|아빠|아버지|어머니|언니|누나|오빠|동생|가게)))"
    r"|조차|마저|이?야말로|이?라면|이?라서|이?라도|에게로|이?한테로|대신|뿐|한테도|이하고는"
)
# What persons say of what stands before, behind 이 or behind a vowel: 김민수시죠, 김민수거든요. A verb has them too: 정하시죠.
SAID: Final = "시[고구군네니더던라래며면므잖죠지거]|신[가데지]|셨|십니|거든|잖[아습]|니까|죠|지(?:요|만)|네요|군요|구나|더라|던데"
_GOING_ON: Final = (
    rf"입니[다까]|이에요|예요|이고|이며|이라고|인데|이라|이?라는데요?|이라는|이구요|이고요|이시고|이십니다|이세요"
    r"|이래요?|이라네|이라던데|이랍니다|이?올시다|이?라예|이어라|입니더|이었|였|이다"
    rf"|인[가데지]|이신|이거든|이(?:{SAID}|면|냐)"
)
_ENDING: Final = r"에요|이예요|라고|이야|야|임|이요|요|라는|구요|고요|으로|로|래요|이여|이?라우|이?우다|이지"
COPULA: Final = rf"{_GOING_ON}|{_ENDING}"
_SAID_SHORTLY: Final = r"이?(?:라[고며]|고|지|든지?|다|니|네|세요)|이?(?:래|랬)[가-힣]{0,3}|며|아|들|끼리|만(?:은|이|의)"
# 김민수명의로, 김민수계좌로: what a person has, without a blank between.
_BELONGINGS: Final = "명의|본인|고객|계좌|전화|연락처|번호|카드|집|폰|휴대폰|핸드폰|주소|생일|이름|주민번호|통장"
_OF_A_PERSON: Final = (
    rf"같[은이]|밖에|댁|외|등|맞(?:나요?|죠|지요?|습니[다까]|아요?|으[가-힣]{{1,3}})|(?:{_BELONGINGS})(?:인|로|{PARTICLE})?"
)
# The whole of what stands behind a name that is known already.
KNOWN: Final = (
    rf"이?(?:{PARTICLE})|{BEHIND_NAMES}|(?:{_GOING_ON}|{SAID})[가-힣]{{0,4}}|{_ENDING}|{_SAID_SHORTLY}"
    rf"|(?:님|씨|군|양)(?:{PARTICLE}|들|네|댁|(?:{COPULA})[가-힣]{{0,4}})?|{_OF_A_PERSON}"
)
