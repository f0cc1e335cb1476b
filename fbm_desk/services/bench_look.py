"""What a bench shows, put together from the desk's memory and, between orders, from the books."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta, tzinfo

from fbm_desk.domain.orders import Duty, OrderId, Source
from fbm_desk.domain.paper import JobState, Paper
from fbm_desk.domain.places import choice_units, progress
from fbm_desk.domain.purchases import PurchaseState
from fbm_desk.domain.session import Match, Session, State
from fbm_desk.domain.verdicts import Verdict, VerdictCode
from fbm_desk.services import (
    carrying_out,
    pack_lines,
    parcel_look,
    pins,
    taking,
    teaching,
    what_now,
)
from fbm_desk.services.article_look import article_view
from fbm_desk.services.desk_rules import DeskRules
from fbm_desk.services.desk_view import (
    ArticleView,
    AsideView,
    BenchScreen,
    BenchView,
    ChangedLine,
    DayView,
    LabelStep,
    LabelView,
    LineView,
    OrderView,
    PersonView,
    PinPersonView,
    VanView,
)
from fbm_desk.services.label_request import assumed_weight_g
from fbm_desk.services.packing import Desk
from fbm_desk.services.refresh import FRESH_S
from fbm_desk.services.taking import OnBench
from fbm_desk.store import (
    articles,
    bench_figures,
    decisions,
    orders,
    people,
    print_jobs,
    purchases,
    sessions,
)
from fbm_desk.store.database import Connection
from fbm_desk.store.print_jobs import PrintJob
from fbm_desk.store.purchases import Purchase

#: Each state that a bench can have in hands has a screen of the same name.
_SCREENS = {screen.value: screen for screen in BenchScreen}
_WITH_LABEL = (State.FULL, State.LABEL_FAILED, State.LABELLED)


def look(desk: Desk) -> BenchView:
    """The bench as it is now. While units go in, nothing is read from the database."""
    view = from_memory(desk)
    if desk.bench is None or desk.person is None or _needs_books(desk):
        view = _with_books(desk, view)
    return view


def from_memory(desk: Desk) -> BenchView:
    """The bench without what stands in the books only: label, next order, the day's figures."""
    view = BenchView(
        screen=_screen(desk),
        bench=desk.name,
        packer=desk.person.name if desk.person else "",
        verdict=desk.verdict,
        last_packed=desk.last_order,
        tracking_missing=desk.last_parcel is not None,
        put_back_to=desk.rules.put_back_to,
        demonstration=desk.rules.demonstration,
        connected=desk.rules.connected,
        slip=bool(desk.rules.slip_printer or desk.rules.receipt_printer),
        lock_after_s=desk.rules.lock_after.total_seconds(),
        van=VanView(next_van(desk.books.now(), desk), carrier=desk.rules.carrier),
        commands=what_now.commands(desk),
        asks_about=desk.question.about.value if desk.question else "",
    )
    if desk.bench is not None:
        view = _with_order(desk, desk.bench, view)
    return view


def _needs_books(desk: Desk) -> bool:
    """True when a label, a lot or the article of a refused scan has to be looked up."""
    assert desk.bench is not None
    refused = desk.verdict is not None and desk.verdict.came is not None
    session = desk.bench.opened.session
    asked = parcel_look.wants_books(session, desk.verdict)
    in_books = (*_WITH_LABEL, State.TRACKING_WANTED, State.STOPPED)
    return refused or asked or session.state in in_books


def _screen(desk: Desk) -> BenchScreen:
    if desk.person is None:
        return BenchScreen.LOCKED
    if desk.bench is None:
        return BenchScreen.WAITING
    session = desk.bench.opened.session
    if _asks_which(session):
        return BenchScreen.ASKING_WHICH
    return _SCREENS.get(session.state.value, BenchScreen.WAITING)


def _asks_which(session: Session) -> bool:
    """True where a digit says which article a scan was of, and how many units: as it goes in, or as
    it moves or broke."""
    of_a_unit = session.state in (State.MOVING, State.DAMAGING) and bool(session.choices)
    return of_a_unit or session.state is State.ASKING_WHICH


# --- the order on the bench ----------------------------------------------------------------------


