"""The box on the scale as a bench shows it: what it should weigh, and what was wrong with it."""

from __future__ import annotations

from fbm_desk.domain.orders import Sku
from fbm_desk.domain.session import State
from fbm_desk.domain.verdicts import Verdict, VerdictCode
from fbm_desk.domain.weighing import expected_g
from fbm_desk.services.article_view import ArticleView
from fbm_desk.services.parcel_view import WeighView
from fbm_desk.services.taking import OnBench

_STATES = (State.WEIGHING, State.WEIGHT_OFF)


def weighing(bench: OnBench, verdict: Verdict | None) -> WeighView | None:
    """The box whose weight is wanted or wrong; None in every other state."""
    session = bench.opened.session
    if session.state not in _STATES:
        return None
    off = verdict is not None and verdict.code is VerdictCode.WEIGHT_OFF
    came = verdict.came if verdict is not None and off else None
    return WeighView(
        session.box,
        expected_g(session, session.box),
        session.reading_g if session.state is State.WEIGHT_OFF else 0,
        _named(bench, came) if came else None,
        verdict.units if verdict is not None and off else 1,
    )


def _named(bench: OnBench, sku: Sku) -> ArticleView:
    known = bench.articles.get(sku)
    title = known.title if known else sku
    return ArticleView(sku, title, known.name if known else "")
