"""The pretend printers: what they draw, keep and answer."""

from __future__ import annotations

import socket
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageChops
from zplkit import Options, render

from fbm_desk.simulator.escpos_commands import cut
from fbm_desk.simulator.virtual_printers import VirtualLabelPrinter, VirtualReceiptPrinter
from fbm_desk.simulator.zpl_paper import render_label
from tests.printing.paper_reading import codes

ORDINARY = b"""^XA^CI28^PW812^LL1218^LH0,0
^FO20,20^GB772,4,4^FS
^FO30,40^A0N,40,40^FDShip to: Marlowe Quill^FS
^FO30,90^A0N,30,30^FB700,3,4,L,0^FD1200 Juniper Way \\& Cedar Falls IA 50613 \\& USA^FS
^FO60,260^BY3,3,140^BCN,140,Y,N,N,A^FD420941079405511899223197428490^FS
^FO60,470^BY2,3,100^BCN,100,Y,N,N,D^FD(00)106141412345678908^FS
^FO60,640^BY2,3,80^BCN,80,Y,N,N,N^FDX001ABC2DE^FS
^FO560,600^BY2,2,10^BQN,2,5^FDQA,https://example.com/o/111-2233445^FS
^FO60,800^BXN,6,200^FDAZ:7Q2K9XW4B8H3M6T1C5VRN2P0ZY^FS
^FO300,900^BY2,3,60^BUN,60,N,N,Y^FD03600029145^FS
^FO400,1050^GFA,32,32,4,FFFFFFFF80000001800000018000000180000001800000018000000180000001^FS
^FO500,1000^GB200,120,60,B,0^FS
^XZ"""


def by_zplkit(zpl: bytes) -> Image.Image:
    label = render(zpl, Options(width=812, height=1218, dpi=203)).labels[0]
    return Image.open(BytesIO(label.png())).convert("L")


def large(picture: Image.Image) -> Image.Image:
    return picture.resize((picture.width * 3, picture.height * 3))


def test_an_ordinary_label_carries_the_codes_another_renderer_draws() -> None:
    ours, theirs = render_label(ORDINARY), by_zplkit(ORDINARY)

    assert ours.size == theirs.size
    assert sorted(codes(large(ours))) == sorted(codes(large(theirs)))
    assert len(codes(large(ours))) == 6


@pytest.mark.parametrize(
    "box",
    [
        (0, 0, 812, 38),
        (40, 240, 780, 400),
        (40, 450, 780, 568),
        (40, 620, 540, 720),
        (380, 990, 812, 1218),
    ],
    ids=["rule", "routing code", "SSCC", "FNSKU", "picture and box"],
)
def test_bars_and_boxes_stand_where_another_renderer_puts_them(
    box: tuple[int, int, int, int],
) -> None:
    ours, theirs = render_label(ORDINARY).crop(box), by_zplkit(ORDINARY).crop(box)

    differing = ImageChops.difference(ours, theirs).point(lambda value: 255 if value > 127 else 0)
    assert differing.histogram()[255] <= 0.02 * ours.width * ours.height


def test_a_data_matrix_fills_the_same_square() -> None:
    # Which codewords a text becomes is the encoder's choice, so the dots inside may differ.
    boxes = [
        ImageChops.invert(label.crop((40, 790, 290, 990))).getbbox()
        for label in (render_label(ORDINARY), by_zplkit(ORDINARY))
    ]

    assert boxes[0] == boxes[1]


def test_text_stands_where_another_renderer_puts_it() -> None:
    for box in ((20, 36, 800, 82), (20, 86, 800, 195)):
        ours, theirs = render_label(ORDINARY).crop(box), by_zplkit(ORDINARY).crop(box)
        mine = ImageChops.invert(ours).getbbox()
        other = ImageChops.invert(theirs).getbbox()

        assert mine is not None
        assert other is not None
        assert all(abs(a - b) <= 40 for a, b in zip(mine[:2], other[:2], strict=True))
        assert 0.6 < (mine[2] - mine[0]) / (other[2] - other[0]) < 1.6


def test_reversed_and_turned_fields_are_drawn() -> None:
    box, text = b"^FO0,0^GB100,100,100^FS", b"^FO0,40^FR^A0N,30,30^FDmmmmmm^FS"
    label = render_label(b"^XA^PW200^LL200" + box + text + b"^XZ")

    assert label.crop((0, 0, 100, 100)).histogram()[255] > 50
    assert label.crop((101, 0, 200, 100)).histogram()[0] > 10
    turned = render_label(b"^XA^PW200^LL200^FO20,0^A0R,30,30^FDmmmmmm^FS^XZ")
    left, top, right, bottom = ImageChops.invert(turned).getbbox() or (0, 0, 0, 0)
    assert bottom - top > 2 * (right - left)


