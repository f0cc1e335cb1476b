"""A serial port, or a network socket that stands for one: bytes in and out, with plain troubles."""

from __future__ import annotations

import os
from typing import Any

from fbm_desk.devices.states import Condition, DeviceTrouble, trouble_of

READ_S = 0.1
"""How long a read waits for the first byte; so soon a thread ends that is asked to."""
_MOST_BYTES = 4_096
_SOCKET = "socket://"


class SerialLine:
    """One port: `/dev/ttyUSB0`, `/dev/serial/by-id/…`, `COM3` or `socket://host:port`."""

    def __init__(self, port: str, baud: int = 9_600) -> None:
        self._port = port
        self._baud = baud
        self._serial: Any = None

    def open(self) -> None:
        """Open it for this program alone; the lock goes with the port. Raises `DeviceTrouble`."""
        try:
            import serial
        except ImportError:
            raise DeviceTrouble(Condition.NO_LIBRARY) from None
        alone = {} if self._port.startswith(_SOCKET) or os.name == "nt" else {"exclusive": True}
        try:
            self._serial = serial.serial_for_url(
                self._port, self._baud, timeout=READ_S, write_timeout=1.0, **alone
            )
        except ValueError:
            raise DeviceTrouble(Condition.MISSING) from None
        except OSError as error:
            raise _not_opened(self._port, error) from None

    def read(self) -> bytes:
        """What has come; empty when nothing does for a moment. Raises `DeviceTrouble`."""
        try:
            data: bytes = self._serial.read(1)
            while data and len(data) < _MOST_BYTES and (waiting := self._serial.in_waiting):
                data += self._serial.read(min(waiting, _MOST_BYTES))  # a socket says 1 of many
            return data
        except (OSError, TypeError):  # pyserial trips over a port that is closed under its hands
            raise DeviceTrouble(Condition.LOST) from None

    def write(self, data: bytes) -> None:
        """Send all of it. Raises `DeviceTrouble`."""
        try:
            self._serial.write(data)
        except OSError:
            raise DeviceTrouble(Condition.LOST) from None

    def close(self) -> None:
        """Let the port go."""
        if self._serial is not None:
            self._serial.close()
            self._serial = None


def _not_opened(port: str, error: OSError) -> DeviceTrouble:
    """pyserial says in words what the system said in numbers; what can be seen is looked at."""
    if port.startswith(_SOCKET):
        return DeviceTrouble(Condition.MISSING)
    if "lock" in str(error):
        return DeviceTrouble(Condition.BUSY)
    if error.errno is None or os.name == "nt":  # Windows calls a port in use forbidden
        return DeviceTrouble(Condition.BUSY if "denied" in str(error) else Condition.MISSING)
    return trouble_of(error)
