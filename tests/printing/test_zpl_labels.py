"""Our own ZPL, drawn by an independent renderer and read back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fbm_desk.printing.zpl import escape_field, label, text_field, zpl_test_label
from fbm_desk.printing.zpl_commands import split_commands
from fbm_desk.printing.zpl_fields import field_text
from fbm_desk.printing.zpl_inspect import inspect_label
from tests.printing.paper_reading import HOSTILE, codes, zpl_pictures


@given(st.text(st.characters(), max_size=80))
def test_an_escaped_field_is_plain_and_says_what_was_meant(text: str) -> None:
    field = escape_field(text)

    assert field.isascii()
    assert not set(field) & set("^~\r\n\x1b\x00")
    spoken = field_text(field.encode(), b"_")
    assert escape_field(spoken) == field


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("Main St 5", "Main St 5"),
        ("^XZ^XA", "_5EXZ_5EXA"),
        ("~JR", "_7EJR"),
        ("_5E", "_5F5E"),
        ("\\&", "_5C&"),
        ("Zoë", "Zo_C3_AB"),
        ("a\x1b\x00\r\nb", "a b"),
    ],
)
def test_escapes_are_the_printers_hex(text: str, field: str) -> None:
    assert escape_field(text) == field


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_hostile_text_stays_one_label_of_text(name: str) -> None:
    zpl = zpl_test_label(HOSTILE[name], "22 November 2026")

    findings = inspect_label(zpl)
    assert findings.problem is None
    assert {code.text for code in findings.barcodes} == {"FBM-DESK-TEST"}
    assert [command.name for command in split_commands(zpl)].count("^XA") == 1


@pytest.mark.parametrize("name", ["zpl", "zpl_hex", "zpl_reset", "markup", "format"])
def test_hostile_text_is_drawn_as_one_label_by_another_renderer(name: str) -> None:
    [picture] = zpl_pictures(zpl_test_label(HOSTILE[name], "22 November 2026"), 812, 1218)

    assert codes(picture) == ["FBM-DESK-TEST", "FBM-DESK-TEST"]


@pytest.mark.parametrize("text", ["東京都 日本", "שלום", "العربية", "हिन्दी", "서울", "€ 5"])
def test_other_scripts_are_sent_as_pictures(text: str) -> None:
    zpl = label([text_field(20, 20, text, 40, 700)], 812, 200)

    [graphic] = inspect_label(zpl).graphics
    assert 0.01 < sum(byte.bit_count() for byte in graphic.bits) / (len(graphic.bits) * 8) < 0.5
    assert zpl.isascii()


def test_a_line_of_another_script_never_leaves_the_label() -> None:
    zpl = label([text_field(20, 20, "東京都" * 60, 40, 380)], 400, 200)
    [graphic] = inspect_label(zpl).graphics

    assert graphic.bytes_per_row * 8 <= 400


@pytest.mark.parametrize("dpi", [203, 300])
def test_the_test_label_is_scannable_and_keeps_inside_its_paper(dpi: int) -> None:
    zpl = zpl_test_label("Bench 3 label", "22 November 2026", dpi=dpi)

    [picture] = zpl_pictures(zpl, dpi * 4, dpi * 6)
    assert codes(picture) == ["FBM-DESK-TEST", "FBM-DESK-TEST"]
    edge = [picture.crop((0, 0, picture.width, 3)), picture.crop((0, 0, 3, picture.height))]
    assert all(part.getextrema() == (255, 255) for part in edge)
