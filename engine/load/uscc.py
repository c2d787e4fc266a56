"""统一社会信用代码 by GB 32100-2015, with the organisation code (GB 11714) inside it.

| position | meaning | letters |
|---|---|---|
| 1 | department of registration | 1–9, and A (军委), N (农业), Y (其他) |
| 2 | kind of body | a digit |
| 3–8 | region of the registering office | digits |
| 9–17 | organisation code, the last its own check character | the alphabet, and X or a digit to end with |
| 18 | check character, modulo 31 | the alphabet |
"""

import re

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""31 characters: the digits and the letters but I, O, S, V and Z."""
LENGTH = 18
DEPARTMENTS = "123456789ANY"
INNER_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
INNER_CHECKS = "0X987654321"
"""The inner check character, by the weighted sum modulo 11."""


def uscc_problem(code: str) -> str | None:
    """What is wrong with a code, in words that follow its name; None if it is right. Upper case, half width only."""
    if len(code) != LENGTH:
        return f"有 {len(code)} 位，应为 {LENGTH} 位"
    foreign = next((character for character in code if character not in ALPHABET), None)
    if foreign is not None:
        return f"含有不允许的字符「{foreign}」，只用数字和 I、O、S、V、Z 以外的大写字母"
    if code[0] not in DEPARTMENTS:
        return f"的第 1 位「{code[0]}」不是登记管理部门代码（1–9、A、N、Y）"
    if not re.fullmatch(r"[0-9]{7}", code[1:8]):
        return "的第 2 至 8 位（机构类别和行政区划）应全是数字"
    if code[16] != _inner_check(code[8:16]):
        return "的第 9 至 17 位（组织机构代码）校验不符，可能抄错了一位"
    if code[17] != _outer_check(code[:17]):
        return "的第 18 位校验码不符，可能抄错了一位"
    return None


def _inner_check(body: str) -> str:
    """The check character of an organisation code: 11 less the weighted sum modulo 11; 10 is X, 11 is 0."""
    total = sum(weight * int(character, 36) for weight, character in zip(INNER_WEIGHTS, body, strict=True))
    return INNER_CHECKS[total % 11]


def _outer_check(body: str) -> str:
    """The check character of the whole: 31 less the sum weighted by powers of 3, modulo 31."""
    total = sum(pow(3, place, 31) * ALPHABET.index(character) for place, character in enumerate(body))
    return ALPHABET[-total % 31]
