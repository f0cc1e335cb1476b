"""Which card stands under a verdict that concerns the bench and not the packing of its order.

Teaching, a supervisor's badge, an order at another bench, an order to come first, a cancellation.
"""

from __future__ import annotations

import functools
from collections.abc import Callable

from fbm_desk.domain.codes import Command
from fbm_desk.domain.verdicts import Verdict, VerdictCode
from fbm_desk.gui.bench.act_card import Act, paint_act
from fbm_desk.gui.bench.cancel_card import paint_cancel_reasons
from fbm_desk.gui.bench.layout import Layout
from fbm_desk.gui.bench.paper import Paper
from fbm_desk.gui.bench.scene import Scene
from fbm_desk.gui.bench.teach_card import paint_teach
from fbm_desk.services.desk_view import ArticleView
from fbm_desk.services.wording import readable_code
from fbm_desk.texts import say

Part = Callable[[Paper, Layout, Scene], None]
V = VerdictCode


def asked_card(scene: Scene) -> Part | None:
    """The card of this moment, or None where another one has it."""
    verdict, view = scene.view.verdict, scene.view
    if verdict is None:
        return None
    if verdict.code is V.TEACH_ASKED:
        return paint_teach
    if verdict.code is V.WHY_ASKED and view.asks_about == "cancel":
        return paint_cancel_reasons
    act = _ACTS.get(verdict.code)
    if act is None or (verdict.code is V.SUPERVISOR_WANTED and not view.asks_about):
        return None
    return functools.partial(_paint, act=act(scene, verdict))


def _paint(paper: Paper, layout: Layout, scene: Scene, act: Act) -> None:
    paint_act(paper, layout, scene, act)


def _ways(*names: str, **facts: object) -> tuple[tuple[str, str], ...]:
    """Ways by the names of their sentences: `bench.now`, `bench.or` before `bench.<name>`."""
    words = ("bench.now", "bench.or", "bench.else")
    return tuple(
        (say(word), say(f"bench.{name}", **facts)) for word, name in zip(words, names, strict=False)
    )


def _supervisor(scene: Scene, verdict: Verdict) -> Act:
    about = scene.view.asks_about
    facts = {"scanned": readable_code(verdict.scanned), "order": verdict.order_id or ""}
    lead = say(f"bench.supervisor_for_{about}", **facts)
    return Act("id-card", lead, _ways("supervisor_scans", "supervisor_undo"))


def _taken(scene: Scene, verdict: Verdict) -> Act:
    """An order that another bench has: the next one, or a supervisor takes it."""
    key = "bench.order_at" if verdict.who else "bench.order_at_another"
    lead = say(key, who=verdict.who)
    may = Command.TAKEOVER in scene.view.commands
    ways = _ways("take_another", *(("supervisor_takes_over",) if may else ()))
    command = Command.TAKEOVER.value if may else ""
    return Act("package", lead, ways, str(verdict.order_id or ""), command)


def _which_order(_scene: Scene, _verdict: Verdict) -> Act:
    return Act("zap", say("bench.which_order"), _ways("order_number", "undo_drops"))


def _taught(scene: Scene, verdict: Verdict) -> Act:
    """It stays until the next scan: who taught should have read it."""
    lines = scene.view.order.lines if scene.view.order else ()
    known = (line.article for line in lines if line.article.sku == verdict.sku)
    unlisted = ArticleView(verdict.sku, verdict.sku) if verdict.sku else None
    article = next(known, scene.view.came or unlisted)
    name = article.short if article else ""
    told = say("bench.taught_told", scanned=readable_code(verdict.scanned))
    key = "bench.taught_many" if verdict.units > 1 else "bench.taught_is"
    lead = say(key, name=name, units=verdict.units)
    doubt = f"taught_{verdict.reason}" if verdict.reason in ("restricted", "case") else ""
    ways = _ways("taught_scan", "taught_undo", *((doubt,) if doubt else ()))
    return Act("check", lead, ways, told, article=article)


_ACTS: dict[VerdictCode, Callable[[Scene, Verdict], Act]] = {
    V.SUPERVISOR_WANTED: _supervisor,
    V.ORDER_TAKEN: _taken,
    V.ORDER_WANTED: _which_order,
    V.TAUGHT: _taught,
}