@pytest.mark.parametrize(
    "zpl", [b"", b"^XA^XZ", b"^XA^FO9,9^BEN,9^FDno digits^FS^XZ", b"^XA^PW99999999^LL0^XZ"]
)
def test_odd_labels_are_drawn_as_far_as_they_go(zpl: bytes) -> None:
    assert max(render_label(zpl).size) <= 4000


def ask(port: int, question: bytes, until: bytes) -> bytes:
    with socket.create_connection(("127.0.0.1", port), timeout=10) as link:
        link.sendall(question)
        heard = link.recv(4096)
        while not heard.endswith(until):
            part = link.recv(4096)
            if not part:
                break
            heard += part
        return heard


def test_a_label_is_kept_as_bytes_and_as_a_picture(tmp_path: Path) -> None:
    with VirtualLabelPrinter(tmp_path) as printer:
        status = ask(printer.port, ORDINARY[:300] + ORDINARY[300:] + b"~HS", b"1234,0\x03\r\n")
        assert printer.wait_for(1, 10)

    assert status.startswith(b"\x02030,0,0,1218,000")
    [label] = printer.printed
    assert label.zpl_path.read_bytes() == ORDINARY
    assert "X001ABC2DE" in codes(large(Image.open(label.picture_path)))


def test_half_a_label_never_comes_out(tmp_path: Path) -> None:
    with VirtualLabelPrinter(tmp_path) as printer:
        ask(printer.port, ORDINARY[:-3] + b"~HI", b"\x03\r\n")

        assert not printer.wait_for(1, 0.0)


def test_a_held_label_comes_out_after_refilling(tmp_path: Path) -> None:
    with VirtualLabelPrinter(tmp_path, mode="paused") as printer:
        link = socket.create_connection(("127.0.0.1", printer.port), timeout=10)
        with link:
            link.sendall(ORDINARY + b"~HS")
            while b"1234,0" not in (status := link.recv(4096)):
                pass
            assert b"030,0,1,1218,001" in status
            printer.mode = "ok"
            assert printer.wait_for(1, 10)


def test_an_unknown_mode_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="a mode is one of ok"):
        VirtualLabelPrinter(tmp_path, mode="on-fire")


def test_a_receipt_is_kept_as_text_and_as_a_picture(tmp_path: Path) -> None:
    job = (
        b"\x1b@\x1bt\x12Z\x82lut\x98\n\x1ba\x01\x1dh\x50\x1dw\x02\x1dkI\x08{BAB{C\x0c\x22"
        b"\x1dv0\x00\x01\x00\x02\x00\xff\xff\x1dVB\x00\x1dr\x01"
    )
    with VirtualReceiptPrinter(tmp_path) as printer:
        assert ask(printer.port, job, b"\x00") == b"\x00"

    [receipt] = printer.printed
    assert receipt.text.startswith("Zélutś")
    assert receipt.codes == ("AB1234",)
    assert codes(large(Image.open(receipt.picture_path))) == ["AB1234"]
    assert receipt.picture_path.with_suffix(".txt").read_text(encoding="utf-8") == receipt.text


@pytest.mark.parametrize(
    ("mode", "answers"),
    [("ok", "12 12 12"), ("paper-out", "1a 32 7e"), ("cover-open", "1a 16 12")],
)
def test_a_receipt_printer_says_what_ails_it(tmp_path: Path, mode: str, answers: str) -> None:
    with VirtualReceiptPrinter(tmp_path, mode=mode) as printer:
        heard = [ask(printer.port, bytes((16, 4, kind)), b"") for kind in (1, 2, 4)]

    assert " ".join(byte.hex() for byte in heard) == answers


def test_commands_that_have_not_arrived_whole_wait() -> None:
    whole = b"ab\x1bE\x01\x1dv0\x00\x01\x00\x02\x00\xff\xffcd"

    for end in range(len(whole)):
        pieces, left = cut(whole[:end])
        rest, _ = cut(left + whole[end:])
        joined = b"".join(piece.data for piece in [*pieces, *rest])
        assert joined == b"ab\x01" + b"0\x00\x01\x00\x02\x00\xff\xff" + b"cd"
