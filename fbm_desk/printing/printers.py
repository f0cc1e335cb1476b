"""Any document to any destination, with an honest word on how far it got."""

from __future__ import annotations

import threading
from dataclasses import dataclass

from fbm_desk.domain.paper import ON_RECEIPT_PRINTERS, JobState, Paper, PrintResult
from fbm_desk.printing import queue, transport
from fbm_desk.printing.destinations import (
    InvalidDestination,
    TcpDestination,
    parse_destination,
)
from fbm_desk.printing.transport import Delivery, SendResult

_STATES = {
    Delivery.NOT_SENT: JobState.NOT_SENT,
    Delivery.SENT: JobState.SENT,
    Delivery.CONFIRMED: JobState.PRINTED,
    Delivery.UNKNOWN: JobState.UNKNOWN,
}


@dataclass(frozen=True, slots=True)
class Printers:
    """Every printer of this computer and its network. `deadline_s` covers one whole job."""

    deadline_s: float = 12.0
    ask_status: bool = True
    stop: threading.Event | None = None

    def print(self, destination: str, paper: Paper, name: str, content: bytes) -> PrintResult:
        """Print one document; `name` becomes a file's or a job's name and is made of ids only."""
        try:
            place = parse_destination(destination)
        except InvalidDestination as error:
            return PrintResult(JobState.NOT_SENT, f"destination_{error.problem.value}")
        if isinstance(place, TcpDestination):
            send = transport.send_escpos_tcp if paper in ON_RECEIPT_PRINTERS else transport.send_tcp
            result = send(
                place.host,
                place.port,
                content,
                deadline_s=self.deadline_s,
                stop=self.stop,
                ask_status=self.ask_status,
            )
        elif content.startswith(b"%PDF"):
            result = queue.print_pdf(content, place, name=name.removesuffix(".pdf"))
        else:
            result = queue.print_raw(content, place, name=name)
        return _result(result)


def _result(result: SendResult) -> PrintResult:
    reason = result.trouble.value if result.trouble else ""
    return PrintResult(_STATES[result.delivery], reason)
