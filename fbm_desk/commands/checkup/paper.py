"""What paper can show: the fonts that came with the program, and the addresses in the books."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator

from fbm_desk.commands.checkup.finding import Finding, broken, note, ok
from fbm_desk.commands.checkup.installation import Installation
from fbm_desk.domain.orders import Address
from fbm_desk.settings import resource

ADDRESSES_AT_MOST = 5_000
#: Letters by which a script is known, none of them in another.
SCRIPTS = {
    "Latin": "AZaz09ßéłő",
    "Vietnamese": "ăđơưệỗờ",
    "Greek": "ΑΩαω",
    "Cyrillic": "АЯаяї",
    "Hebrew": "אבת",
    "Arabic": "ابيپ",
    "Thai": "กขฮ",
    "Devanagari": "अकह",
    "Chinese": "北京市廣東",
    "Japanese": "あンケ東京都々",
    "Korean": "서울특별시",
}


def fonts(names: Iterable[str] = ()) -> Iterator[Finding]:
    """Whether every font of the paper is there, and which scripts they write."""
    from fbm_desk.printing import paper_fonts

    wanted = tuple(names) or paper_fonts.font_names()
    gone = [name for name in wanted if not resource("fonts", f"{name}.ttf").is_file()]
    if gone:
        yield broken("paper_fonts", "paper_fonts_gone", names=", ".join(gone))
        return
    unwritten = [
        s for s, letters in SCRIPTS.items() if not paper_fonts.has_every_character(letters)
    ]
    if unwritten:
        yield broken("paper_fonts", "paper_fonts_few", scripts=", ".join(unwritten))
    else:
        yield ok("paper_fonts", "paper_fonts", scripts=", ".join(SCRIPTS))


def addresses(installation: Installation) -> Iterator[Finding]:
    """Whether the addresses in the books can be printed as they are written."""
    from fbm_desk.printing import paper_fonts
    from fbm_desk.store import checks

    books = installation.books
    if books is None or not installation.key_opens:
        return
    count, spoilt, scripts = 0, 0, set[str]()
    with books.reading() as connection:
        for there in checks.recipients(connection, books.seal, ADDRESSES_AT_MOST):
            count += 1
            unwritten = {char for char in _text(there) if not paper_fonts.has_every_character(char)}
            spoilt += bool(unwritten)
            scripts |= {_script(char) for char in unwritten}
    if not count:
        return
    if spoilt:
        named = ", ".join(sorted(scripts))
        yield note("addresses", "addresses_unwritten", count=spoilt, of=count, scripts=named)
    else:
        yield ok("addresses", "addresses", count=count)


def _text(there: Address) -> str:
    fields = (there.name, there.line1, there.line2, there.line3, there.city, there.region)
    return "".join(fields)


def _script(char: str) -> str:
    """The script of a letter by its first word in Unicode: `Bengali`; pictures have none."""
    if not unicodedata.category(char).startswith(("L", "M")):
        return "emoji"
    return unicodedata.name(char, "unknown").split()[0].capitalize()
