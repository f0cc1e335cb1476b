"""Bytes to a network printer, and what is known about the paper afterwards; never sends twice.

"Sent" is not "printed": only an answer of the printer makes a job CONFIRMED. Whether an UNKNOWN
job may be printed again is asked of a person, by the caller.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from enum import Enum

from fbm_desk.printing.connection import LinkBroken, PrinterConnection
from fbm_desk.printing.destinations import is_printer_host, is_printer_port
from fbm_desk.printing.printer_status import (
    Trouble,
    ZplStatus,
    error_flags,
    host_status,
    is_paper_receipt,
    is_realtime_status,
    receipt_trouble,
)
from fbm_desk.printing.receipt_writer import RECEIPT_REQUEST

_ANSWER_S = 1.5
_POLL_S = 0.15


class Delivery(Enum):
    """What is known about a job."""

    NOT_SENT = "not_sent"  #: no byte of the job left: it may be tried again
    SENT = "sent"  #: all bytes left, and the printer was not to be asked
    CONFIRMED = "confirmed"  #: the printer says that it is printed
    UNKNOWN = "unknown"  #: bytes left and nothing confirmed them: look at the printer


@dataclass(frozen=True, slots=True)
class SendResult:
    """How a job went. `trouble` is None where nothing is known to be wrong."""

    delivery: Delivery
    trouble: Trouble | None = None
    bytes_sent: int = 0
    job_id: str = ""


def send_tcp(
    host: str,
    port: int,
    data: bytes,
    *,
    deadline_s: float,
    stop: threading.Event | None = None,
    ask_status: bool = True,
) -> SendResult:
    """One ZPL job over one connection, asked about with ~HS before and after.

    `deadline_s` covers everything. `ask_status=False` is for printers that never answer ~HS: the
    best they can get is SENT. Silence before the job means NOT_SENT, silence after it UNKNOWN.
    """
    return _deliver(host, port, data, _ZplTalk() if ask_status else None, deadline_s, stop)


def send_escpos_tcp(
    host: str,
    port: int,
    data: bytes,
    *,
    deadline_s: float,
    stop: threading.Event | None = None,
    ask_status: bool = True,
) -> SendResult:
    """One ESC/POS job; DLE EOT asks before it, the answer to its closing GS r 1 confirms it."""
    if ask_status and not data.endswith(RECEIPT_REQUEST):
        data += RECEIPT_REQUEST
    return _deliver(host, port, data, _ReceiptTalk() if ask_status else None, deadline_s, stop)


def label_printer_trouble(host: str, port: int, deadline_s: float) -> Trouble | None:
    """What stands in the way of a ZPL printer; None when it says that it is ready."""
    return _asked(host, port, _ZplTalk(), deadline_s)


def receipt_printer_trouble(host: str, port: int, deadline_s: float) -> Trouble | None:
    """What stands in the way of an ESC/POS printer; None when it says that it is ready."""
    return _asked(host, port, _ReceiptTalk(), deadline_s)


def _asked(
    host: str, port: int, talk: _ZplTalk | _ReceiptTalk, deadline_s: float
) -> Trouble | None:
    try:
        with PrinterConnection(host, port, deadline_s=deadline_s) as link:
            return talk.before(link)
    except LinkBroken as broken:
        return broken.trouble


def _deliver(
    host: str,
    port: int,
    data: bytes,
    talk: _ZplTalk | _ReceiptTalk | None,
    deadline_s: float,
    stop: threading.Event | None,
) -> SendResult:
    if not (is_printer_host(host) and is_printer_port(port)):
        return SendResult(Delivery.NOT_SENT, Trouble.BAD_DESTINATION)
    sent = 0
    try:
        with PrinterConnection(host, port, deadline_s=deadline_s, stop=stop) as link:
            trouble = talk.before(link) if talk else None
            if trouble is not None:
                return SendResult(Delivery.NOT_SENT, trouble)
            sent = link.send(data)
            if talk is None:
                return SendResult(Delivery.SENT, bytes_sent=sent)
            trouble = talk.after(link)
            delivery = Delivery.CONFIRMED if trouble is None else Delivery.UNKNOWN
            return SendResult(delivery, trouble, sent)
    except LinkBroken as broken:
        sent = sent or broken.bytes_sent
        delivery = Delivery.UNKNOWN if sent else Delivery.NOT_SENT
        return SendResult(delivery, broken.trouble, sent)


class _ZplTalk:
    """~HS before the job and, until nothing waits, after it."""

    def before(self, link: PrinterConnection) -> Trouble | None:
        status = self._ask(link)
        return self._name_silence(link) if status is None else status.trouble

    def after(self, link: PrinterConnection) -> Trouble | None:
        """None once nothing waits; else what stands in the way when the deadline is near."""
        trouble: Trouble | None = Trouble.SILENT
        while link.left_s > _POLL_S:
            status = self._ask(link)
            if status is None:
                named = self._name_silence(link)
                trouble = named if named is not Trouble.SILENT else trouble
            elif status.trouble is not None:
                trouble = status.trouble
            elif status.waiting == 0:
                return None
            else:
                trouble = Trouble.BUSY
            link.rest(_POLL_S)
        return trouble

    def _ask(self, link: PrinterConnection) -> ZplStatus | None:
        link.send(b"~HS\r\n")
        return host_status(link.listen(lambda heard: host_status(heard) is not None, _ANSWER_S))

    def _name_silence(self, link: PrinterConnection) -> Trouble:
        """A printer without paper may answer ~HQES though it keeps silent to ~HS."""
        if link.left_s < _POLL_S:
            return Trouble.SILENT
        link.send(b"~HQES\r\n")
        answer = link.listen(lambda heard: error_flags(heard) is not None, _ANSWER_S)
        return error_flags(answer) or Trouble.SILENT


class _ReceiptTalk:
    """DLE EOT 2 and 4 before the job; GS r 1 in the job, whose answer comes after the paper."""

    def before(self, link: PrinterConnection) -> Trouble | None:
        return self._ask(link)

    def after(self, link: PrinterConnection) -> Trouble | None:
        """Waits for the receipt; leaves time to ask why there is none."""
        wait_s = max(0.2, link.left_s - 2 * _ANSWER_S)
        heard = link.listen(lambda said: any(map(is_paper_receipt, said)), wait_s)
        if any(map(is_paper_receipt, heard)):
            return None
        return self._ask(link) or Trouble.BUSY

    def _ask(self, link: PrinterConnection) -> Trouble | None:
        answers: list[int] = []
        for kind in (2, 4):
            link.send(bytes((0x10, 0x04, kind)))
            heard = link.listen(lambda said: any(map(is_realtime_status, said)), _ANSWER_S)
            status = [byte for byte in heard if is_realtime_status(byte)]
            if not status:
                return Trouble.SILENT
            answers.append(status[-1])
        return receipt_trouble(*answers)