def _with_order(desk: Desk, bench: OnBench, view: BenchView) -> BenchView:
    session = bench.opened.session
    order = order_view(bench, desk.verdict)
    choices: tuple[LineView, ...] = ()
    if _asks_which(session):
        choices = tuple(_choice(bench, session, match) for match in session.choices)
    elif teaching.asks(desk):
        choices = tuple(_choice(bench, session, Match(sku)) for sku in teaching.choices(desk))
    view = replace(view, order=order, choices=choices, copy_age_s=_copy_age_s(desk, bench))
    return parcel_look.with_parcels(bench, view, desk.verdict, desk.rules.boxes)


def _copy_age_s(desk: Desk, bench: OnBench) -> float | None:
    """What came by file is as old as its file, and nobody can ask for a newer copy."""
    age_s = (desk.books.now() - bench.order.read_at).total_seconds()
    return age_s if bench.order.source is Source.API and age_s > FRESH_S else None


def _choice(bench: OnBench, session: Session, match: Match) -> LineView:
    view = article_view(bench.articles.get(match.sku), match.sku)
    return LineView(view, *progress(session, match), units=choice_units(session, match))


def order_view(bench: OnBench, verdict: Verdict | None) -> OrderView:
    """The order with its lines in packing order; the focus is the line of the last answer."""
    session = bench.opened.session
    focus = session.last if session.last >= 0 else session.following
    if verdict is not None and verdict.code in _POINTS_AHEAD:
        focus = session.following
    hazardous = _hazardous(bench)
    shown = {i: at for at, i in enumerate(i for i, x in enumerate(session.lines) if not x.dropped)}
    # That the address may not be seen, the status line says once.
    duties = bench.order.duties - {Duty.NO_ADDRESS_RIGHT}
    return OrderView(
        order_id=bench.order.order_id,
        lines=tuple(
            LineView(
                article_view(bench.articles.get(line.sku), line.sku),
                session.packed(i),
                line.wanted,
                line.may_count,
                tuple(proof for proof in PROOFS if getattr(line, proof)),
            )
            for i, line in enumerate(session.lines)
            if i in shown
        ),
        city=bench.order.city,
        country=bench.order.country,
        parcel_number=session.box,
        duties=duties | {Duty.HAZARDOUS} if hazardous else duties,
        purchase_order_number=bench.order.purchase_order_number,
        ship_by=bench.order.ship_by,
        focus=shown.get(focus, shown.get(session.following, 0)),
        following=shown.get(session.following, 0),
        kits=_kits(session),
        totes=tuple(tote.upper() for tote in bench.totes),  # kept without regard to case
        first=bench.first,
        hazardous=hazardous,
    )


def _hazardous(bench: OnBench) -> str:
    """What is dangerous of what is put in, of substitutes once one lies in a box."""
    session = bench.opened.session
    skus = [line.sku for line in session.lines if not line.dropped]
    skus += [session.sku_of(one) for one in session.lying]
    found = (bench.articles[sku].hazardous for sku in skus if sku in bench.articles)
    return "; ".join(dict.fromkeys(text for text in found if text))


PROOFS = ("serial", "lot", "transparency")
"""What a unit may have to show, by the names of a line's own flags."""


