"""The GS1 application identifiers: how each is written and what it may stand with.

From the GS1 General Specifications, release 25, and what was added until 2026-10: 3.2 identifiers,
4.14 pairs, 7.8.5 lengths known beforehand. The values' own rules are `gs1_rules`, reading an
element string is `gs1`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

# identifier(s) | parts | stands with one of, in each group | never stands with
# A part is its kind and length (N digits, X set 82, Y set 39, Z set 64; "..": up to), its rule
# after ":", in brackets where it may be left out. "n" in an identifier is any digit.
_ROWS = """
00|N18:check||
01|N14:check||02,03,255,37
02|N14:check|37|01,03
03|N14:check||01,02,37
10|X..20|01,02,03,8006,8026|
11|N6:day_or_month|01,02,03,8006,8026|
12|N6:day_or_month|8020|
13|N6:day_or_month|01,02,03,8006,8026|
15|N6:day_or_month|01,02,03,8006,8026|
16|N6:day_or_month|01,02,03,8006,8026|
17|N6:day_or_month|01,02,03,255,8006,8026|
20|N2|01,02,8006,8026|
21|X..20|01,03,8006|235
22|X..20|01|
235|X..28|01|
240|X..30|01,02,8006,8026|
241|X..30|01,02,8006,8026|
242|N..6|01,02,8006,8026|
243|X..20|01|
250|X..30|01,8006;21|
251|X..30|01,8006|
253|N13:check [X..17]||
254|X..20|414|
255|N13:check [N..12]||01,02,415,8006,8020,8026
30|N..8|01,02|
310n-316n|N6|01,02|*
320n-329n|N6|01,02|*
330n-336n|N6|00,01|*
337n|N6|01|*
340n-349n|N6|00,01|*
350n-352n|N6|01,02|*
353n-355n|N6|00,01|*
356n-357n|N6|01,02|*
360n-361n|N6|01,02|*
362n-363n|N6|00,01|*
364n-366n|N6|01,02|*
367n-369n|N6|00,01|*
37|N..8|00;02,8026|
390n|N..15|255,8020|*,391n,394n,8111
391n|N3:currency N..15|8020|*
392n|N..15|01;30,31nn,32nn,35nn,36nn|*,393n
393n|N3:currency N..15|30,31nn,32nn,35nn,36nn|*
394n|N4|255|*,8111
395n|N6|30,31nn,32nn,35nn,36nn|*,392n,393n,8005
400|X..30||
401|X..30:company||
402|N17:check||
403|X..30|00|
410|N13:check||
411|N13:check||
412|N13:check||
413|N13:check||
414|N13:check||
415|N13:check|8020|
416|N13:check||
417|N13:check||
420|X..20||421
421|N3:country X..9||4307
422|N3:country|01,02,8006,8026|426
423|N3:country [N3:country] [N3:country] [N3:country] [N3:country]|01,02|426
424|N3:country|01,02|426
425|N3:country [N3:country] [N3:country] [N3:country] [N3:country]|01,02|426
426|N3:country|01,02|
427|X..3|01,02;422|
4300|X..35:percent|00|
4301|X..35:percent|00|
4302|X..70:percent|00|
4303|X..70:percent|4302|
4304|X..70:percent|00|
4305|X..70:percent|00|
4306|X..70:percent|00|
4307|X2:country_letters|00|
4308|X..30|00|
4309|N10:latitude N10:longitude|00|
4310|X..35:percent|00|
4311|X..35:percent|00|
4312|X..70:percent|00|
4313|X..70:percent|4312|
4314|X..70:percent|00|
4315|X..70:percent|00|
4316|X..70:percent|00|
4317|X2:country_letters|00|
4318|X..20|00|
4319|X..30|00|
4320|X..35:percent|00|
4321|N1:yes_or_no|00|
4322|N1:yes_or_no|00|
4323|N1:yes_or_no|00|
4324|N6:day_or_month N4:time|00|
4325|N6:day_or_month N4:time|00|
4326|N6:day|00|
4330|N6 [X1:minus]|00|4331
4331|N6 [X1:minus]|00|4330
4332|N6 [X1:minus]|00|4333
4333|N6 [X1:minus]|00|4332
7001|N13|01,02,8006,8026|
7002|X..30|01,02|
7003|N6:day N4:time|01,02|
7004|N..4|01;10|
7005|X..12|01,02|
7006|N6:day|01,02|
7007|N6:day [N6:day]|01,02|
7008|X..3|01,02|
7009|X..10|01,02|
7010|X..2|01,02|
7011|N6:day [N4:time]|01,02|
7020|X..20|01,8006;416|
7021|X..20|01,8006|
7022|X..20|7021|
7023|X..30:company||
703n|N3:country_or_more X..27|01,02|
7040|N1 X1 X1 X1:importer||
7041|X..4:package|00|
710|X..20|01|
711|X..20|01|
712|X..20|01|
713|X..20|01|
714|X..20|01|
715|X..20|01|
716|X..20|01|
717|X..20|01|
723n|X2 X..28|01,8004|
7240|X..20|01,8006|
7241|N2:medium|8017,8018|
7242|X..25|8017,8018|
7250|N8:long_day|8018|7251
7251|N8:long_day N4:time|8018|7250
7252|N1:sex|8018|
7253|X..40:percent|8017,8018|7256,7259
7254|X..40:percent|8017,8018|7256,7259
7255|X..10|8017,8018|7256,7259
7256|X..90:percent|8017,8018|
7257|X..70:percent|8018|
7258|X3:place_in_row|8018;7259|
7259|X..40:percent|8018|7256
8001|N4:not_zero N5:not_zero N3:not_zero N1:winding N1|01|
8002|X..20||
8003|N1:zero N13:check [X..16]||
8004|X..30:company||
8005|N6|01,02|
8006|N14:check N4:piece||01,37
8007|X..34:iban|415|
8008|N6:day N2:hour [N2:sixty] [N2:sixty]|01,02|
8009|X..50|00,01|
8010|Y..30:company||
8011|N..12:no_leading_zero|8010|
8012|X..20|01,8006|
8013|X..25:model||
8014|X..25:device|01|
8017|N18:check||8018
8018|N18:check||8017
8019|N..10|8017,8018|
8020|X..25|415|
8026|N14:check N4:piece|37|02,8006
8030|Z..90|00,01+21,253,255,8003,8004,8006+21,8010+8011,8017,8018|
8040|N15|01+21|
8041|N15|01+21+8040|
8042|N32|01+21+8040|
8043|N18 [N..2]|01+21+8040|
8110|X..70:coupon||
8111|N4|255|
8112|X..70:offer||
8200|X..70|01|
90|X..30||
91-99|X..90||
"""
_PART = re.compile(r"\[?([NXYZ])(\.\.)?(\d+)(?::(\w+))?\]?")
_LAST_DIGITS = {"390": 9, "391": 9, "392": 9, "393": 9, "394": 3, "703": 9, "723": 9}
"""How far the last digit goes where it is no number of decimals (those end with 5)."""

LENGTHS = {
    "00": 20,
    **dict.fromkeys(("01", "02", "03", "41"), 16),
    "04": 18,
    "20": 4,
    **{f"{first}": 8 for first in range(11, 20)},
    **{f"{first}": 10 for first in range(31, 37)},
}
"""First two digits -> length with the identifier, where no separator is needed (7.8.5, 2)."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a value: N, X, Y or Z; its shortest and longest length; its rule."""

    letters: str
    least: int
    most: int
    rule: str = ""
    may_be_missing: bool = False


