"""What the bench says, as transcripts: every answer has a sentence, every blank is filled."""

from __future__ import annotations

from dataclasses import replace

import pytest

from fbm_desk.domain.orders import Duty
from fbm_desk.domain.verdicts import Family, Verdict, VerdictCode
from fbm_desk.gui.bench.wording import (
    announcement,
    choice_titles,
    duty_words,
    shown_line,
    spoken,
    which_note,
)
from fbm_desk.gui.gallery import paint, scene_of
from fbm_desk.gui.gallery_views import CANDLE, MUG, ORDER, PACKING, WAITING, bench_views
from fbm_desk.gui.glyphs import Mark
from fbm_desk.gui.tokens import LIGHT
from fbm_desk.services.desk_view import BenchScreen, BenchView, LabelStep, LabelView, LineView
from fbm_desk.texts import say

V = VerdictCode


def said(view: BenchView, code: VerdictCode, **facts: object) -> tuple[str, str]:
    """Sentence and hint of a verdict."""
    verdict = replace(Verdict(code), **facts)  # type: ignore[arg-type]
    now = spoken(replace(view, verdict=verdict))
    return now.words, now.hint


@pytest.mark.parametrize("code", VerdictCode)
@pytest.mark.parametrize("screen", BenchScreen)
def test_every_answer_has_a_sentence_on_every_screen(
    code: VerdictCode, screen: BenchScreen
) -> None:
    sentence, hint = said(replace(PACKING, screen=screen), code)
    assert sentence
    assert "{" not in sentence + hint


@pytest.mark.parametrize("screen", BenchScreen)
def test_every_screen_says_the_next_right_thing(screen: BenchScreen) -> None:
    assert spoken(replace(PACKING, screen=screen)).words


@pytest.mark.parametrize(
    ("code", "facts", "sentence"),
    [
        (V.COUNTED, {"left": 1, "packed": 2, "wanted": 3}, "Counted. 1 more"),
        (V.COUNTED, {"left": 0, "packed": 3, "wanted": 3}, "Counted. All 3 are in"),
        (V.COUNTED, {"left": 4, "packed": 8, "wanted": 12, "units": 6}, "Counted 6. 4 more"),
        (V.WRONG_ITEM, {}, "Wrong item. Put it back"),
        (V.ALREADY_ENOUGH, {}, "Enough. Put this one back"),
        (V.ALREADY_ENOUGH, {"units": 6}, "Enough. Put these 6 back"),
        (V.UNKNOWN, {}, "Unknown barcode"),
        (V.SAME_SERIAL, {}, "This one is in already"),
        (V.EXPIRED_LOT, {}, "Expired. Do not ship it"),
        (V.NOT_NOW, {"reason": "packing", "left": 3}, "Not now. 3 more to put in"),
        (V.NOT_NOW, {"reason": "labelled"}, "Not now. Scan the label on the box"),
        (V.UNDONE, {"left": 2}, "Taken back. 2 more"),
    ],
)
def test_sentences(code: VerdictCode, facts: dict[str, object], sentence: str) -> None:
    assert said(PACKING, code, **facts)[0] == sentence


def test_hints_name_the_place_and_the_count() -> None:
    assert said(PACKING, V.ALREADY_ENOUGH, sku=MUG.sku)[1] == "Not counted. It goes back to B-04-2"
    kept = said(PACKING, V.WRONG_ITEM, packed=1, wanted=3)[1]
    assert kept == "Not counted. The count stays at 1 of 3"
    assert said(WAITING, V.ORDER_TAKEN, who="Bench 1")[1] == "It is at Bench 1"
    assert said(WAITING, V.ORDER_TAKEN)[1] == "One order is packed at one bench only"


def test_a_held_order_says_why() -> None:
    assert said(WAITING, V.HELD, reason="DAMAGED")[0] == "On hold: an item is damaged"
    assert said(WAITING, V.HELD, reason="OTHER")[0] == "On hold"


def test_calm_counts_what_is_left_of_the_line() -> None:
    assert spoken(PACKING).words == "Put in 2 more"
    assert spoken(bench_views()["packing-first"]).words == "Put in 3"
    assert spoken(PACKING).family is None


def test_the_hero_moves_on_once_the_nod_is_over() -> None:
    order = replace(ORDER, focus=1, following=2)
    view = replace(PACKING, order=order, verdict=Verdict(V.COUNTED, left=0, packed=2, wanted=2))
    during, after = shown_line(view), shown_line(view, settled=True)
    assert during is order.lines[1]
    assert after is not None
    assert after.article == CANDLE
    assert spoken(view, settled=True).words == "Put in 1"


def test_a_refusal_stays_until_the_next_scan() -> None:
    view = replace(PACKING, verdict=Verdict(V.WRONG_ITEM))
    assert spoken(view, settled=True).family is Family.BACK


def test_a_question_reads_the_same_before_and_after_its_verdict() -> None:
    for name in ("hold", "ambiguous", "serial", "lot"):
        view = bench_views()[name]
        assert spoken(view).words == spoken(replace(view, verdict=None)).words
        assert spoken(view).family is Family.ASK


def test_a_refusal_within_a_question_is_still_said() -> None:
    view = replace(
        PACKING,
        screen=BenchScreen.ASKING_REASON,
        verdict=Verdict(V.NOT_NOW, reason="asking_reason"),
    )
    assert spoken(view).words == "Not now. Scan a reason first"


