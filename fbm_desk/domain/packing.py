"""The packing of an order as one transition table: every event has an answer in every state.

`step` is the only way a session changes. A move that is not in the table changes nothing and
answers NOT_NOW, so the table is total; the picture in the docs is drawn from `TABLE`. `step` reads
nothing but its arguments: what the catalogue and the books know comes with the event.

The rules, in words:

**What counts.** A scan's `matches` are what its barcode stands for; one scan is `match.units`
units, times the count printed in the barcode (`code.count`), times the number told before
(`times`). Units of one article are alike on whatever line of the order they are wanted, alone or
as a part of a kit. A scan fits when there is room for *all* its units; it counts wholly or not at
all.

- A kit's own code counts all its parts. It fits when of each part enough is missing in the whole
  order, and when of this kit, and of each kit within it, fewer were counted by code than ordered.
- A substitute fits where a line of the order names it, and only when it is not wanted itself (or
  all of that is in). It counts for that line and is named.
- Several things fit: asked (AMBIGUOUS), a digit answers. One fits: it is that one. None fits:
  ALREADY_ENOUGH when this order wants such an article, WRONG_ITEM when not, UNKNOWN without
  matches; what is no article by its form is said to be that (NOT_AN_ITEM, ITEM_FIRST).
- A number told before (QUANTITY, or a digit) is for the very next scan, whatever comes (a tote
  that is bound to the order is none). It counts when no article of the scan exceeds its
  `may_count`; else COUNT_EACH.

**What must be shown** (`proofs`), in this order: an expiry date before today is refused. A serial
number, a lot, a Transparency code are asked for where the line wants them and the scan has none. A
serial number that left the house, or that lies in a box for the same article, is refused, as is a
Transparency code that was used at all. Serial numbers and Transparency codes are one unit's: a
scan of several units cannot show them. Several articles at once (a kit) cannot show one lot. With
an older lot in stock the unit counts, and the answer says so.

**The scale** (`weighing`). Where two readings and the weight are known, a scan counts only when
the unit counted before it made the box heavier; else NOT_IN_BOX. At the end each box is weighed;
what is off is weighed again, undone, or let pass by a supervisor with a reason.

**Boxes** (`boxes_open`). Units go into the box that is open. PARCEL opens the next one, with a
number an earlier one. MOVE puts the next scanned unit into the open box; a unit that may lie in
several boxes is asked for its box, units that show different things for the very one. A barcode of
several things that may move or break is asked about (AMBIGUOUS), a digit answers.

**Broken** (`damaging`). DAMAGED, then the unit: it never counts and leaves the stock; when units
of it lie in boxes it is asked whether it was one of them, which then is out of the box.

**UNDO** takes back the last deed, whatever it was, to the beginning; a question first. It ends
where a box is closed or a label may be paid.

**Other commands leave a question, too** (`leaving`): while a unit is asked about, HOLD, LATER,
PARCEL, MOVE, DAMAGED and SHORTSHIP drop it as UNDO does, so that unit is not counted, which is
said; then they are done. HOLD and LATER leave every other question as well. What cannot be done is
NOT_NOW, and the question stays. QUANTITY is about the next scan and leaves none.

**When all is in** (`finishing`): tasks are acknowledged one by one with FINISH, boxes weighed,
then each box that is not empty is labelled and closed in the order of its number; closed boxes
never change. After the last one the order is DONE. SHORTSHIP, a supervisor's badge and a reason
make "all" what is in.

**From outside.** Stopped takes the order out of everybody's hands, for good or (the buyer asks to
cancel) until a supervisor overrules it. Replanned brings more or less to pack: scans stay, full
boxes without a label are open again, and what is full by it goes on as after its last unit, to its
label with FINISH. Where a label may exist, or more is packed of a line than wanted, it stops the
order. What else is to be done since then is a task as from the beginning; after the label was
bought it comes too late.
"""

from __future__ import annotations

from collections.abc import Iterable

from fbm_desk.domain.answering import Rule, Step, not_now
from fbm_desk.domain.boxes_open import ask_what_moves, choose_box, open_box, scan_moving
from fbm_desk.domain.codes import Command
from fbm_desk.domain.damaging import answer_box, ask_what_broke, scan_broken
from fbm_desk.domain.events import (
    Authorised,
    BoxScanned,
    Commanded,
    Event,
    LabelBought,
    LabelRefused,
    Overruled,
    ReasonGiven,
    Replanned,
    Resumed,
    Scanned,
    Stopped,
    Weighed,
    WhyGiven,
)
from fbm_desk.domain.expediting import put_first
from fbm_desk.domain.finishing import acknowledge
from fbm_desk.domain.labelling import (
    buy_again,
    close_untracked,
    label_bought,
    label_refused,
    reprint,
    scan_label,
    scan_tracking,
)
from fbm_desk.domain.leaving import ABOUT_A_UNIT, QUESTIONS, instead
from fbm_desk.domain.overriding import ask_short_ship, authorise, give_why, scan_why, why_by_word
from fbm_desk.domain.putting_in import (
    scan_item,
    scan_lot,
    scan_serial,
    scan_transparency,
    scan_which,
    times_told,
)
from fbm_desk.domain.replanning import replan, replan_stopped
from fbm_desk.domain.resting import (
    another_bench,
    ask_reason,
    broken_is_a_reason,
    give_reason,
    put_down,
    resume,
    scan_reason,
)
from fbm_desk.domain.session import ENDED, RESTING, Session, State
from fbm_desk.domain.stopping import (
    label_too_late,
    overrule,
    still_stopped,
    stop,
    stopped_again,
    supervisor_wanted,
    units_are_out,
)
from fbm_desk.domain.undoing import drop_question, undo
from fbm_desk.domain.weighing import let_pass, weigh

