"""Where bytes may be sent, written as text in the settings; sending is `transport` and `queue`.

Accepted: `tcp://192.0.2.7:9100`, `tcp://[2001:db8::7]`, `queue://Office_A4`, `folder:/srv/paper`.
"""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

RAW_PORT = 9100
_SERVICES_THAT_ARE_NO_PRINTER = frozenset(
    {1433, 1521, 3306, 3389, 5432, 5672, 5984, 6379, 9042, 9200, 11211, 27017}
)
_HOST = re.compile(r"(?=.{1,253}\Z)[A-Za-z0-9_](?:[A-Za-z0-9_-]|\.(?=[A-Za-z0-9_]))*\.?\Z")
_QUEUE = re.compile(r"(?![-.\s])[^\x00-\x1f\x7f/#?\"'<>|&;$`*]{1,127}\Z")


class DestinationProblem(Enum):
    """Why a text is not a destination."""

    EMPTY = "empty"  #: nothing was written
    SCHEME = "scheme"  #: neither tcp, queue nor folder
    CREDENTIALS = "credentials"  #: a user name or password in the address
    HOST = "host"  #: no host, or not a host name or address of one machine
    PORT = "port"  #: not a port a printer listens on
    TRAILING = "trailing"  #: a path, query or fragment behind the address
    QUEUE = "queue"  #: not the name of a print queue
    FOLDER = "folder"  #: not an absolute path to a folder


class InvalidDestination(ValueError):
    """A settings text that names no printer; `problem` says why, the text is not repeated."""

    def __init__(self, problem: DestinationProblem) -> None:
        super().__init__(problem.value)
        self.problem = problem


@dataclass(frozen=True, slots=True)
class TcpDestination:
    """A printer that takes raw bytes on a TCP port."""

    host: str
    port: int


@dataclass(frozen=True, slots=True)
class QueueDestination:
    """A print queue of the operating system."""

    name: str


@dataclass(frozen=True, slots=True)
class FolderDestination:
    """A folder that takes each document as a file."""

    path: Path


Destination = TcpDestination | QueueDestination | FolderDestination


def parse_destination(text: str) -> Destination:
    """Read a destination from the settings. Raises `InvalidDestination`."""
    text = text.strip()
    if not text:
        raise InvalidDestination(DestinationProblem.EMPTY)
    if text.startswith("folder:"):
        return _folder(text.removeprefix("folder:").removeprefix("//"))
    if text.startswith("queue://"):
        return _queue(text.removeprefix("queue://"))
    if text.startswith("tcp://"):
        return _tcp(text)
    raise InvalidDestination(DestinationProblem.SCHEME)


def _folder(text: str) -> FolderDestination:
    path = Path(text)
    if "\0" in text or not path.is_absolute() or ".." in path.parts or text.startswith("\\\\"):
        raise InvalidDestination(DestinationProblem.FOLDER)
    return FolderDestination(path)


def _queue(text: str) -> QueueDestination:
    if not _QUEUE.match(text):
        raise InvalidDestination(DestinationProblem.QUEUE)
    return QueueDestination(text)


def _tcp(text: str) -> TcpDestination:
    try:
        parts = urlsplit(text)
        host = parts.hostname or ""
    except ValueError:
        raise InvalidDestination(DestinationProblem.HOST) from None
    if "@" in parts.netloc:
        raise InvalidDestination(DestinationProblem.CREDENTIALS)
    if parts.path.strip("/") or parts.query or parts.fragment:
        raise InvalidDestination(DestinationProblem.TRAILING)
    if not is_printer_host(host):
        raise InvalidDestination(DestinationProblem.HOST)
    return TcpDestination(host, _port(parts))


def _port(parts: SplitResult) -> int:
    try:
        port = RAW_PORT if parts.port is None else parts.port
    except ValueError:
        raise InvalidDestination(DestinationProblem.PORT) from None
    if not is_printer_port(port):
        raise InvalidDestination(DestinationProblem.PORT)
    return port


def is_printer_port(port: int) -> bool:
    """Whether raw print data may be sent to this port: not a system service, not a database."""
    return 1024 <= port <= 65535 and port not in _SERVICES_THAT_ARE_NO_PRINTER


def is_printer_host(host: str) -> bool:
    """Whether the host names one machine: no wildcard, broadcast or multicast address."""
    try:
        address = ipaddress.ip_address(host.split("%", 1)[0])
    except ValueError:
        return bool(_HOST.match(host)) and not re.fullmatch(r"[0-9.]+|0[xX][0-9a-fA-F]+", host)
    return not (address.is_unspecified or address.is_multicast or str(address) == "255.255.255.255")
