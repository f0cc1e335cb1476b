"""Answers come back on the interface thread, in the order asked; nothing comes after closing."""

from __future__ import annotations

import threading

import pytest
from pytestqt.exceptions import capture_exceptions
from pytestqt.qtbot import QtBot

from fbm_desk.gui.bridge import Bridge
from fbm_desk.services.topics import Topic
from fbm_desk.threads import Worker


def test_work_runs_there_and_goes_on_here(qtbot: QtBot, bridge: Bridge) -> None:
    ran: list[str] = []

    def work() -> str:
        ran.append(threading.current_thread().name)
        return "answer"

    bridge.ask(work, lambda answer: ran.extend([threading.current_thread().name, answer]))
    qtbot.waitUntil(lambda: len(ran) == 3)
    assert ran == ["test database", threading.main_thread().name, "answer"]


def test_answers_keep_the_order_of_questions(qtbot: QtBot, bridge: Bridge) -> None:
    answers: list[int] = []
    for number in range(50):
        bridge.ask(lambda number=number: number, answers.append)  # type: ignore[misc]
    qtbot.waitUntil(lambda: len(answers) == 50)
    assert answers == list(range(50))


def test_long_work_holds_up_no_question(qtbot: QtBot, bridge: Bridge) -> None:
    go_on, answers = threading.Event(), list[str]()

    def long_work() -> str:
        assert go_on.wait(10)
        return "long"

    bridge.ask_aside(long_work, answers.append)
    bridge.ask(lambda: "short", answers.append)
    qtbot.waitUntil(lambda: answers == ["short"])
    go_on.set()
    qtbot.waitUntil(lambda: answers == ["short", "long"])


def test_an_error_goes_to_whoever_asked(qtbot: QtBot, bridge: Bridge) -> None:
    errors: list[BaseException] = []

    def work() -> None:
        raise ValueError("no such order")

    bridge.ask(work, lambda _answer: pytest.fail("there is no answer"), errors.append)
    qtbot.waitUntil(lambda: bool(errors))
    assert isinstance(errors[0], ValueError)


def test_an_error_nobody_waits_for_reaches_the_crash_path(qtbot: QtBot, bridge: Bridge) -> None:
    def work() -> None:
        raise ValueError("ours")

    with capture_exceptions() as seen:
        bridge.ask(work, lambda _answer: None)
        qtbot.waitUntil(lambda: bool(seen))
    assert seen[0][0] is ValueError


def test_changes_may_be_announced_from_any_thread(qtbot: QtBot, bridge: Bridge) -> None:
    topics = frozenset({Topic.ORDERS})
    with qtbot.waitSignal(bridge.changed) as caught:
        thread = threading.Thread(target=bridge.announce, args=(topics,))
        thread.start()
        thread.join()
    assert caught.args == [topics]


def test_nothing_arrives_after_closing(qtbot: QtBot, bridge: Bridge, worker: Worker) -> None:
    answers: list[int] = []
    bridge.ask(lambda: 1, answers.append)
    bridge.close()
    worker.ask(lambda: None).result()
    qtbot.wait(1)
    assert answers == []
