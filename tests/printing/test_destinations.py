"""What may be written as a printer's place in the settings."""

from __future__ import annotations

from pathlib import Path

import pytest

from fbm_desk.printing.destinations import (
    DestinationProblem,
    FolderDestination,
    InvalidDestination,
    QueueDestination,
    TcpDestination,
    parse_destination,
)


@pytest.mark.parametrize(
    ("text", "destination"),
    [
        ("tcp://127.0.0.1:9100", TcpDestination("127.0.0.1", 9100)),
        ("tcp://label-3.local", TcpDestination("label-3.local", 9100)),
        ("tcp://[2001:db8::7]:9101/", TcpDestination("2001:db8::7", 9101)),
        (" queue://Office_A4 ", QueueDestination("Office_A4")),
        ("queue://Office A4 (2nd floor)", QueueDestination("Office A4 (2nd floor)")),
        ("folder:/srv/paper", FolderDestination(Path("/srv/paper"))),
        ("folder:///srv/paper", FolderDestination(Path("/srv/paper"))),
    ],
)
def test_a_printers_place_is_understood(
    text: str, destination: TcpDestination | QueueDestination | FolderDestination
) -> None:
    assert parse_destination(text) == destination


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", DestinationProblem.EMPTY),
        ("   ", DestinationProblem.EMPTY),
        ("http://127.0.0.1:9100", DestinationProblem.SCHEME),
        ("127.0.0.1:9100", DestinationProblem.SCHEME),
        ("file:///etc/passwd", DestinationProblem.SCHEME),
        ("tcp://eve:secret@127.0.0.1:9100", DestinationProblem.CREDENTIALS),
        ("tcp://127.0.0.1:5432", DestinationProblem.PORT),
        ("tcp://127.0.0.1:22", DestinationProblem.PORT),
        ("tcp://127.0.0.1:0", DestinationProblem.PORT),
        ("tcp://127.0.0.1:99999", DestinationProblem.PORT),
        ("tcp://127.0.0.1:nine", DestinationProblem.PORT),
        ("tcp://0.0.0.0:9100", DestinationProblem.HOST),
        ("tcp://[::]:9100", DestinationProblem.HOST),
        ("tcp://255.255.255.255:9100", DestinationProblem.HOST),
        ("tcp://224.0.0.1:9100", DestinationProblem.HOST),
        ("tcp://:9100", DestinationProblem.HOST),
        ("tcp://127.1:9100", DestinationProblem.HOST),
        ("tcp://0x7f000001:9100", DestinationProblem.HOST),
        ("tcp://a b:9100", DestinationProblem.HOST),
        ("tcp://[::1:9100", DestinationProblem.HOST),
        ("tcp://127.0.0.1:9100/x", DestinationProblem.TRAILING),
        ("tcp://127.0.0.1:9100?x=1", DestinationProblem.TRAILING),
        ("queue://", DestinationProblem.QUEUE),
        ("queue://-o raw", DestinationProblem.QUEUE),
        ("queue://a;b", DestinationProblem.QUEUE),
        ("queue://a/b", DestinationProblem.QUEUE),
        ("queue://" + "q" * 400, DestinationProblem.QUEUE),
        ("folder:paper", DestinationProblem.FOLDER),
        ("folder:/srv/../etc", DestinationProblem.FOLDER),
        ("folder:/srv/\0", DestinationProblem.FOLDER),
    ],
)
def test_what_is_no_printer_is_refused_by_name(text: str, problem: DestinationProblem) -> None:
    with pytest.raises(InvalidDestination) as refused:
        parse_destination(text)

    assert refused.value.problem is problem
    assert "secret" not in str(refused.value)