__all__ = ["COMMANDS", "TABLE", "Rule", "Step", "replay", "step"]


def step(session: Session, event: Event) -> Step:
    """Decide one event. Never raises; what is impossible now is answered and changes nothing."""
    rule = TABLE.get((session.state, type(event)), not_now)
    return rule(session, event)


def replay(session: Session, events: Iterable[Event]) -> Session:
    """The session after all its events: what is on disk is enough to know where it stands."""
    for event in events:
        session = step(session, event).session
    return session


def _command(session: Session, event: Commanded) -> Step:
    rule = COMMANDS.get((session.state, event.command), not_now)
    return rule(session, event)


# --- the table -----------------------------------------------------------------------------------

S = State
_OPEN = [state for state in State if state not in ENDED]
_IN_HANDS = [state for state in _OPEN if state not in RESTING | {S.STOPPED}]

TABLE: dict[tuple[State, type[Event]], Rule] = {
    (S.PACKING, Scanned): scan_item,
    (S.PACKING, BoxScanned): choose_box,
    (S.MOVING, Scanned): scan_moving,
    (S.DAMAGING, Scanned): scan_broken,
    (S.ASKING_BOX, Scanned): answer_box,
    (S.ASKING_WHICH, Scanned): scan_which,
    (S.ASKING_SERIAL, Scanned): scan_serial,
    (S.ASKING_LOT, Scanned): scan_lot,
    (S.ASKING_TRANSPARENCY, Scanned): scan_transparency,
    (S.ASKING_REASON, Scanned): scan_reason,
    (S.ASKING_REASON, ReasonGiven): give_reason,
    (S.SUPERVISOR_WANTED, Authorised): authorise,
    (S.ASKING_WHY, Scanned): scan_why,
    (S.ASKING_WHY, WhyGiven): give_why,
    (S.ASKING_WHY, ReasonGiven): why_by_word,
    (S.WEIGHING, Weighed): weigh,
    (S.WEIGHT_OFF, Weighed): weigh,
    (S.FULL, LabelBought): label_bought,
    (S.FULL, LabelRefused): label_refused,
    (S.LABEL_FAILED, LabelBought): label_bought,
    (S.LABELLED, Scanned): scan_label,
    (S.TRACKING_WANTED, Scanned): scan_tracking,
    (S.STOPPED, Scanned): still_stopped,
    (S.STOPPED, Stopped): stopped_again,
    (S.STOPPED, Replanned): replan_stopped,
    (S.STOPPED, Overruled): overrule,
    (S.STOPPED, LabelBought): label_too_late,
    (S.HELD, Resumed): resume,
    (S.PUT_DOWN, Resumed): resume,
    **{(state, Resumed): another_bench for state in _IN_HANDS},
    **{(state, Commanded): _command for state in _OPEN},
    **{(state, Stopped): stop for state in _OPEN if state is not S.STOPPED},
    **{(state, Replanned): replan for state in _OPEN if state is not S.STOPPED},
}

_UNDOABLE = (
    S.PACKING, S.TASK_WANTED, S.WEIGHING, S.WEIGHT_OFF, S.LABEL_FAILED, S.TRACKING_WANTED
)  # fmt: skip
_PUT_ASIDE = (*_UNDOABLE, S.LABELLED)

COMMANDS: dict[tuple[State, Command], Rule] = {
    **{(state, Command.UNDO): undo for state in _UNDOABLE},
    **{(state, Command.UNDO): drop_question for state in QUESTIONS},
    **{(state, Command.HOLD): ask_reason for state in _PUT_ASIDE},
    **{(state, Command.LATER): put_down for state in _PUT_ASIDE},
    **{
        (state, Command.HOLD): instead(ask_reason)
        for state in QUESTIONS
        if state is not S.ASKING_REASON
    },
    **{(state, Command.LATER): instead(put_down) for state in QUESTIONS},
    **{(state, Command.PARCEL): instead(open_box) for state in ABOUT_A_UNIT},
    **{(state, Command.MOVE): instead(ask_what_moves) for state in ABOUT_A_UNIT},
    **{(state, Command.DAMAGED): instead(ask_what_broke) for state in ABOUT_A_UNIT},
    **{(state, Command.SHORTSHIP): instead(ask_short_ship) for state in ABOUT_A_UNIT},
    **{(state, Command.EXPEDITE): put_first for state in (*_IN_HANDS, S.STOPPED)},
    (S.PACKING, Command.PARCEL): open_box,
    (S.PACKING, Command.MOVE): ask_what_moves,
    (S.PACKING, Command.QUANTITY): times_told,
    (S.PACKING, Command.DAMAGED): ask_what_broke,
    (S.PACKING, Command.SHORTSHIP): ask_short_ship,
    (S.ASKING_BOX, Command.PARCEL): answer_box,
    (S.ASKING_REASON, Command.DAMAGED): broken_is_a_reason,
    (S.TASK_WANTED, Command.FINISH): acknowledge,
    (S.WEIGHING, Command.FINISH): let_pass,
    (S.WEIGHT_OFF, Command.FINISH): let_pass,
    (S.LABEL_FAILED, Command.FINISH): buy_again,
    (S.TRACKING_WANTED, Command.FINISH): close_untracked,
    (S.LABELLED, Command.REPRINT): reprint,
    (S.STOPPED, Command.FINISH): units_are_out,
    (S.STOPPED, Command.RESUME): supervisor_wanted,
}