@dataclass(frozen=True, slots=True)
class Identifier:
    """An application identifier. `wants` are groups of which each needs one that is there."""

    ai: str
    parts: tuple[Part, ...]
    wants: tuple[tuple[str, ...], ...] = ()
    forbids: tuple[str, ...] = ()

    @property
    def length(self) -> int:
        """The length of its value where it needs no separator, else 0."""
        return LENGTHS[self.ai[:2]] - len(self.ai) if self.ai[:2] in LENGTHS else 0


@cache
def identifiers() -> dict[str, Identifier]:
    """Every identifier there is."""
    rows = (line.split("|") for line in _ROWS.strip().splitlines())
    return {one.ai: one for row in rows for one in _of(row)}


def _of(row: list[str]) -> list[Identifier]:
    """The identifiers of a row; "*" forbids the same measure with other decimals."""
    written, parts, wants, forbids = row
    read = tuple(_part(part) for part in parts.split())
    groups = tuple(tuple(group.split(",")) for group in wants.split(";") if group)
    return [
        Identifier(
            ai, read, groups, tuple(one for one in forbids.replace("*", family).split(",") if one)
        )
        for family, ai in _names(written)
    ]


def _names(written: str) -> list[tuple[str, str]]:
    """Families and identifiers of the first column: "00", "91-99", "310n", "310n-316n"."""
    first, _, last = written.partition("-")
    last = last or first
    if not first.endswith("n"):
        return [("", str(ai).zfill(len(first))) for ai in range(int(first), int(last) + 1)]
    stems = [str(stem) for stem in range(int(first[:-1]), int(last[:-1]) + 1)]
    return [
        (f"{stem}n", f"{stem}{n}") for stem in stems for n in range(_LAST_DIGITS.get(stem, 5) + 1)
    ]


def _part(written: str) -> Part:
    found = _PART.fullmatch(written)
    assert found is not None, written
    letters, up_to, length, rule = found.groups()
    least = 1 if up_to else int(length)
    return Part(letters, least, int(length), rule or "", written.startswith("["))
