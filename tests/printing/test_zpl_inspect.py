"""A carrier's ZPL before it may reach a printer: what is refused, and what is read from it."""

from __future__ import annotations

import base64
import binascii
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fbm_desk.printing.zpl_cleaning import sanitise
from fbm_desk.printing.zpl_commands import ZplProblem
from fbm_desk.printing.zpl_graphics import Graphic, graphic_field, pack_z64
from fbm_desk.printing.zpl_inspect import inspect_label

LABEL = b"^XA^CI28^PW812^LL1218^FO60,60^BY3^BCN,140,Y,N,N^FD>;9405511899223197428490^FS%s^XZ\n"
PICTURE = b"\xff\x00\xff\x00\x81\x18\x00\x00\x00\x00\xff\xff"


def with_field(field: bytes) -> bytes:
    return LABEL.replace(b"%s", field)


@pytest.mark.parametrize(
    ("zpl", "problem"),
    [
        (with_field(b"~JR"), ZplProblem.RESETS),
        (with_field(b"~JA"), ZplProblem.RESETS),
        (with_field(b"^JUS"), ZplProblem.SETTINGS),
        (with_field(b"^JUF"), ZplProblem.SETTINGS),
        (with_field(b"^MCY"), ZplProblem.SETTINGS),
        (with_field(b"~SD30"), ZplProblem.SETTINGS),
        (with_field(b"~HS"), ZplProblem.SETTINGS),
        (with_field(b"^DFE:FORM.ZPL^FS"), ZplProblem.STORES),
        (b"~DGE:LOGO.GRF,2,1,FFFF" + with_field(b""), ZplProblem.STORES),
        (b"~DGB:LOGO.GRF,2,1,FFFF" + with_field(b""), ZplProblem.STORES),
        (b"~DYE:FONT,A,T,4,,FFFFFFFF" + with_field(b""), ZplProblem.STORES),
        (with_field(b"^XFE:FORM.ZPL^FS"), ZplProblem.RECALLS),
        (with_field(b"^FO1,1^XGR:UNKNOWN.GRF,1,1^FS"), ZplProblem.RECALLS),
        (with_field(b"^PQ9999"), ZplProblem.COPIES),
        (with_field(b"^PQ2,0,0"), ZplProblem.COPIES),
        (with_field(b"^CC!"), ZplProblem.SYNTAX),
        (with_field(b"^CT%"), ZplProblem.SYNTAX),
        (with_field(b"~CD;"), ZplProblem.SYNTAX),
        (with_field(b"^XZ^XA"), ZplProblem.TWO_LABELS),
        (with_field(b"^XA"), ZplProblem.TWO_LABELS),
        (with_field(b"")[:-4], ZplProblem.UNFINISHED),
        (b'! U1 setvar "device.reset" "now"\r\n' + with_field(b""), ZplProblem.OUTSIDE),
        (with_field(b'! U1 setvar "device.reset" "now"'), ZplProblem.OUTSIDE),
        (with_field(b"") + b'! U1 do "device.reset" ""', ZplProblem.OUTSIDE),
        (with_field(b"") + b"^FO1,1^FDx^FS", ZplProblem.OUTSIDE),
        (with_field(b"^FO1,1^FDa\x1bb^FS"), ZplProblem.CONTROL_BYTES),
        (with_field(b"^FO1,1^FDa\x00b^FS"), ZplProblem.CONTROL_BYTES),
        (with_field(b"^QQ1"), ZplProblem.UNKNOWN),
        (with_field(b"^"), ZplProblem.UNKNOWN),
        (with_field(b"^FO1,1^GFA,x,y,z,FF^FS"), ZplProblem.BAD_GRAPHIC),
        (with_field(b"^FO1,1^GFA,2,2,1,FFFFFFFF^FS"), ZplProblem.BAD_GRAPHIC),
        (with_field(b"^FO1,1^GFA,2,2,1,:Z64:AAAA:0000^FS"), ZplProblem.BAD_GRAPHIC),
        (with_field(b"^FO1,1^GFB,9999,9999,1,\x00^FS"), ZplProblem.BAD_GRAPHIC),
        (b"%PDF-1.7\n^XA^XZ", ZplProblem.NOT_ZPL),
        (b"<html>sorry</html>", ZplProblem.NOT_ZPL),
        (b"", ZplProblem.NOT_ZPL),
        (b"^XA" + b"^FS" * 30_000 + b"^XZ", ZplProblem.TOO_LARGE),
        (b"^XA^FD" + b"x" * 5_000_000 + b"^FS^XZ", ZplProblem.TOO_LARGE),
    ],
)
def test_a_label_that_does_more_than_print_itself_is_refused(
    zpl: bytes, problem: ZplProblem
) -> None:
    findings = inspect_label(zpl)

    assert findings.problem is problem
    assert not findings.barcodes


