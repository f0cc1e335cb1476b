"""Tests speak to this machine only: any other address is refused and remembered."""

from __future__ import annotations

import ipaddress

#: Addresses that a test wanted to reach, as text; the fixture that fails the test empties it.
attempts: list[str] = []


def is_here(address: object) -> bool:
    """True for loopback addresses and for sockets that are files (`/tmp/.X11-unix/X1`)."""
    if not isinstance(address, tuple):
        return True
    host = str(address[0])
    if host in ("localhost", ""):
        return True
    try:
        return ipaddress.ip_address(host.partition("%")[0]).is_loopback
    except ValueError:
        return False


def watch(event: str, arguments: tuple[object, ...]) -> None:
    """Audit hook (PEP 578): refuse to connect or send to anything that is not here."""
    if event in ("socket.connect", "socket.sendto") and not is_here(arguments[1]):
        attempts.append(str(arguments[1]))
        raise ConnectionRefusedError("tests speak to loopback only")
