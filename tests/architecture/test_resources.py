"""What is shipped beside the code is complete, free to ship, and fit for its use."""

from __future__ import annotations

import struct
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest

from fbm_desk.settings import resource

#: Fonts the screens load, and what each must be able to write.
FOR_SCREENS = {
    "InterVariable": "Zażółć Ødger Λήδα Виктор Nguyễn Thị €5.12 – → ✓",
    "NotoSansArabic-Regular": "أمل درويش",
    "NotoSansHebrew-Regular": "שלום",
    "NotoSansThai-Regular": "สวัสดี",
    "NotoSansDevanagari-Regular": "नमस्ते",
}
#: Fonts that are embedded into slips and labels.
FOR_PAPER = {
    "Inter-Regular": "Zażółć Ødger Łukasz Λήδα Виктор Ђорђе Nguyễn Thị Ớt €5.12 – “ ” №",
    "Inter-SemiBold": "Zażółć Ødger Łukasz Λήδα Виктор Nguyễn",
    "Inter-Bold": "Zażółć Ødger Łukasz Λήδα Виктор Nguyễn",
    "DroidSansFallback": "小林みお 大阪府 ヴァイオリン 中文简体 繁體 龍 鬱 々 ー",
    "HangulPaper-Regular": "김하늘 부산광역시 뷁 갂 힣",
}
LICENCE_OF = {
    "Inter": "Inter-OFL.txt",
    "NotoSans": "NotoSans-OFL.txt",
    "DroidSansFallback": "DroidSansFallback-Apache-2.0.txt",
    "HangulPaper": "HangulPaper-OFL.txt",
}
#: The pictures the screens name; each also has its word beside it.
ICONS = """
    activity arrow-down arrow-right arrow-up badge-check banknote barcode boxes building-2 calendar
    check chevron-down chevron-right circle-help clipboard-check clock cloud-download cloud-off
    cloud-upload copy download eye file-check file-text flame gift git-fork hand hash house id-card
    info key-round layout-grid link list lock mail map-pin map-pin-off octagon-alert package
    package-check package-minus package-x pen-line plus printer receipt refresh-cw repeat-2 scale
    scan-barcode scan-line search settings shield-check signature snowflake star tag timer
    triangle-alert truck undo-2 upload user volume-2 volume-x wifi-off x zap
"""


def font(name: str) -> Path:
    return resource("fonts", f"{name}.ttf")


def tables(path: Path) -> set[str]:
    """The tables of a TrueType file (OpenType specification, table directory)."""
    data = path.read_bytes()
    count: int = struct.unpack_from(">H", data, 4)[0]
    return {data[12 + 16 * i : 16 + 16 * i].decode("ascii") for i in range(count)}


@pytest.mark.parametrize("name", FOR_SCREENS | FOR_PAPER)
def test_a_font_can_write_what_it_is_for(name: str) -> None:
    from reportlab.pdfbase.ttfonts import TTFontFile

    known = TTFontFile(str(font(name))).charToGlyph
    text = (FOR_SCREENS | FOR_PAPER)[name]
    assert [letter for letter in text if letter != " " and ord(letter) not in known] == []


@pytest.mark.parametrize("name", FOR_PAPER)
def test_a_font_for_paper_has_outlines_that_can_be_embedded(name: str) -> None:
    assert "glyf" in tables(font(name))
    assert "fvar" not in tables(font(name)), "a PDF cannot choose a weight out of a variable font"


def test_the_screens_font_has_every_weight() -> None:
    assert {"glyf", "fvar", "gvar"} <= tables(font("InterVariable"))


def test_paper_fonts_go_into_a_pdf(tmp_path: Path) -> None:
    from reportlab.pdfbase.pdfmetrics import registerFont
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(str(tmp_path / "slip.pdf"), pageCompression=0)
    for name, text in FOR_PAPER.items():
        registerFont(TTFont(f"test-{name}", str(font(name))))
        canvas.setFont(f"test-{name}", 12)
        canvas.drawString(20, 700, text)
    canvas.save()
    assert (tmp_path / "slip.pdf").read_bytes().count(b"/FontFile2") == len(FOR_PAPER)


def test_no_font_is_shipped_without_use_or_licence() -> None:
    shipped = {path.stem for path in resource("fonts").glob("*.ttf")}
    assert shipped == set(FOR_SCREENS | FOR_PAPER)
    for name in shipped:
        family = next(start for start in LICENCE_OF if name.startswith(start))
        text = resource("fonts", LICENCE_OF[family]).read_text("utf-8")
        assert "SIL OPEN FONT LICENSE Version 1.1" in text or "Apache License" in text


def test_fonts_stay_small_enough_to_ship() -> None:
    def total(names: dict[str, str]) -> int:
        return sum(font(name).stat().st_size for name in names)

    assert total(FOR_SCREENS) < 2_000_000
    assert total(FOR_PAPER) < 7_000_000


def test_every_icon_the_screens_name_is_there() -> None:
    shipped = {path.stem for path in resource("icons").glob("*.svg")}
    assert set(ICONS.split()) - shipped == set()
    assert "app" in shipped
    assert "ISC License" in resource("icons", "LICENSE").read_text("utf-8")


def test_icons_take_the_colour_they_are_given() -> None:
    for path in resource("icons").glob("*.svg"):
        if path.stem == "app":
            continue
        root = ElementTree.parse(path).getroot()
        assert root.get("stroke") == "currentColor", path.name
        assert root.get("viewBox") == "0 0 24 24", path.name
        colours = {element.get("stroke", "currentColor") for element in root.iter()}
        assert colours == {"currentColor"}, path.name


def test_the_products_mark_keeps_its_own_colours() -> None:
    root = ElementTree.parse(resource("icons", "app.svg")).getroot()
    assert "currentColor" not in ElementTree.tostring(root, "unicode")
