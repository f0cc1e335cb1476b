"""Scans painted while the same program prints, and while its camera and scale are at work.

Beside each stands the same bench just before, with nothing going on: a busy machine delays both.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from fbm_desk.domain.orders import OrderId
from fbm_desk.domain.paper import JobState, Paper
from fbm_desk.measuring.camera_cost import bench_frames
from fbm_desk.measuring.figures import Figure, percentile
from fbm_desk.measuring.invented_report import sku
from fbm_desk.measuring.measured_shop import UNITS, MeasuredShop
from fbm_desk.measuring.painted_scans import FRAME_MS, REST_MS, DeskOfBench
from fbm_desk.measuring.printer_apart import printer_apart
from fbm_desk.threads import Worker

if TYPE_CHECKING:
    from fbm_desk.devices.pictures import Grey
    from fbm_desk.gui.measured_bench import MeasuredBench

BETWEEN_JOBS_S = 0.2
"""A label and its slip, five times a second: more than any bench packs."""
FRAME_S = 1 / 25


def busy_bench(shop: MeasuredShop, large: Sequence[OrderId], samples: int) -> list[Figure]:
    """Painted scans, p99, with nothing else going on, while printing, and with the devices."""
    from fbm_desk.gui.measured_bench import MeasuredBench

    worker, left = Worker("books"), iter(large)
    desk = worker.ask(lambda: shop.desk("Busy bench")).result()
    bench = MeasuredBench(DeskOfBench(desk), worker)
    try:
        alone = _scanned(bench, left, samples)
        with _printing(shop.folder / "printed"):
            printing = _scanned(bench, left, samples)
        with _devices():
            watched = _scanned(bench, left, samples)
    finally:
        bench.close()
        worker.ask(desk.leave)
        worker.stop()
    raw = percentile(alone, 99)
    return [
        Figure("painted_printing", "ms", percentile(printing, 99), raw, FRAME_MS),
        Figure("painted_devices", "ms", percentile(watched, 99), raw, FRAME_MS),
    ]


def _scanned(bench: MeasuredBench, large: Iterator[OrderId], samples: int) -> list[float]:
    took_ms: list[float] = []
    for order_id in large:
        bench.scan_ms(order_id)
        for number in range(2 * (UNITS - 1)):
            bench.rest(REST_MS)
            took_ms.append(bench.scan_ms(sku(number % 2))[0])
        bench.scan_ms("LATER")
        if len(took_ms) >= samples:
            break
    return took_ms[:samples]


@contextmanager
def _printing(folder: Path) -> Iterator[None]:
    """Slips are drawn and labels sent to a printer, one after the other."""
    from fbm_desk.measuring.slip_cost import invented_slip
    from fbm_desk.printing.printers import Printers
    from fbm_desk.printing.slip_pdf import packing_slip_pdf
    from fbm_desk.printing.zpl import zpl_test_label

    with printer_apart(folder) as port:
        printers = Printers()
        label = zpl_test_label("Bench", "now")

        def job(number: int) -> None:
            packing_slip_pdf(invented_slip(number))
            place = f"tcp://127.0.0.1:{port}"
            sent = printers.print(place, Paper.LABEL, f"label-{number}", label)
            if sent.state in (JobState.NOT_SENT, JobState.UNKNOWN):
                raise RuntimeError("the virtual printer did not print")

        with _again_and_again("paper", job, BETWEEN_JOBS_S):
            yield


@contextmanager
def _devices() -> Iterator[None]:
    """A camera that looks at 25 frames a second, and a scale that is asked five times."""
    from fbm_desk.devices.camera import CameraConnection, CameraListeners
    from fbm_desk.devices.scale import scale
    from fbm_desk.simulator.scale import SimulatedScale

    listeners = CameraListeners(
        lambda _text, _source: None, lambda _state: None, lambda _source, _picture: None
    )
    camera = CameraConnection("Camera", _Played(bench_frames()), listeners)
    with ExitStack() as ended:
        tray = SimulatedScale()
        tray.start()
        ended.callback(tray.stop)
        weighs = scale("Scale", "sics", tray.url, 9_600, lambda _state: None)
        weighs.start()
        ended.callback(weighs.stop)
        ended.enter_context(_again_and_again("camera", lambda _number: camera.turn(), FRAME_S))
        yield


class _Played:
    """Frames in a row, each shown for a while."""

    def __init__(self, frames: Sequence[Grey]) -> None:
        self._frames, self._at = frames, 0

    def open(self) -> None:
        """Nothing to open."""

    def frame(self) -> Grey:
        """The next one."""
        self._at += 1
        return self._frames[self._at // 20 % len(self._frames)]

    def close(self) -> None:
        """Nothing to close."""


@contextmanager
def _again_and_again(name: str, work: Callable[[int], object], between_s: float) -> Iterator[None]:
    """Work in a thread of its own until this is over; what fails there is raised here."""
    worker, over = Worker(name, rests=True), Event()

    def go_on() -> None:
        number = 0
        while not over.wait(between_s):
            work(number)
            number += 1

    going = worker.ask(go_on)
    try:
        yield
    finally:
        over.set()
        worker.stop()
    going.result()