def _kits(session: Session) -> int:
    """How many sets are ordered; each is packed as its parts."""
    ordered = {line.line_id: line.wanted // line.per_kit for line in session.lines if line.kit}
    return sum(ordered.values())


_POINTS_AHEAD = frozenset(
    {
        VerdictCode.WRONG_ITEM,
        VerdictCode.UNKNOWN,
        VerdictCode.TAKEN,
        VerdictCode.RESUMED,
        VerdictCode.SIGNED_IN,
        VerdictCode.NEVER_MIND,
        VerdictCode.NOT_NOW,
        VerdictCode.NOT_AN_ITEM,
        VerdictCode.ITEM_FIRST,
        VerdictCode.TIMES_ASKED,
        VerdictCode.TIMES_SET,
        VerdictCode.BOX_OPEN,
        VerdictCode.BOX_CHOSEN,
        VerdictCode.MOVED,
    }
)


# --- what the books say --------------------------------------------------------------------------


def _with_books(desk: Desk, view: BenchView) -> BenchView:
    with desk.books.reading() as connection:
        if desk.bench is not None and desk.person is not None:
            return _beside_order(connection, desk, desk.bench, view)
        came = _came(connection, desk)
        view = replace(view, came=came, van=_van(connection, desk), day=_day(connection, desk))
        if desk.person is None:
            return _locked(connection, desk, view)
        return replace(
            view,
            next_order=next_order(connection, desk),
            orders_known=int(bench_figures.any_order(connection)),
            orders_waiting=bench_figures.orders_waiting(connection),
            orders_held=bench_figures.orders_held(connection),
            awaiting_decision=decisions.count(connection),
            put_aside=_aside(connection, desk),
        )


MOST_ASIDE = 3


def _aside(connection: Connection, desk: Desk) -> tuple[AsideView, ...]:
    resting = (
        sessions.find_open(connection, order_id)
        for order_id in sessions.put_aside(connection, desk.id, MOST_ASIDE)
    )
    return tuple(
        AsideView(
            one.session.order_id,
            one.session.packed_units,
            one.session.wanted_units,
            one.session.reason if one.session.state is State.HELD else "",
        )
        for one in resting
        if one is not None
    )


def _came(connection: Connection, desk: Desk) -> ArticleView | None:
    verdict = desk.verdict
    taught = verdict is not None and verdict.code is VerdictCode.TAUGHT
    sku = (verdict.sku if taught else verdict.came) if verdict else None
    if sku is None:
        return None
    return article_view(articles.find(connection, [sku]).get(sku), sku)


def _beside_order(connection: Connection, desk: Desk, bench: OnBench, view: BenchView) -> BenchView:
    view = replace(view, came=_came(connection, desk) or view.came)
    view = parcel_look.with_books(connection, desk.books.seal, bench, view)
    session = bench.opened.session
    if session.state is State.STOPPED:
        return _beside_stopped(connection, bench, view)
    if session.state in (*_WITH_LABEL, State.TRACKING_WANTED):
        view = replace(view, earlier_lot=parcel_look.earlier_lot(connection, session))
    if session.state not in _WITH_LABEL:
        return view
    purchase = purchases.newest_of(connection, bench.opened.id, bench.opened.session.box)
    jobs = print_jobs.of_order(connection, bench.order.order_id)
    label = label_view(bench, purchase, jobs, desk.rules)
    upcoming = next_order(connection, desk) if session.state is State.LABELLED else None
    return replace(view, label=label, next_order=upcoming)


def _beside_stopped(connection: Connection, bench: OnBench, view: BenchView) -> BenchView:
    """What changed, when Amazon said so, and the label that was bought for the box."""
    purchase = purchases.newest_of(connection, bench.opened.id, bench.opened.session.box)
    label = None
    if purchase is not None and purchase.tracking:
        label = LabelView(LabelStep.FAILED, purchase.carrier, tracking=purchase.tracking)
    return replace(
        view,
        label=label,
        stopped_at=sessions.last_event_at(connection, bench.opened.id, "Stopped"),
        stopped_why=bench.opened.session.reason,
        changed_lines=tuple(_changed_lines(connection, bench)),
    )


def _changed_lines(connection: Connection, bench: OnBench) -> Iterator[ChangedLine]:
    told = {line.line_id: line for line in orders.lines_of(connection, bench.order.order_id)}
    packed = {line.line_id: line for line in bench.opened.session.lines}
    for line_id, line in packed.items():
        was = line.wanted // line.per_kit
        now = told[line_id].wanted if line_id in told else 0
        sku = line.kit or line.sku
        if was != now:
            yield ChangedLine(article_view(bench.articles.get(sku), sku), was, now)
    for line_id, fresh in told.items():
        if line_id not in packed and fresh.wanted:
            yield ChangedLine(ArticleView(fresh.sku, fresh.title), 0, fresh.wanted)


def label_view(
    bench: OnBench, purchase: Purchase | None, jobs: list[PrintJob], rules: DeskRules
) -> LabelView:
    """How far the label of the box is."""
    session = bench.opened.session
    known_g = carrying_out.weight_g(session, bench.articles, session.box, rules.boxes)
    ordered = {line.line_id: line.sku for line in bench.lines}
    weight_g = known_g or assumed_weight_g(
        session, ordered, bench.articles, rules.unit_weight_g, session.box
    )
    scale = session.weighed(session.box)
    weighed = scale is not None and scale.grams > 0
    if purchase is None:
        failed = session.state is State.LABEL_FAILED
        step = LabelStep.FAILED if failed else LabelStep.BUYING
        facts = {"weight_g": weight_g, "weight_assumed": not known_g, "weighed": weighed}
        return LabelView(step, reason=session.reason, **facts)  # type: ignore[arg-type]
    return LabelView(
        _label_step(session, purchase, jobs),
        carrier=purchase.carrier,
        service=purchase.service.removeprefix(purchase.carrier).strip(),
        tracking=purchase.tracking,
        price_minor=purchase.price_minor,
        currency=purchase.currency,
        weight_g=weight_g,
        weight_assumed=not known_g,
        weighed=weighed,
        reason=session.reason or purchase.reason,
        words=purchase.words,
    )


_JOB_STEPS = {
    JobState.WAITING: LabelStep.PRINTING,
    JobState.SENDING: LabelStep.PRINTING,
    JobState.SENT: LabelStep.SENT,
    JobState.PRINTED: LabelStep.PRINTED,
    JobState.NOT_SENT: LabelStep.NOT_PRINTED,
    JobState.UNKNOWN: LabelStep.UNSURE,
}


def _label_step(session: Session, purchase: Purchase, jobs: list[PrintJob]) -> LabelStep:
    if session.state is State.LABEL_FAILED:
        return LabelStep.FAILED
    if purchase.state is not PurchaseState.BOUGHT:
        return LabelStep.BUYING
    mine = [job for job in jobs if job.paper is Paper.LABEL and job.purchase_id == purchase.id]
    if not mine:
        return LabelStep.CHECKING if session.state is State.FULL else LabelStep.SENT
    return _JOB_STEPS[mine[-1].state]


def next_order(connection: Connection, desk: Desk) -> OrderView | None:
    """The most urgent order of which everything is here, as it would be offered."""
    order_id = orders.most_urgent(connection, desk.books.now())
    return _preview(connection, order_id) if order_id else None


def _preview(connection: Connection, order_id: OrderId) -> OrderView | None:
    order = orders.find(connection, order_id)
    if order is None:
        return None
    if begun := sessions.find_open(connection, order_id):
        return order_view(taking.on_bench(connection, order, begun), None)
    session = Session(order_id, pack_lines.wanted_of(connection, order).lines)
    opened = sessions.OpenSession(0, session, 0, "", 0, 0)
    return order_view(taking.on_bench(connection, order, opened), None)


def next_van(now: datetime, desk: Desk) -> datetime:
    """When the next van leaves, by the seller's cut-off in local time."""
    local = now.astimezone()
    leaves = datetime.combine(local.date(), desk.rules.cut_off, local.tzinfo)
    return leaves if leaves > local else leaves + timedelta(days=1)


def _van(connection: Connection, desk: Desk) -> VanView:
    now = desk.books.now()
    leaves = next_van(now, desk)
    left = bench_figures.orders_left(connection, end_of_day(leaves))
    held = bench_figures.orders_held(connection, end_of_day(leaves))
    done = bench_figures.parcels_since(connection, midnight(now))
    pace = bench_figures.pace_per_hour(connection, now)
    return VanView(leaves, desk.rules.carrier, left, done, pace, held)


def _day(connection: Connection, desk: Desk) -> DayView:
    if desk.person is None:
        return DayView()
    since = midnight(desk.books.now())
    return DayView(*bench_figures.own_day(connection, desk.person.id, since))


def _locked(connection: Connection, desk: Desk, view: BenchView) -> BenchView:
    here = tuple(PersonView(name, bench) for name, bench in people.at_benches(connection))
    put_down_by, at = ("", None)
    if desk.bench is not None:
        last_hand, at = bench_figures.last_hand(connection, desk.bench.opened.id)
        put_down_by = last_hand if desk.locked_here else ""
    with_pin = tuple(PinPersonView(p.id, p.name) for p in pins.numbered(connection, desk.id))
    return replace(
        view, here_today=here, put_down_by=put_down_by, put_down_at=at, with_pin=with_pin
    )


def midnight(now: datetime, zone: tzinfo | None = None) -> datetime:
    """The beginning of the local day."""
    return now.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)


def end_of_day(at: datetime) -> datetime:
    """The beginning of the day after."""
    return at.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
