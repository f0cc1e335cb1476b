"""What a screen reader finds on the painted bench: one silent child widget for each part."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QWidget

from fbm_desk.domain.verdicts import Family
from fbm_desk.gui.bench.header import heard_words
from fbm_desk.gui.bench.layout import Box, Layout
from fbm_desk.gui.bench.quantities import clock, destination, span
from fbm_desk.gui.bench.scene import Scene
from fbm_desk.gui.bench.setup_words import setup_lines
from fbm_desk.gui.bench.status import worst_first
from fbm_desk.gui.bench.wording import announcement, duty_of_order
from fbm_desk.services.desk_view import BenchScreen
from fbm_desk.texts import say

_ALARMS = frozenset({Family.ENOUGH, Family.STOP})
PARTS = ("header", "work", "order", "status")


class ReadableParts:
    """Names for the parts of the screen, kept in step with what is painted."""

    def __init__(self, screen: QWidget, aloud: Callable[..., None] | None = None) -> None:
        self._screen = screen
        self._aloud = aloud or QAccessible.updateAccessibility
        self._said = ""
        self._parts = {name: QWidget(screen) for name in PARTS}
        for name, part in self._parts.items():
            part.setObjectName(name)
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            part.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)

    def place(self, layout: Layout, scale: float) -> None:
        """Lay the parts over what is painted."""
        boxes = {
            "header": Box(0, 0, layout.width, layout.card.y),
            "work": layout.card,
            "order": layout.side,
            "status": Box(0, layout.status_top, layout.width, layout.height - layout.status_top),
        }
        if layout.compact:
            boxes["status"] = layout.foot
            boxes["header"] = Box(layout.foot.x, layout.foot.y, layout.foot.w / 2, layout.foot.h)
        for name, box in boxes.items():
            at = layout.seen(box)
            corners = (at.x, at.y, at.w, at.h)
            self._parts[name].setGeometry(QRect(*(int(one * scale) for one in corners)))

    def tell(self, scene: Scene) -> None:
        """Name every part anew and say the sentence aloud if it is another one."""
        sentence = announcement(scene.view, scene.settled)
        if scene.setup is not None:
            said = (words for _, words in setup_lines(scene.setup))
            sentence = ". ".join((scene.spoken.words, *said))
        elif scene.pin.chosen is not None:
            sentence = say("bench.pin_read", words=scene.spoken.words, count=scene.pin.digits)
        self._screen.setAccessibleName(sentence)
        self._screen.setAccessibleDescription(
            ". ".join(filter(None, (_header(scene), _order(scene))))
        )
        for name, words in (
            ("header", _header(scene)),
            ("work", sentence),
            ("order", _order(scene)),
            ("status", ", ".join(entry.words for entry in worst_first(scene.entries))),
        ):
            self._parts[name].setAccessibleName(words)
        if sentence != self._said:
            self._said = sentence
            self._announce(sentence, scene)

    def _announce(self, sentence: str, scene: Scene) -> None:
        event = QAccessibleAnnouncementEvent(self._screen, sentence)
        verdict = scene.view.verdict
        if verdict is not None and (verdict.refused or verdict.family in _ALARMS):
            event.setPoliteness(QAccessible.AnnouncementPoliteness.Assertive)
        self._aloud(event)


def _header(scene: Scene) -> str:
    view = scene.view
    parts = [view.bench]
    if view.order is not None and view.screen is not BenchScreen.LOCKED:
        parts += [
            str(view.order.order_id),
            destination(view.order.city, view.order.country),
            say("bench.parcel", number=view.order.parcel_number),
            heard_words(view),
        ]
    if view.van is not None:
        time = clock(view.van.leaves_at, scene.locale)
        parts.append(f"{span(view.van.leaves_at - scene.now)} {say('bench.to_the_van', time=time)}")
    return ", ".join(part for part in (*parts, view.packer) if part)


def _order(scene: Scene) -> str:
    order = scene.view.order
    if order is None or scene.view.screen is BenchScreen.LOCKED:
        return ""
    duties = (
        duty_of_order(duty, order) for duty in sorted(order.duties, key=lambda duty: duty.value)
    )
    lines = (
        f"{line.article.short} {say('bench.count_of', packed=line.packed, wanted=line.wanted)}"
        for line in order.lines
    )
    return ", ".join((*duties, *lines, *_boxes(scene)))


def _boxes(scene: Scene) -> Iterator[str]:
    """Each of several boxes with its units; a single one goes unsaid."""
    boxes = scene.view.boxes
    for box in boxes if len(boxes) > 1 else ():
        units = say("bench.units", count=box.units) if box.units else say("bench.box_is_empty")
        yield say("bench.box_plain", number=box.number, units=units)
