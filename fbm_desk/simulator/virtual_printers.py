"""Printers that are not there: a label and a receipt printer on loopback that can go wrong.

Each keeps what it printed as bytes and as a picture in a folder. They answer as the makers'
manuals say; no real printer's firmware was at hand. Source: ZPL II guide; Epson ESC/POS reference.
"""

from __future__ import annotations

import re
import socket
from dataclasses import dataclass
from pathlib import Path

from fbm_desk.simulator.escpos_commands import Piece, cut
from fbm_desk.simulator.escpos_paper import Receipt, ReceiptPaper
from fbm_desk.simulator.virtual_link import Take, VirtualPrinter
from fbm_desk.simulator.zpl_paper import render_label

_ZPL = re.compile(rb"~HQES|~HS|~HI|\^XA.*?\^XZ", re.S)
_HARD_FAULTS = {"paper-out": 1, "ribbon-out": 2, "head-open": 4}


@dataclass(frozen=True, slots=True)
class PrintedLabel:
    """One label that came out: its ZPL, and the picture of it."""

    zpl: bytes
    zpl_path: Path
    picture_path: Path


@dataclass(frozen=True, slots=True)
class PrintedReceipt:
    """One receipt that was cut: its text, its barcodes, and the picture of it."""

    text: str
    codes: tuple[str, ...]
    picture_path: Path


class VirtualLabelPrinter(VirtualPrinter):
    """A ZPL printer. In a fault it keeps labels and prints them once the mode is `ok` again.

    Without paper, without ribbon and with an open head it does not answer ~HS, as Zebra documents;
    with `answers_in_fault` it does, as older printers do.
    """

    modes = (*VirtualPrinter.modes, "paused", *_HARD_FAULTS)

    def __init__(
        self,
        folder: Path,
        port: int = 0,
        mode: str = "ok",
        *,
        reset_after: int = 200,
        answers_in_fault: bool = False,
    ) -> None:
        super().__init__(folder, port, mode, reset_after=reset_after)
        self._answers_in_fault = answers_in_fault
        self.printed: list[PrintedLabel] = []

    def wait_for(self, count: int, timeout_s: float) -> bool:
        """Whether at least `count` labels came out in time."""
        return self._wait(lambda: len(self.printed) >= count, timeout_s)

    def _open(self, link: socket.socket) -> Take:
        return lambda stream: self._take(link, stream)

    def _take(self, link: socket.socket, stream: bytes) -> bytes:
        held: list[bytes] = []
        at = 0
        for found in _ZPL.finditer(stream):
            at = found.end()
            if found[0].startswith(b"~"):
                link.sendall(self._answer(found[0], len(held)))
            elif self._mode == "paused" or self._mode in _HARD_FAULTS:
                held.append(found[0])
            else:
                self._print(found[0])
        return b"".join(held) + stream[at:]

    def _answer(self, question: bytes, held: int) -> bytes:
        if self._mode == "mute":
            return b""
        if question == b"~HS":
            silent = self._mode in _HARD_FAULTS and not self._answers_in_fault
            return b"" if silent else self._host_status(held)
        return self._errors() if question == b"~HQES" else b"\x02ZD421-203dpi,V93.21.15Z,8\x03\r\n"

    def _host_status(self, held: int) -> bytes:
        out, paused = int(self._mode == "paper-out"), int(self._mode == "paused")
        head, ribbon = int(self._mode == "head-open"), int(self._mode == "ribbon-out")
        return (
            f"\x02030,{out},{paused},1218,{held:03d},0,0,0,000,0,0,0\x03\r\n"
            f"\x02000,0,{head},{ribbon},0,2,4,0,00000000,1,000\x03\r\n"
            "\x021234,0\x03\r\n"
        ).encode("ascii")

    def _errors(self) -> bytes:
        bits = _HARD_FAULTS.get(self._mode, 0)
        return (
            "\x02\r\n  PRINTER STATUS\r\n"
            f"   ERRORS:         {int(bits > 0)} 00000000 {bits:08X}\r\n"
            f"   WARNINGS:       {int(self._mode == 'paused')} 00000000 00000000\r\n\x03"
        ).encode("ascii")

    def _print(self, zpl: bytes) -> None:
        zpl_path = self.folder / f"label-{len(self.printed) + 1:04d}.zpl"
        picture_path = zpl_path.with_suffix(".png")
        zpl_path.write_bytes(zpl)
        render_label(zpl).save(picture_path)
        self._note(lambda: self.printed.append(PrintedLabel(zpl, zpl_path, picture_path)))


class VirtualReceiptPrinter(VirtualPrinter):
    """An ESC/POS printer, 512 dots wide. In a fault it holds the job, and DLE EOT says why."""

    modes = (*VirtualPrinter.modes, "paper-out", "cover-open")

    def __init__(
        self,
        folder: Path,
        port: int = 0,
        mode: str = "ok",
        *,
        reset_after: int = 200,
        width: int = 512,
    ) -> None:
        super().__init__(folder, port, mode, reset_after=reset_after)
        self._width = width
        self.printed: list[PrintedReceipt] = []

    def wait_for(self, count: int, timeout_s: float) -> bool:
        """Whether at least `count` receipts were cut in time."""
        return self._wait(lambda: len(self.printed) >= count, timeout_s)

    def _open(self, link: socket.socket) -> Take:
        paper, waiting = ReceiptPaper(self._width), list[Piece]()

        def take(stream: bytes) -> bytes:
            pieces, left = cut(stream)
            for piece in pieces:
                if piece.name == "DLE \x04":  # answered at once, whatever still waits
                    link.sendall(self._answer(piece.data[0]))
                else:
                    waiting.append(piece)
            while waiting and self._mode not in ("paper-out", "cover-open"):
                link.sendall(self._carry_out(paper, waiting.pop(0)))
            return left

        return take

    def _answer(self, kind: int) -> bytes:
        out, opened = self._mode == "paper-out", self._mode == "cover-open"
        faults = {
            1: 0x08 if out or opened else 0,
            2: 0x20 if out else 0x04 if opened else 0,
            4: 0x6C if out else 0,
        }
        return b"" if self._mode == "mute" else bytes((0x12 | faults.get(kind, 0),))

    def _carry_out(self, paper: ReceiptPaper, piece: Piece) -> bytes:
        if piece.name == "GS r":
            return b"" if self._mode == "mute" else b"\x00"
        receipt = paper.run(piece)
        if receipt is not None:
            self._keep(receipt)
        return b""

    def _keep(self, receipt: Receipt) -> None:
        path = self.folder / f"receipt-{len(self.printed) + 1:04d}.png"
        receipt.picture.save(path)
        path.with_suffix(".txt").write_text(receipt.text, encoding="utf-8")
        printed = PrintedReceipt(receipt.text, receipt.codes, path)
        self._note(lambda: self.printed.append(printed))
