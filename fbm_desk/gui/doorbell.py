"""A window that can be called to the front by whoever starts the program a second time."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtNetwork import QLocalServer, QLocalSocket
from PySide6.QtWidgets import QWidget

HUNG_MS = 2_000
"""A window that does not answer for this long is no window to send anybody to."""
SOON_MS = 200
_HEARD = b"!"


class Doorbell(QObject):
    """Listens under `name` for as long as `window` lives. Only this account can ring."""

    def __init__(self, name: str, window: QWidget) -> None:
        super().__init__(window)
        self._name, self._window = name, window
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._answer)
        QTimer.singleShot(SOON_MS, self, self.listen)  # the first picture is not kept waiting

    def listen(self) -> None:
        """Begin; what a killed process left under this name is removed."""
        if not self._server.isListening():
            QLocalServer.removeServer(self._name)
            self._server.listen(self._name)

    def _answer(self) -> None:
        while (caller := self._server.nextPendingConnection()) is not None:
            come_to_front(self._window)
            caller.disconnected.connect(caller.deleteLater)
            caller.write(_HEARD)
            caller.flush()
            caller.disconnectFromServer()


def come_to_front(window: QWidget) -> None:
    """Show it over the others, with its size kept."""
    state = window.windowState() & ~Qt.WindowState.WindowMinimized
    window.setWindowState(state | Qt.WindowState.WindowActive)
    window.show()
    window.raise_()
    window.activateWindow()


def ring(name: str) -> bool:
    """Call the window that listens under a name; False when none answers."""
    caller = QLocalSocket()
    caller.connectToServer(name)
    answered = caller.waitForConnected(HUNG_MS) and caller.waitForReadyRead(HUNG_MS)
    caller.abort()
    return bool(answered)