def test_an_ordinary_label_is_harmless() -> None:
    ordinary = with_field(
        b"^FX a remark^FO1,1^A0N,30,30^FB700,3,4,L,0^FH_^FDHex _C3_A9^FS^FO9,9^GB9,9,9^FS^PQ1,0,1,Y"
    )

    assert inspect_label(ordinary).problem is None


def test_a_dangerous_command_inside_a_hex_escape_is_only_text() -> None:
    findings = inspect_label(with_field(b"^FO1,1^FH_^FD_5EXZ_5EXA_7EJR^FS"))

    assert findings.problem is None


@pytest.mark.parametrize("extra", [b"~JR", b"^JUS", b"^MCY", b"^PQ9999", b"~SD25", b"^JMA", b"~HS"])
def test_settings_can_be_left_out_of_a_label(extra: bytes) -> None:
    assert sanitise(with_field(extra)) == sanitise(with_field(b""))
    assert inspect_label(sanitise(with_field(extra))).problem is None


@pytest.mark.parametrize("extra", [b"^XZ^XA^GB9,9,9", b"^CC!", b"^XFE:F.ZPL^FS", b"^DFE:F.ZPL^FS"])
def test_what_changes_the_picture_cannot_be_left_out(extra: bytes) -> None:
    assert inspect_label(sanitise(with_field(extra))).problem is not None


@given(st.binary(max_size=400))
def test_no_bytes_whatever_break_the_inspection(junk: bytes) -> None:
    inspect_label(junk)
    inspect_label(with_field(junk))
    inspect_label(with_field(b"^FO1,1^GFA,8,8,2," + junk + b"^FS"))


@pytest.mark.parametrize(
    ("field", "text"),
    [
        (b"^BCN,9,Y^FDABC-123^FS", "ABC-123"),
        (b"^BCN,9,Y^FD>;0312^FS", "0312"),
        (b"^BCN,9,Y^FD>:AB>5123456^FS", "AB123456"),
        (b"^BCN,9,Y^FD>9>723^FS", "7"),
        (b"^BCN,9,Y^FD>:a>0b><c^FS", "a>b^c"),
        (b"^BCN,9,Y^FD>;>8420941079405511899223197428490^FS", "420941079405511899223197428490"),
        (b"^BCN,9,Y^FD>;>84209410>8940551^FS", "4209410\x1d940551"),
        (b"^BCN,9,Y,N,N,D^FD(00)106141412345678908^FS", "00106141412345678908"),
        (b"^BCN,9,Y,N,N,U^FD0010614141234567890^FS", "00106141412345678908"),
        (b"^BCN,9,Y,N,N,A^FD9405511899>;^FS", "9405511899>;"),
        (b"^B3N,N,9,Y^FDabc123^FS", "ABC123"),
        (b"^BQN,2,5^FDQA,https://example.com/1^FS", "https://example.com/1"),
        (b"^BQN,2,5^FDMM,AAC-42^FS", "AC-42"),
        (b"^BQN,2,5^FDHM,B0004CAFE^FS", "CAFE"),
        (b"^BXN,6,200^FDAZ:7Q2K^FS", "AZ:7Q2K"),
        (b"^BXN,6,200,,,,_^FD_10109_121^FS", "\x1d0109_121".replace("_1", "\x1d")),
        (b"^BY2^B7N,8,5^FDpdf417 text^FS", "pdf417 text"),
        (b"^BON,4^FDaztec^FS", "aztec"),
        (b"^B2N,9^FD12345678^FS", "12345678"),
        (b"^FH^BCN,9^FDA_2DB^FS", "A-B"),
        (b"^FH\\^BCN,9^FDA\\2DB^FS", "A-B"),
        (b"^BCN,9^SN007,1,Y^FS", "007"),
    ],
)
def test_a_barcode_field_says_what_a_scanner_would_read(field: bytes, text: str) -> None:
    findings = inspect_label(with_field(b"^FO9,9" + field))

    assert findings.problem is None
    assert [code.text for code in findings.barcodes] == ["9405511899223197428490", text]


