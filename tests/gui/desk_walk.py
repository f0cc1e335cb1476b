"""Every screen of the desk with sample data, state after state, as the gallery shows them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QWidget

from fbm_desk.domain.stages import Role
from fbm_desk.gui import theme
from fbm_desk.gui.bridge import Bridge
from fbm_desk.gui.desk_gallery import SCENES, sample_window
from fbm_desk.gui.start_screen import StartScreen
from fbm_desk.gui.tokens import Tokens
from fbm_desk.threads import Worker

Step = tuple[str, QWidget]


@contextmanager
def walk(tokens: Tokens, size: tuple[int, int] = (1366, 768)) -> Iterator[Iterator[Step]]:
    """The states by name with the window they stand in; each is gone when the next is taken."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    theme.apply(app, tokens)
    worker = Worker("desk walked through")
    bridge = Bridge(worker)
    window = sample_window(bridge)
    start = StartScreen((("tcp://203.0.113.7", "Zebra ZD421 on the network"),))

    def settle() -> None:
        for _ in range(4):
            worker.ask(lambda: None).result(timeout=20)
            app.processEvents()

    def steps() -> Iterator[Step]:
        for one in (start, window):
            one.resize(*size)
        start.show()
        start.activateWindow()
        settle()
        yield "start", start
        start.show_badge("Petra Lind", "FBM-4K7Q-22TX")
        settle()
        yield "start-badge", start
        start.hide()
        window.show()
        window.activateWindow()
        window.role_changed(Role.SUPERVISOR)
        for name, arrange in SCENES.items():
            arrange(window, settle)
            settle()
            yield name, window

    try:
        yield steps()
    finally:
        worker.stop()
        bridge.close()
        for one in (start, window):
            one.close()
            one.deleteLater()
        app.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
