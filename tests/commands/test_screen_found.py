"""A screen is one that answers; a name that leads nowhere is none, and nothing is made for it."""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from fbm_desk.commands import screen
from tests.commands.conftest import Program

COOKIE = b"0123456789abcdef"


@contextmanager
def x_server(cookie: bytes = b"") -> Iterator[int]:
    """An X server on loopback that lets in whoever has the cookie; its number."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=_serve, args=(server, cookie))
        thread.start()
        port = server.getsockname()[1]
        yield port - 6000
        with socket.create_connection(("127.0.0.1", port)) as last:
            last.sendall(b"end")
        thread.join()


def _serve(server: socket.socket, cookie: bytes) -> None:
    while True:
        caller, _ = server.accept()
        with caller:
            greeting = caller.recv(200)
            if greeting == b"end":
                return
            size = struct.unpack_from("<H", greeting, 8)[0]
            given = greeting[32 : 32 + size] if size else b""
            caller.sendall(b"\x01" if given == cookie else b"\x00")


def proof(number: int, cookie: bytes) -> bytes:
    """An entry of the file that proves who may connect."""
    texts = (b"here", str(number).encode(), b"MIT-MAGIC-COOKIE-1", cookie)
    return b"\x01\x00" + b"".join(struct.pack(">H", len(text)) + text for text in texts)


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> pytest.MonkeyPatch:
    """An environment without any screen."""
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM", "XAUTHORITY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    return monkeypatch


def found(**environment: str) -> list[str]:
    return screen.answering(environment)


def test_a_screen_that_answers_is_one() -> None:
    with x_server() as number:
        assert found(DISPLAY=f"127.0.0.1:{number}.0") == ["xcb"]
        assert found(DISPLAY=f"127.0.0.1:{number}", QT_QPA_PLATFORM="xcb") == ["xcb"]
        assert found(DISPLAY=f"127.0.0.1:{number}", QT_QPA_PLATFORM="wayland") == []
    assert found(DISPLAY=f"127.0.0.1:{number}") == []
    assert found(QT_QPA_PLATFORM="offscreen") == ["offscreen"]


@pytest.mark.parametrize("name", ["", ":", ":x", "0", ":-1", ":64999", "127.0.0.1:99999"])
def test_a_name_that_leads_nowhere_is_no_screen(name: str, tmp_path: Path) -> None:
    assert found(DISPLAY=name, HOME=str(tmp_path)) == []


def test_a_screen_that_does_not_let_this_account_in_is_none(tmp_path: Path) -> None:
    file = tmp_path / "proofs"
    with x_server(COOKIE) as number:
        here = {"DISPLAY": f"127.0.0.1:{number}", "XAUTHORITY": str(file)}
        assert found(**here) == []
        for content in (b"\x01\x00\x00", proof(number + 1, COOKIE), proof(number, b"wrong" * 3)):
            file.write_bytes(content)
            assert found(**here) == []
        file.write_bytes(proof(3, b"x" * 16) + proof(number, COOKIE))
        assert found(**here) == ["xcb"]


def test_a_wayland_screen_is_one_while_somebody_listens_there(tmp_path: Path) -> None:
    here = {"WAYLAND_DISPLAY": "w", "XDG_RUNTIME_DIR": str(tmp_path)}
    assert found(**here) == []
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "w"))
        server.listen()
        assert found(**here) == ["wayland"]
        assert found(WAYLAND_DISPLAY=str(tmp_path / "w")) == ["wayland"]
    assert found(**here) == []


@pytest.mark.parametrize("words", [["run"], ["demo"]])
def test_with_a_dead_screen_one_sentence_is_said_and_nothing_is_made(
    program: Program, data_dir: Path, bare: pytest.MonkeyPatch, words: list[str]
) -> None:
    bare.setenv("DISPLAY", ":64999")
    assert program(*words).refusal.startswith("There is no screen here.")
    assert not data_dir.exists()