def test_marks_differ_within_a_family() -> None:
    assert spoken(bench_views()["same-serial"]).mark is Mark.EQUALS
    assert spoken(bench_views()["expired"]).mark is Mark.CLOCK
    assert spoken(bench_views()["serial"]).mark is Mark.HASH


@pytest.mark.parametrize("duty", Duty)
def test_every_duty_has_a_name(duty: Duty) -> None:
    assert duty_words(duty)


def test_a_business_order_shows_its_number() -> None:
    assert duty_words(Duty.BUSINESS, "4711-B") == "Business · PO 4711-B"


def test_a_screen_reader_hears_sentence_hint_and_count() -> None:
    heard = announcement(bench_views()["wrong"])
    assert heard.startswith("Wrong item. Put it back. Not counted.")
    assert heard.endswith("Enamel mug, blue: 1 of 3")


def test_a_locked_bench_says_nothing_of_the_order() -> None:
    assert announcement(bench_views()["locked"]) == "Scan your badge"


@pytest.mark.parametrize(
    ("step", "sentence"),
    [
        (LabelStep.NOT_PRINTED, "The label did not print"),
        (LabelStep.UNSURE, "Did the label come out?"),
        (LabelStep.PRINTED, "Stick it on. Then scan it"),
    ],
)
def test_nobody_is_told_to_stick_on_what_did_not_print(step: LabelStep, sentence: str) -> None:
    label = LabelView(step, tracking="KP1")
    view = replace(PACKING, screen=BenchScreen.LABELLED, label=label, verdict=None)
    assert spoken(view).words == sentence
    ready = replace(view, verdict=Verdict(VerdictCode.LABEL_READY))
    assert (spoken(ready).words == sentence) is (step is not LabelStep.PRINTED)


def test_a_case_and_its_unit_are_told_apart_by_their_units() -> None:
    view = bench_views()["ambiguous-case"]
    assert choice_titles(view) == ("1 unit · Enamel mug, blue", "6 units · Enamel mug, blue")
    heard = announcement(view)
    assert heard.startswith("How many units?")
    assert "1: 1 unit, Enamel mug, blue. 2: 6 units, Enamel mug, blue" in heard


def test_choices_of_one_unit_each_are_told_by_their_names() -> None:
    view = bench_views()["ambiguous"]
    twice = (view.choices[0], view.choices[0])  # one substitute, for either of two articles
    assert announcement(replace(view, choices=twice)).startswith("Which one is it?")
    assert choice_titles(view) == ("Enamel mug, blue", "Enamel mug, green")
    assert announcement(view).startswith("Which one is it?")


@pytest.mark.usefixtures("british", "typeface")
@pytest.mark.parametrize("name", ["ambiguous-case", "ambiguous-cases"])
@pytest.mark.parametrize("size", [(1280, 800), (1920, 1080)])
def test_each_tile_says_how_many_units_it_counts(name: str, size: tuple[int, int]) -> None:
    view = bench_views()[name]
    shown = [run.words for run in paint(scene_of(name, view), LIGHT, size).runs]
    half = len(view.choices) // 2
    assert sum(words.startswith("1 unit ") for words in shown) == half
    assert sum(words.startswith("6 units ") for words in shown) == half


@pytest.mark.parametrize(
    ("units", "ends"),
    [
        ((1, 1), "which_note"),
        ((1, 6), "which_note_units"),
        ((1, 2), "which_note_units"),
        ((1, 12), "which_note_tile"),  # a digit is one key
        ((1, 3, 6), "which_note_tile"),  # 3 is the tile of six units
        ((1, 6, 1, 6), "which_note_tile"),
    ],
)
def test_a_question_says_whether_the_number_of_units_may_be_pressed(
    units: tuple[int, ...], ends: str
) -> None:
    choices = tuple(LineView(MUG, 0, 20, units=number) for number in units)
    asking = replace(PACKING, screen=BenchScreen.ASKING_WHICH, choices=choices)
    assert which_note(asking) == say(f"bench.{ends}")


def test_a_question_that_was_left_stays_told_until_the_next_scan() -> None:
    asking = replace(PACKING, screen=BenchScreen.ASKING_REASON)
    left = Verdict(VerdictCode.HOLD_ASKED, dropped="asking_serial")
    now = spoken(replace(asking, verdict=left))
    assert now.words == "Unit not counted. Why hold it? Scan a reason"
    box = Verdict(VerdictCode.BOX_OPEN, box=2, dropped="asking_lot")
    told = spoken(replace(PACKING, verdict=box), settled=True)
    assert told.words == "Unit not counted. Box 2 is open"
    assert told.family is Family.REST  # a nod would say that it counted


def test_a_scan_that_is_no_answer_is_told_apart_from_the_question() -> None:
    asking = replace(PACKING, screen=BenchScreen.ASKING_SERIAL)
    asked = spoken(replace(asking, verdict=Verdict(VerdictCode.SERIAL_WANTED)))
    assert asked.words == "Scan its serial number"
    other = Verdict(VerdictCode.SERIAL_WANTED, reason="another_item", came=MUG.sku)
    told = spoken(replace(asking, verdict=other, came=MUG))
    assert told.words == "That is another item"
    assert told.hint.startswith(MUG.short)


def test_a_kit_of_which_a_part_is_in_goes_in_by_its_parts() -> None:
    verdict = Verdict(VerdictCode.ALREADY_ENOUGH, reason="kit", left=1)
    told = spoken(replace(PACKING, verdict=verdict))
    assert told.words == "Not the whole kit is wanted"
    assert told.hint == "Not counted. Scan the parts that are missing one by one"