def test_a_text_field_is_no_barcode() -> None:
    findings = inspect_label(with_field(b"^FO9,9^A0N,30,30^FDKP48812007315PT^FS"))

    assert len(findings.barcodes) == 1


def z64(bits: bytes) -> bytes:
    text = base64.b64encode(zlib.compress(bits))
    return b":Z64:" + text + b":%04X" % binascii.crc_hqx(text, 0)


def b64(bits: bytes) -> bytes:
    text = base64.b64encode(bits)
    return b":B64:" + text + b":%04x" % binascii.crc_hqx(text, 0)


@pytest.mark.parametrize(
    "body",
    [
        b"FF00FF008118" + b"00000000FFFF",
        b"FF00\nFF00\r\n8118\n00000000\nFFFF",
        b"HFH0:8118,,!",
        b"HF,:8118,,HFHF",
        b64(PICTURE),
        z64(PICTURE),
    ],
    ids=["hex", "hex with line ends", "packed", "packed otherwise", "B64", "Z64"],
)
def test_every_packing_of_a_picture_is_the_same_picture(body: bytes) -> None:
    graphic = graphic_field(b"A,12,12,2," + body)

    assert (graphic.bytes_per_row, graphic.rows, graphic.bits) == (2, 6, PICTURE)


def test_a_raw_picture_may_hold_bytes_that_look_like_commands() -> None:
    findings = inspect_label(with_field(b"^FO1,1^GFB,4,4,2,^XZ~^FS"))

    assert findings.problem is None
    assert findings.graphics[0].bits == b"^XZ~"


@given(st.binary(min_size=1, max_size=300), st.integers(1, 12))
def test_our_own_packing_is_read_back(bits: bytes, per_row: int) -> None:
    bits = bits.ljust(-(-len(bits) // per_row) * per_row, b"\0")
    graphic = Graphic(per_row, len(bits) // per_row, bits)

    assert graphic_field(pack_z64(graphic).removeprefix(b"^GF")) == graphic


@pytest.mark.parametrize(
    "body", [z64(b"\0" * 4_000_000), b"z" * 5_000 + b"F", b"FF00z" * 900_000], ids=len
)
def test_a_picture_that_unpacks_into_more_than_announced_is_refused(body: bytes) -> None:
    with pytest.raises(ValueError, match=r"graphic|hex"):
        graphic_field(b"A,12,12,2," + body)


def test_a_picture_stored_in_this_document_may_be_recalled() -> None:
    zpl = (
        b"~DGR:LOGO.GRF,12,2," + PICTURE.hex().encode() + with_field(b"^FO1,1^XGR:LOGO.GRF,1,1^FS")
    )

    findings = inspect_label(zpl)

    assert findings.problem is None
    assert findings.graphics[0].bits == PICTURE
