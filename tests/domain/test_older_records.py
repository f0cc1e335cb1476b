"""What earlier programs wrote down of a pack session is read as it was meant, for ever."""

from __future__ import annotations

import pytest

from fbm_desk.domain.packing import replay
from fbm_desk.domain.session import Session, State
from fbm_desk.domain.session_record import event_from_json, session_from_json

BEGINNING = (
    '{"order": "305-4471926-8830217", "lines": '
    '[["1", "MUG", 2, null, 1, false, false], ["2", "TEA", 1, null, 1, false, true], '
    '["3", "CAMERA", 1, "SET", 1, true, false], ["3", "STRAP", 2, "SET", 2, false, false]], '
    '"label_source": "bought", "label_scan": true}'
)
EVENTS = (
    ("Scanned", '{"text": "X-1"}', "packing"),
    ("Scanned", '{"text": "mug", "matches": [["MUG", 1]], "on": "2026-11-23"}', "packing"),
    ("Scanned", '{"text": "twin", "matches": [["MUG", 1], ["TEA", 1]]}', "asking_which"),
    ("Scanned", '{"text": "1", "choice": 1}', "packing"),
    ("Commanded", '{"command": "UNDO"}', "packing"),
    ("Commanded", '{"command": "HOLD"}', "asking_reason"),
    ("ReasonGiven", '{"reason": "DAMAGED"}', "held"),
    ("Resumed", "{}", "packing"),
    ("Scanned", '{"text": "mug", "matches": [["MUG", 1]], "on": "2026-11-23"}', "packing"),
    (
        "Scanned",
        '{"text": "(01)…", "matches": [["TEA", 1]], "lot": "L1", "expires_on": "2027-11-23"}',
        "packing",
    ),
    ("Scanned", '{"text": "camera", "matches": [["CAMERA", 1]]}', "asking_serial"),
    ("Stopped", '{"reason": "buyer_asks_to_cancel"}', "stopped"),
    ("Overruled", "{}", "packing"),
    ("Scanned", '{"text": "camera", "matches": [["CAMERA", 1]]}', "asking_serial"),
    ("Scanned", '{"text": "SN-1", "serial_known": true}', "packing"),
    ("Scanned", '{"text": "c", "matches": [["CAMERA", 1]], "serial": "SN-2"}', "packing"),
    ("Scanned", '{"text": "straps", "matches": [["STRAP", 1]], "count": 2}', "full"),
    ("LabelRefused", '{"reason": "offline", "unclear": false}', "label_failed"),
    ("Commanded", '{"command": "FINISH"}', "full"),
    ("LabelBought", '{"tracking": "KP488120073154"}', "labelled"),
    ("Commanded", '{"command": "REPRINT"}', "labelled"),
    ("Scanned", '{"text": "KP488120073155"}', "labelled"),
    ("Scanned", '{"text": "KP488120073154"}', "done"),
)


def test_a_session_of_an_earlier_program_replays_to_the_very_same() -> None:
    session = session_from_json(BEGINNING)
    for at, (kind, facts, state) in enumerate(EVENTS):
        session = replay(session, [event_from_json(kind, facts)])
        assert session.state.value == state, at
    assert session.tracking == "KP488120073154"
    assert session.line_units() == {"1": 2, "2": 1, "3": 1}
    assert [(one.serial, one.lot) for one in session.counts] == [
        ("", ""), ("", ""), ("", "L1"), ("SN-2", ""), ("", "")
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("facts", "state"),
    [
        ('{"text": "JD014012345678", "fit": "other", "carrier": "DHL"}', State.TRACKING_WANTED),
        ('{"text": "JD014012345678", "serial_known": true}', State.TRACKING_WANTED),
        ('{"text": "JD014012345678"}', State.DONE),
    ],
)
def test_own_carriers_numbers_of_an_earlier_program(facts: str, state: State) -> None:
    beginning = BEGINNING.replace("bought", "scanned").replace('"MUG", 2', '"MUG", 1')
    session: Session = session_from_json(beginning)
    mug = '{"text": "mug", "matches": [["MUG", 1]]}'
    tea = '{"text": "tea", "matches": [["TEA", 1]], "lot": "L1"}'
    camera = '{"text": "c", "matches": [["CAMERA", 1]], "serial": "SN-2"}'
    straps = '{"text": "straps", "matches": [["STRAP", 2]]}'
    for one in (mug, tea, camera, straps, facts):
        session = replay(session, [event_from_json("Scanned", one)])
    assert session.state is state
