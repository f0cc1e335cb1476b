"""The packer's bench: shows the desk's views, sounds their verdicts, hands scans on; decides none.

Painting is in `gui/bench`; what a view means is the services' affair.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QLocale, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QApplication, QWidget

from fbm_desk.domain.errors import Refusal
from fbm_desk.domain.scan_source import Origin, ScanSource
from fbm_desk.domain.verdicts import VerdictCode
from fbm_desk.gui import fonts, theme
from fbm_desk.gui.band_clock import BandClock
from fbm_desk.gui.bench.camera_corner import CameraCorner
from fbm_desk.gui.bench.layout import BAND_H, Box, Layout, fitted
from fbm_desk.gui.bench.painting import fills_window, paint_bench
from fbm_desk.gui.bench.paper import Paper
from fbm_desk.gui.bench.quantities import clock, span
from fbm_desk.gui.bench.readable import ReadableParts
from fbm_desk.gui.bench.scene import Scene, scan_of
from fbm_desk.gui.bench.status import worst_first
from fbm_desk.gui.bench_news import own_entries, scale_entries, with_kept_verdict
from fbm_desk.gui.bench_voice import BenchVoice
from fbm_desk.gui.bridge import Bridge
from fbm_desk.gui.desk_port import DeskPort
from fbm_desk.gui.idle_lock import IdleLock
from fbm_desk.gui.label_watch import LabelWatch
from fbm_desk.gui.picture_warmer import PictureWarmer
from fbm_desk.gui.pin_pad import PinPad
from fbm_desk.gui.scan_input import ScanInput
from fbm_desk.gui.scan_queue import ScanQueue
from fbm_desk.gui.scanner_setup import ScannerSetup, SetupState
from fbm_desk.gui.sounds import Sound, Sounds
from fbm_desk.services import bench_keys
from fbm_desk.services.desk_view import BenchView, StatusEntry
from fbm_desk.services.parcel_view import ScaleView
from fbm_desk.services.topics import Topic
from fbm_desk.texts import say

if TYPE_CHECKING:
    from fbm_desk.devices.camera_eye import Preview

REFRESH_ON = frozenset({Topic.ORDERS, Topic.SESSION, Topic.PRINTING, Topic.PEOPLE, Topic.SYNC})
LEAST_W, LEAST_H = 1024, 700
RENEW_MS = 15_000
DIGIT_KEYS = frozenset("123456789")


def utc_now() -> datetime:
    """The time now, aware."""
    return datetime.now(UTC)


def system_is_still() -> bool:
    """True when the system was told to show no animations; only Windows lets Qt know."""
    return sys.platform == "win32" and not QApplication.isEffectEnabled(Qt.UIEffect.UI_AnimateMenu)


class PackingScreen(QWidget):
    """One bench. Give it a port, a bridge and sounds, then `start`."""

    #: Files were dropped on the bench: `list[Path]`.
    files_dropped = Signal(object)
    #: Another view is shown: a `BenchView`.
    view_shown = Signal(object)
    #: A scan was made while another screen was in front: text, origin and id, for that screen.
    scanned_behind = Signal(str, object, str)
    #: A scan could not be answered: the exception, for the log.
    scan_failed = Signal(object)

    def __init__(
        self,
        port: DeskPort,
        bridge: Bridge,
        sounds: Sounds,
        now: Callable[[], datetime] = utc_now,
        reduced_motion: bool | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._port, self._bridge, self._sounds, self._now = port, bridge, sounds, now
        self._scene: Scene | None = None
        self._status: tuple[StatusEntry, ...] = ()
        self._devices: tuple[StatusEntry, ...] = ()
        self._heard = False  # a scanner at a port, or a camera: wherever the window is
        self._weight: ScaleView | None = None
        self._failed_scan = self._no_news = False
        self._office = True
        self._still = system_is_still() if reduced_motion is None else reduced_motion
        self.voice = BenchVoice(sounds)
        self._readable = ReadableParts(self)
        self._corner = CameraCorner(self)
        self._queue = ScanQueue(port, bridge, self)
        self._band = BandClock(self, self._still)
        self._label = LabelWatch(self, self._still)
        self._idle = IdleLock(now)
        self._warmer = PictureWarmer(self)
        self._pin = PinPad(self)
        self.setup: ScannerSetup | None = None  # with the window's door
        self._set_up_widget()
        self._set_up_timers()
        self._connect()

    # --- what others ask of it ------------------------------------------------------------------

    def start(self, first: BenchView | None = None) -> None:
        """Show the first view, or ask for it; call once the window is shown."""
        if first is None:
            self._bridge.ask(self._port.view, self.show_view)
        else:
            self.show_view(first)
        self._minute.start()
        self._renew.start()

    def stop(self) -> None:
        """No more timers and no alarm: the window closes."""
        for timer in (self._minute, self._renew, self._label, self._warmer):
            timer.stop()
        self._band.start(None)
        self._sounds.settle()

    def attach(self, scan_input: ScanInput, in_front: Callable[[], bool] | None = None) -> None:
        """Take scans and typing from the window; `in_front` says whether typing is meant for us."""
        scan_input.bench_in_front = in_front or self.isVisible
        scan_input.question_open = self.question_open
        self.setup = ScannerSetup(scan_input, self)
        self.setup.changed.connect(self._on_setup)
        scan_input.secret_open = lambda: self._pin.open
        scan_input.secret_key.connect(self._on_secret)
        scan_input.scanned.connect(self._on_scanned)
        scan_input.typed_entered.connect(self._on_typed)
        scan_input.typed.connect(self._show_typed)
        scan_input.key_pressed.connect(self._on_key)

    def _on_scanned(self, text: str) -> None:
        self.hear(text, self._queue.origin_now(ScanSource.WEDGE))

    def _on_typed(self, text: str) -> None:
        if self._scene is not None and self._scene.view.with_pin and text in DIGIT_KEYS:
            self._idle.used()
            self._pin.choose(int(text))
            return
        self.take_scan(scan_of(text, self._scene), self._queue.origin_now(ScanSource.TYPED))

    def hear(self, text: str, origin: Origin, scan_id: str = "") -> None:
        """A scanner's or a camera's scan. Before another screen it is not packed behind it."""
        if self.isVisible():
            self.take_scan(text, origin, scan_id)
        else:
            self.scanned_behind.emit(text, origin, scan_id)

    def take_scan(self, text: str, origin: Origin | None = None, scan_id: str = "") -> None:
        """Have a scan answered; several are answered in the order they came."""
        if bench_keys.asks_for_setup(text):
            self._begin_setup()
        elif text:
            self._end_setup()
            self._idle.scanned(text, origin)
            self._queue.put(text, origin, scan_id)

    def watch_scale(self, scale_g: Callable[[], int | None]) -> None:
        """From now on a scan knows what lay on the scale; `scale_g` gives grams at rest."""
        self._queue.scale_g = scale_g

    def take_weight(self, grams: int) -> None:
        """Have the full box judged by its weight."""
        self._queue.put_weight(grams)

    def show_weight(self, shown: ScaleView | None) -> None:
        """Show what the scale says now; None where there is none, or none that answers."""
        self._weight = shown
        if self._scene is not None and shown != self._scene.view.scale:
            self._scene = replace(self._scene, view=replace(self._scene.view, scale=shown))
            self._renew_status()

    def status_words(self) -> str:
        """What the status line has to say, the worst first."""
        return ". ".join(entry.words for entry in worst_first(self._entries()))

    def show_devices(self, entries: tuple[StatusEntry, ...], heard: bool) -> None:
        """Say which devices are not as they should be, and whether one that scans is `heard`."""
        self._devices, self._heard = entries, heard
        self._renew_status()

    def show_picture(self, camera: str, picture: Preview | None) -> None:
        """Show what the camera sees in its corner; None when it sees nothing any more."""
        self._corner.show_picture(camera, picture)

    def unreadable(self) -> None:
        """A scanner sent what is no code: it is heard, so that nobody believes it counted."""
        self._sounds.play(Sound.UNKNOWN)

    def question_open(self) -> bool:
        """True when a digit alone is an answer."""
        return self._scene is not None and self._scene.digits_answer

    def view(self) -> BenchView | None:
        """The view shown now."""
        return self._scene.view if self._scene else None

    def set_status(self, entries: tuple[StatusEntry, ...]) -> None:
        """Show these on the status line; the worst three are chosen here."""
        self._status = entries
        self._renew_status()

    def set_office(self, may: bool) -> None:
        """Whether who is signed in may bring in an order report; packers may not."""
        self._office = may
        self._change(office=may)

    def show_view(self, view: BenchView) -> None:
        """Show the answer to a scan: verdict, count and picture change in one frame."""
        before = self._scene.view if self._scene else None
        typed = self._scene.typed if self._scene else ""
        view = replace(view, scale=self._weight)
        self._scene = Scene(
            view=view,
            now=self._now(),
            locale=self.locale(),
            status=self._entries(),
            typed=typed,
            office=self._office,
            still=self._still,
            away=not (self._heard or self._in_front()),
            keys=view.verdict is not None and view.verdict.code is VerdictCode.HELP,
        )
        self._pin.offer(view.with_pin)
        setup = self.setup.state if self.setup is not None else None
        self._scene = replace(self._scene, pin=self._pin.state, setup=setup)
        self._band.start(view.verdict)
        self.voice.tell(before, view)
        self._label.watch(view)
        self._tell()
        self._warmer.warm(
            view, self._layout(), self._scale() * self.devicePixelRatioF(), theme.current()
        )
        self.view_shown.emit(view)

    # --- set up -----------------------------------------------------------------------------------

    def _set_up_widget(self) -> None:
        self.setMinimumSize(LEAST_W, LEAST_H)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setAcceptDrops(True)
        self.setLocale(QLocale())
        self.setAccessibleName(say("bench.locked"))

    def _set_up_timers(self) -> None:
        self._minute = QTimer(self)
        self._minute.setInterval(1000)
        self._minute.timeout.connect(self._on_second)
        self._renew = QTimer(self)
        self._renew.setInterval(RENEW_MS)
        self._renew.timeout.connect(self._ask_again)

    def _connect(self) -> None:
        self._queue.answered.connect(self._on_answer)
        self._queue.failed.connect(self._on_failure)
        self._band.faded.connect(self._on_faded)
        self._band.settled.connect(self._on_settled)
        self._label.waited.connect(self._on_waited)
        self._bridge.changed.connect(self._on_changed)
        self._pin.changed.connect(lambda: self._change(pin=self._pin.state, band=1.0))
        self._pin.entered.connect(self._queue.put_pin)
        app = QGuiApplication.instance()
        assert isinstance(app, QGuiApplication)
        app.applicationStateChanged.connect(self._renew_status)

    # --- what comes in ----------------------------------------------------------------------------

    def _on_answer(self, view: BenchView) -> None:
        self._failed_scan = False
        before = self._scene.view.verdict if self._scene else None
        if before is not None and view.verdict is before:
            self._on_refreshed(view)  # it was the same scan once more, or none that counts
        else:
            self._idle.answered(view)
            self.show_view(view)

    def _on_failure(self, error: BaseException) -> None:
        self._failed_scan = True
        self._sounds.play(Sound.UNKNOWN)
        self._renew_status()
        self.scan_failed.emit(error)

    def _on_changed(self, topics: frozenset[Topic]) -> None:
        if topics & REFRESH_ON:
            self._ask_again()

    def _ask_again(self) -> None:
        if not self._queue.busy:
            self._bridge.ask(self._port.refresh, self._on_refreshed, self._on_no_news)

    def _on_no_news(self, error: BaseException) -> None:
        """Written down once and said on the status line until news come again."""
        if not self._no_news:
            self._no_news = True
            bug = None if isinstance(error, Refusal) else error
            logging.getLogger("fbm_desk").error("the bench was not renewed", exc_info=bug)
            self._renew_status()

    def _on_refreshed(self, fresh: BenchView) -> None:
        """News from elsewhere must not wipe away the answer to the packer's own scan."""
        if self._no_news:
            self._no_news = False
            self._renew_status()
        before = self._scene.view if self._scene else None
        fresh = replace(fresh, scale=self._weight)
        if before is None:
            self.show_view(fresh)
            return
        if self._queue.busy:
            return
        merged = with_kept_verdict(before, fresh)
        if merged.verdict != before.verdict or merged.screen is not before.screen:
            self.show_view(merged)
        elif merged != before:
            self._pin.offer(merged.with_pin)
            self._change(view=merged)

    def _on_key(self, key: str) -> None:
        self._idle.used()
        command = bench_keys.command_of(key)
        if self._scene is None:
            return
        if key == bench_keys.HELP_KEY:
            self._change(keys=not self._scene.keys)
        elif key == bench_keys.BACK_KEY and (self._scene.keys or self._scene.setup):
            self._end_setup()
            self._change(keys=False)
        elif command is not None:
            self.take_scan(command.value)
        elif key == bench_keys.SETUP_KEY:
            self._begin_setup()
        elif self._scene.view.demonstration:
            self._queue.put_demo(wrong=key == bench_keys.DEMO_WRONG)

    def _on_setup(self, state: SetupState | None) -> None:
        self._idle.used()
        if state is not None and state.scans:
            wrong = state.result is not None and state.result.trouble is not None
            self._sounds.play(Sound.UNKNOWN if wrong else Sound.COUNTED)
        self._change(setup=state, keys=False, band=1.0)

    def _end_setup(self) -> None:
        if self.setup is not None:
            self.setup.end()

    def _begin_setup(self) -> None:
        if self.setup is not None and self.view() is not None:
            self.setup.begin()

    def _on_secret(self, key: str) -> None:
        self._idle.used()
        self._pin.key(key)

    def _show_typed(self, text: str) -> None:
        self._idle.used()
        self._change(typed=text)

    # --- time -------------------------------------------------------------------------------------

    def _on_second(self) -> None:
        if self._scene is None:
            return
        now = self._now()
        if self._clocks(now) != self._clocks(self._scene.now):
            self._change(now=now)
        if self._idle.due(self._scene.view, self.isVisible()) and not self._queue.busy:
            self._bridge.ask(self._port.lock, self.show_view, lambda _error: None)

    def _clocks(self, now: datetime) -> tuple[str, str, str]:
        assert self._scene is not None
        van, rests = self._scene.view.van, self._scene.view.with_pin
        told = replace(self._scene, now=now).spoken.hint if rests else ""
        return clock(now, self.locale()), span(van.leaves_at - now) if van else "", told

    def _on_faded(self, left: float) -> None:
        if self._scene is not None:
            self._scene = replace(self._scene, band=left)
            self._update_card(0, BAND_H + 2)

    def _on_settled(self) -> None:
        self._change(settled=True, band=0.0)

    def _on_waited(self, waited_s: float) -> None:
        if self._scene is not None:
            self._scene = replace(self._scene, waited_s=waited_s)
            self._update_card(BAND_H)

    def _update_card(self, top: float, height: float = 10_000) -> None:
        """Repaint the leading card from `top` px on, no more."""
        scale, layout = self._fitted()
        card = layout.card
        part = Box(card.x, card.y + top, card.w + 1, min(height, card.h - top + 1))
        if layout.compact:  # the sentence stands over the whole width
            part = Box(0, part.y, layout.width, part.h)
        at = layout.seen(part)
        self.update(*(int(one * scale) for one in (at.x, at.y, at.w, at.h)))

    # --- what goes out ----------------------------------------------------------------------------

    def _entries(self) -> tuple[StatusEntry, ...]:
        own = own_entries(self._failed_scan, self._in_front(), self._sounds.works(), self._no_news)
        return own + self._devices + self._status + scale_entries(self._weight)

    def _in_front(self) -> bool:
        active = QGuiApplication.applicationState() == Qt.ApplicationState.ApplicationActive
        # Without a window on the screen nobody can look away from it.
        return active or not self.isVisible()

    def _renew_status(self, *_anything: object) -> None:
        self._change(status=self._entries(), away=not (self._heard or self._in_front()))

    def _change(self, **changes: object) -> None:
        if self._scene is not None:
            self._scene = replace(self._scene, **changes)  # type: ignore[arg-type]
            self._tell()
            if "view" in changes:
                self.view_shown.emit(self._scene.view)

    def _tell(self) -> None:
        assert self._scene is not None
        self._readable.tell(self._scene)
        self._readable.place(self._layout(), self._scale())  # a stop fills the window
        self._corner.stand_by(self._scene.view.screen)
        self.update()

    # --- Qt ---------------------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint in device pixels, so that hairlines are one of them at any scale."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tokens = theme.current()
        if self._scene is None:
            painter.fillRect(self.rect(), QColor(tokens.canvas))
            return
        ratio = self.devicePixelRatioF()
        painter.scale(1 / ratio, 1 / ratio)
        # Each text has its own direction: codes and counts stay whole in a right-to-left window.
        painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        layout = self._layout()
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        paper = Paper(painter, tokens, self._scale() * ratio, layout.width, layout.height, mirrored)
        paint_bench(paper, layout, self._scene)
        self._queue.painted()

    def resizeEvent(self, _event: QResizeEvent) -> None:
        """Lay the readable parts over the painted ones."""
        self._readable.place(self._layout(), self._scale())
        self._corner.place(self._layout(), self._scale())

    def changeEvent(self, event: QEvent) -> None:
        """Another theme or language."""
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.LayoutDirectionChange):
            self.update()
        super().changeEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files are welcome: the order report is one."""
        if self._office and event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Hand dropped files on."""
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            event.acceptProposedAction()
            self.files_dropped.emit(paths)

    def _scale(self) -> float:
        return self._fitted()[0]

    def _layout(self) -> Layout:
        return self._fitted()[1]

    def _fitted(self) -> tuple[float, Layout]:
        whole = self._scene is not None and fills_window(self._scene)
        return fitted(self.width(), self.height(), fonts.text_scale(), whole)
