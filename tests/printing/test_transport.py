"""Sending to printers that are well, empty, open, dumb, stuck, gone, or break off."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from fbm_desk.printing.printer_status import Trouble, error_flags, host_status
from fbm_desk.printing.slip_escpos import packing_slip_escpos
from fbm_desk.printing.transport import Delivery, SendResult, send_escpos_tcp, send_tcp
from fbm_desk.printing.zpl import zpl_test_label
from fbm_desk.simulator.virtual_printers import VirtualLabelPrinter, VirtualReceiptPrinter
from tests.printing.paper_reading import slip_with

LABEL = zpl_test_label("Bench 3", "22 November 2026")
BIG_LABEL = b"^XA^FX" + b"x" * 40_000_000 + b"^XZ"
RECEIPT = packing_slip_escpos(slip_with("Marlowe"))


def send_label(
    printer: VirtualLabelPrinter, *, deadline_s: float = 20, ask_status: bool = True
) -> SendResult:
    return send_tcp("127.0.0.1", printer.port, LABEL, deadline_s=deadline_s, ask_status=ask_status)


@pytest.fixture
def labels(tmp_path: Path) -> Iterator[VirtualLabelPrinter]:
    with VirtualLabelPrinter(tmp_path) as printer:
        yield printer


@pytest.fixture
def receipts(tmp_path: Path) -> Iterator[VirtualReceiptPrinter]:
    with VirtualReceiptPrinter(tmp_path) as printer:
        yield printer


def test_a_label_that_came_out_is_confirmed(labels: VirtualLabelPrinter) -> None:
    assert send_label(labels) == SendResult(Delivery.CONFIRMED, None, len(LABEL))
    assert [printed.zpl for printed in labels.printed] == [LABEL.strip()]


@pytest.mark.parametrize(
    ("mode", "trouble"),
    [
        ("paper-out", Trouble.PAPER_OUT),
        ("ribbon-out", Trouble.RIBBON_OUT),
        ("head-open", Trouble.HEAD_OPEN),
        ("paused", Trouble.PAUSED),
        ("mute", Trouble.SILENT),
        ("stall", Trouble.SILENT),
    ],
)
def test_nothing_is_sent_to_a_printer_that_is_not_ready(
    labels: VirtualLabelPrinter, mode: str, trouble: Trouble
) -> None:
    labels.mode = mode

    assert send_label(labels) == SendResult(Delivery.NOT_SENT, trouble)
    labels.mode = "ok"
    assert send_label(labels).delivery is Delivery.CONFIRMED
    assert len(labels.printed) == 1


def test_a_printer_that_answers_in_a_fault_names_it(tmp_path: Path) -> None:
    with VirtualLabelPrinter(tmp_path, mode="head-open", answers_in_fault=True) as printer:
        assert send_label(printer) == SendResult(Delivery.NOT_SENT, Trouble.HEAD_OPEN)


def test_a_printer_that_never_answers_can_be_used_without_asking(
    labels: VirtualLabelPrinter,
) -> None:
    labels.mode = "mute"

    result = send_label(labels, ask_status=False)

    assert result == SendResult(Delivery.SENT, None, len(LABEL))
    assert labels.wait_for(1, 10)


@pytest.mark.parametrize("mode", ["reset", "close"])
def test_a_connection_that_breaks_off_in_the_job_leaves_it_unknown(
    tmp_path: Path, mode: str
) -> None:
    with VirtualLabelPrinter(tmp_path, mode=mode, reset_after=100) as printer:
        result = send_label(printer)

    assert (result.delivery, result.trouble) == (Delivery.UNKNOWN, Trouble.RESET)
    assert not printer.printed


def test_a_connection_that_breaks_off_before_the_job_means_nothing_was_sent(
    tmp_path: Path,
) -> None:
    with VirtualLabelPrinter(tmp_path, mode="reset", reset_after=1) as printer:
        result = send_label(printer)

    assert result == SendResult(Delivery.NOT_SENT, Trouble.RESET)


class FaultInTheJob(VirtualLabelPrinter):
    """Runs out of labels as it begins to print the first one."""

    def _print(self, zpl: bytes) -> None:
        self.mode = "paper-out"


def test_a_fault_during_the_job_leaves_it_unknown_and_is_named(tmp_path: Path) -> None:
    with FaultInTheJob(tmp_path) as printer:
        result = send_label(printer, deadline_s=4)

    assert result == SendResult(Delivery.UNKNOWN, Trouble.PAPER_OUT, len(LABEL))


def test_nobody_listening_is_refused(tmp_path: Path) -> None:
    with VirtualLabelPrinter(tmp_path, mode="refuse") as printer:
        assert send_label(printer) == SendResult(Delivery.NOT_SENT, Trouble.REFUSED)


def test_a_stuck_printer_costs_no_more_than_the_deadline(labels: VirtualLabelPrinter) -> None:
    labels.mode = "stall"

    result = send_tcp("127.0.0.1", labels.port, BIG_LABEL, deadline_s=2, ask_status=False)

    assert (result.delivery, result.trouble) == (Delivery.UNKNOWN, Trouble.TIMEOUT)
    assert 0 < result.bytes_sent < len(BIG_LABEL)


def test_a_job_told_to_stop_before_it_began_is_not_sent(labels: VirtualLabelPrinter) -> None:
    stop = threading.Event()
    stop.set()

    result = send_tcp("127.0.0.1", labels.port, LABEL, deadline_s=5, stop=stop)

    assert result == SendResult(Delivery.NOT_SENT, Trouble.STOPPED)
    assert not labels.printed


def test_a_job_told_to_stop_while_it_waits_stops(labels: VirtualLabelPrinter) -> None:
    labels.mode, stop = "stall", threading.Event()
    results: list[SendResult] = []
    sender = threading.Thread(
        target=lambda: results.append(
            send_tcp(
                "127.0.0.1", labels.port, BIG_LABEL, deadline_s=60, stop=stop, ask_status=False
            )
        )
    )
    sender.start()
    stop.set()
    sender.join(20)

    assert [result.trouble for result in results] == [Trouble.STOPPED]


@pytest.mark.parametrize(
    ("host", "port"),
    [("0.0.0.0", 9100), ("127.0.0.1", 5432), ("127.0.0.1", 25), ("a b", 9100), ("", 9100)],
)
def test_what_is_no_printer_is_never_connected_to(host: str, port: int) -> None:
    result = send_tcp(host, port, LABEL, deadline_s=5)

    assert result == SendResult(Delivery.NOT_SENT, Trouble.BAD_DESTINATION)


def test_an_ipv6_printer_is_reached() -> None:
    if not socket.has_ipv6:
        pytest.skip("this machine has no IPv6")
    with socket.socket(socket.AF_INET6) as server:
        server.bind(("::1", 0))
        server.listen(1)
        port = server.getsockname()[1]
        result = send_tcp("::1", port, LABEL, deadline_s=5, ask_status=False)

    assert result.delivery is Delivery.SENT


def test_a_cut_receipt_is_confirmed(receipts: VirtualReceiptPrinter) -> None:
    result = send_escpos_tcp("127.0.0.1", receipts.port, RECEIPT, deadline_s=20)

    assert result == SendResult(Delivery.CONFIRMED, None, len(RECEIPT))
    assert receipts.printed[0].codes == ("305-4471926-8830217",)


@pytest.mark.parametrize(
    ("mode", "trouble"),
    [
        ("paper-out", Trouble.PAPER_OUT),
        ("cover-open", Trouble.HEAD_OPEN),
        ("mute", Trouble.SILENT),
        ("stall", Trouble.SILENT),
    ],
)
def test_no_receipt_is_sent_to_a_printer_that_is_not_ready(
    receipts: VirtualReceiptPrinter, mode: str, trouble: Trouble
) -> None:
    receipts.mode = mode

    result = send_escpos_tcp("127.0.0.1", receipts.port, RECEIPT, deadline_s=20)

    assert result == SendResult(Delivery.NOT_SENT, trouble)


class PaperEndsInTheJob(VirtualReceiptPrinter):
    """Answers that all is well before the job, and runs out of paper with it."""

    def _answer(self, kind: int) -> bytes:
        answer = super()._answer(kind)
        if kind == 4:
            self.mode = "paper-out"
        return answer


def test_a_receipt_whose_paper_ended_is_unknown_and_comes_after_refilling(tmp_path: Path) -> None:
    with PaperEndsInTheJob(tmp_path) as printer:
        result = send_escpos_tcp("127.0.0.1", printer.port, RECEIPT, deadline_s=4)

        assert result == SendResult(Delivery.UNKNOWN, Trouble.PAPER_OUT, len(RECEIPT))
        assert not printer.printed


def test_a_receipt_printer_that_never_answers_can_be_used_without_asking(
    receipts: VirtualReceiptPrinter,
) -> None:
    receipts.mode = "mute"

    result = send_escpos_tcp("127.0.0.1", receipts.port, RECEIPT, deadline_s=20, ask_status=False)

    assert result.delivery is Delivery.SENT
    assert receipts.wait_for(1, 10)


@pytest.mark.parametrize(
    "answer", [b"", b"\x02030,0\x03", b"\x02a,b\x03\x02c\x03\x02d\x03", b"HTTP/1.1"]
)
def test_half_an_answer_is_no_answer(answer: bytes) -> None:
    assert host_status(answer) is None
    assert error_flags(answer) is None


def test_an_unknown_error_bit_is_still_a_fault() -> None:
    assert error_flags(b"ERRORS:         1 00000000 00000100") is Trouble.FAULT
