"""What a bench makes of news from elsewhere: nothing wipes away the answer to its own scan."""

from __future__ import annotations

from dataclasses import replace

from fbm_desk.gui import figures
from fbm_desk.gui.bench.wording import ASKING, passes
from fbm_desk.services.desk_view import BenchView, OrderView, StatusEntry
from fbm_desk.services.parcel_view import ScaleView
from fbm_desk.texts import say


def with_kept_verdict(before: BenchView, fresh: BenchView) -> BenchView:
    """`fresh` with the answer still shown, as long as it is about what is still on the bench."""
    if fresh.verdict is not None or before.verdict is None:
        return fresh
    same_order = _order_key(before.order) == _order_key(fresh.order)
    stays = same_order and (fresh.screen is before.screen or passes(before.verdict))
    if not stays or (fresh.screen in ASKING) != (before.screen in ASKING):
        return fresh
    return replace(fresh, verdict=before.verdict, came=before.came)


def own_entries(
    scan_failed: bool, in_front: bool, audible: bool, no_news: bool = False
) -> tuple[StatusEntry, ...]:
    """What the bench itself has to say on the status line."""
    entries = (
        (scan_failed, StatusEntry("triangle-alert", say("status.scan_failed"), fault=True)),
        (no_news, StatusEntry("cloud-off", say("bench.no_news"), fault=True)),
        (not in_front, StatusEntry("keyboard", say("status.not_active"), fault=True)),
        (not audible, StatusEntry("volume-x", say("status.no_sound"))),
    )
    return tuple(entry for so, entry in entries if so)


def scale_entries(shown: ScaleView | None) -> tuple[StatusEntry, ...]:
    """What the scale shows, or what is wrong with what lies on it; nothing without a scale."""
    if shown is None:
        return ()
    if shown.trouble:
        return (StatusEntry("scale", say(f"scale.{shown.trouble}"), fault=True),)
    words = figures.weight(shown.grams) if shown.stable else say("status.settling")
    return (StatusEntry("scale", words),)


def _order_key(order: OrderView | None) -> tuple[str, int] | None:
    return (order.order_id, order.packed) if order else None
