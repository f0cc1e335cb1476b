"""Element strings made by chance: all ways of writing one say the same, and nothing breaks it."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from urllib.parse import quote

from hypothesis import given
from hypothesis import strategies as st

from fbm_desk.domain.barcodes import GS, Code, barcode_key, check_digit, read
from fbm_desk.domain.gs1 import read_bracketed, read_marked
from fbm_desk.domain.gs1_identifiers import LENGTHS, identifiers

SET_82 = "!\"%&'*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"

texts = st.text(SET_82, min_size=1, max_size=20)
bodies = st.text("0123456789", min_size=13, max_size=13)
gtins = bodies.map(lambda body: body + check_digit(body))
days = st.dates().map(lambda day: day.strftime("%y%m%d"))
six = st.text("0123456789", min_size=6, max_size=6)
beside = st.fixed_dictionaries(
    {},
    optional={
        "10": texts,
        "11": days,
        "15": days,
        "17": days,
        "21": texts,
        "22": texts,
        "30": st.integers(1, 99_999_999).map(str),
        "240": texts,
        "3103": six,
        "91": texts,
    },
)
strings = st.tuples(gtins, beside).map(lambda made: {"01": made[0], **made[1]})
shuffled = strings.flatmap(lambda made: st.permutations(list(made.items())))


def marked(elements: list[tuple[str, str]], always: bool) -> str:
    """With FNC1 where it must be, or behind every element."""
    made = "".join(
        ai + value + (GS if always or ai[:2] not in LENGTHS else "") for ai, value in elements
    )
    return f"]d2{made}"


def bracketed(elements: list[tuple[str, str]]) -> str:
    return "".join(f"({ai}){value}" for ai, value in elements)


def said(code: Code) -> Code:
    """What a code says, whatever it was written like."""
    return replace(code, text="", kind=read("").kind)


@given(shuffled, st.booleans())
def test_every_order_with_every_allowed_separator_reads_back(
    elements: list[tuple[str, str]], always: bool
) -> None:
    found = read_marked(marked(elements, always)[3:])
    assert found.elements == tuple(elements)
    assert found.trouble == ""


@given(shuffled)
def test_brackets_say_the_same_as_separators(elements: list[tuple[str, str]]) -> None:
    assert read_bracketed(bracketed(elements)).elements == tuple(elements)
    assert said(read(bracketed(elements))) == said(read(marked(elements, False)))


@given(strings)
def test_a_digital_link_says_the_same_as_the_element_string(made: dict[str, str]) -> None:
    path = "".join(
        f"/{ai}/{quote(made[ai], safe='')}" for ai in ("01", "22", "10", "21") if ai in made
    )
    asked = [f"{ai}={quote(value, safe='')}" for ai, value in made.items() if f"/{ai}/" not in path]
    for host in ("https://id.gs1.org", "http://shop.example.com/some/path"):
        code = read(f"{host}{path}?{'&'.join(asked)}&linkType=gs1:pip")
        assert said(code) == said(read(marked(list(made.items()), True)))


@given(shuffled, st.sampled_from(["<GS>", "{GS}", "^]", "|", "~", "\\x1d", "\u241d"]))
def test_separators_written_as_text_say_the_same(
    elements: list[tuple[str, str]], written: str
) -> None:
    text = marked(elements, True)
    assert said(read(text.replace(GS, written))) == said(read(text))


@given(shuffled, st.integers(0, 200), st.sampled_from("0123456789ABC\x1d #"))
def test_one_wrong_sign_never_gives_another_article(
    elements: list[tuple[str, str]], at: int, sign: str
) -> None:
    text = marked(elements, True)
    at = 3 + at % (len(text) - 3)
    code = read(text[:at] + sign + text[at + 1 :])
    gtin = dict(elements)["01"]
    kept = code.keys[0]
    assert kept == gtin or kept == barcode_key(code.text) or code.trouble


@given(st.text("0123456789()\x1d]C1dQ3eABab|~^<>GS{}", max_size=60))
def test_nothing_breaks_it(text: str) -> None:
    code = read(text)
    assert bool(code.keys) == bool(code.text)
    assert 0 <= code.count < 10**8


def test_no_identifier_begins_another() -> None:
    names = sorted(identifiers())
    assert not any(later.startswith(one) for one, later in pairwise(names))


def test_lengths_known_beforehand_are_those_of_the_table() -> None:
    """Figure 7.8.5-2: an identifier that needs no separator has one fixed length."""
    for ai, one in identifiers().items():
        fixed = sum(part.most for part in one.parts)
        assert one.length in (0, fixed), ai
        if one.length:
            assert all(part.least == part.most and not part.may_be_missing for part in one.parts)
    assert len(LENGTHS) == 22
