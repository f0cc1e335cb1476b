"""Foreign PDFs rendered in a process of their own, so that none can hang or crash the bench.

A page can be made to draw itself for ever, and pdfium cannot be interrupted: the process can. It
starts with the first PDF, stays for the next ones, and ends with the program.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import threading
from dataclasses import dataclass, field
from enum import Enum
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

_START_S = 60.0
"""So long the process may take to begin; how long a page may take counts from then on."""
_MEMORY_BYTES = 1 << 30  # a page at 450 dpi takes a tenth of it


class PdfFault(Enum):
    """Why a PDF could not be rendered; handed from the process to its caller."""

    BROKEN = "broken"  #: damaged, or it crashed the renderer
    ENCRYPTED = "encrypted"  #: wants a password
    TOO_LARGE = "too_large"  #: too many pages, or pages too large
    TOO_SMALL = "too_small"  #: a page smaller than any label
    ENDLESS = "endless"  #: not done in time


@dataclass(frozen=True, slots=True)
class PdfRequest:
    """What to render, and the limits: sides in points, dots per page."""

    document: bytes = field(repr=False)
    dpi: int
    most_pages: int
    most_dots: int
    sides_pt: tuple[float, float]


@dataclass(frozen=True, slots=True)
class GreyPage:
    """One rendered page, a byte per dot."""

    width: int
    height: int
    grey: bytes = field(repr=False)


Answer = list[GreyPage] | PdfFault


class PdfReader:
    """The process and the pipe to it; one request at a time."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: SpawnProcess | None = None
        self._pipe: Connection | None = None

    def render(self, request: PdfRequest, patience_s: float) -> Answer:
        """The pages in grey, or why not. A process that takes too long is ended."""
        with self._lock:
            try:
                pipe = self._ready_pipe()
                pipe.send(request)
                if pipe.poll(patience_s):
                    answer: Answer = pipe.recv()
                    return answer
                self._end()
                return PdfFault.ENDLESS
            except (EOFError, OSError):
                self._end()
                return PdfFault.BROKEN

    def close(self) -> None:
        """End the process; the next request starts another."""
        with self._lock:
            self._end()

    def _ready_pipe(self) -> Connection:
        if self._pipe is not None and self._process is not None and self._process.is_alive():
            return self._pipe
        self._end()
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=serve, args=(theirs,), daemon=True)
        self._process.start()
        theirs.close()
        if not self._pipe.poll(_START_S):
            raise EOFError
        self._pipe.recv()
        return self._pipe

    def _end(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.join()
            self._process.close()
        if self._pipe is not None:
            self._pipe.close()
        self._process = self._pipe = None


def serve(pipe: Connection) -> None:
    """The process's work: say that it has begun, then answer until the other side is gone."""
    _limit_memory()
    import pypdfium2

    with contextlib.suppress(EOFError, BrokenPipeError, KeyboardInterrupt):
        pipe.send(pypdfium2.__name__)
        while True:
            request = pipe.recv()
            try:
                pipe.send(_render(request))
            except MemoryError:
                pipe.send(PdfFault.TOO_LARGE)


def _limit_memory() -> None:
    """A small file can unpack into more than the machine has (no such limit on Windows)."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_BYTES, _MEMORY_BYTES))


def _render(request: PdfRequest) -> Answer:
    import pypdfium2

    try:
        pdf = pypdfium2.PdfDocument(request.document)
    except pypdfium2.PdfiumError as error:
        locked = "password" in str(error).lower() or b"/Encrypt" in request.document
        return PdfFault.ENCRYPTED if locked else PdfFault.BROKEN
    try:
        if not 0 < len(pdf) <= request.most_pages:
            return PdfFault.TOO_LARGE if len(pdf) else PdfFault.BROKEN
        pages: list[GreyPage] = []
        for number in range(len(pdf)):
            page = _page(pdf, number, request)
            if isinstance(page, PdfFault):
                return page
            pages.append(page)
        return pages
    except pypdfium2.PdfiumError:
        return PdfFault.BROKEN
    finally:
        pdf.close()


def _page(pdf: PdfDocument, number: int, request: PdfRequest) -> GreyPage | PdfFault:
    page = pdf[number]
    width, height = page.get_size()
    if min(width, height) < request.sides_pt[0]:
        return PdfFault.TOO_SMALL
    scale = request.dpi / 72
    if max(width, height) > request.sides_pt[1] or width * height * scale**2 > request.most_dots:
        return PdfFault.TOO_LARGE
    picture = page.render(scale=scale, grayscale=True).to_pil().convert("L")
    return GreyPage(picture.width, picture.height, picture.tobytes())
