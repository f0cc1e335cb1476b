"""The answers a scan can get, and which family of shape, light and sound each belongs to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from fbm_desk.domain.orders import OrderId, Sku


class Family(Enum):
    """How grave an answer is: silhouette, wall and contour of the sound follow from it."""

    GO = "go"  #: disc; a short nod
    REST = "rest"  #: dashed ring; nothing happened, nothing is wrong
    ASK = "ask"  #: rounded square; a question to the packer
    ENOUGH = "enough"  #: triangle; a unit too many
    BACK = "back"  #: square on its point; put it back
    STOP = "stop"  #: octagon; the whole order stops


class VerdictCode(Enum):
    """Stable codes of all answers; the words for each stand in the text catalogue."""

    COUNTED = "counted"  #: the unit is in
    ORDER_COMPLETE = "order_complete"  #: the last unit is in
    WRONG_ITEM = "wrong_item"  #: an article this order does not want
    ALREADY_ENOUGH = "already_enough"  #: all wanted units of it are in
    UNKNOWN = "unknown"  #: no article, order, person or command has this barcode
    AMBIGUOUS = "ambiguous"  #: it fits more than one line; asked, never guessed
    SERIAL_WANTED = "serial_wanted"  #: the unit's serial number is to be scanned
    LOT_WANTED = "lot_wanted"  #: the unit's lot is to be scanned
    SAME_SERIAL = "same_serial"  #: a serial number that is in already
    EXPIRED_LOT = "expired_lot"  #: past its expiry date
    CANCELLED = "cancelled"  #: the order was cancelled or changed under the packer's hands
    NOT_NOW = "not_now"  #: understood, but not possible in this state
    UNDONE = "undone"  #: the last count was taken back
    NOTHING_TO_UNDO = "nothing_to_undo"  #: there is no count to take back
    HOLD_ASKED = "hold_asked"  #: which reason?
    HELD = "held"  #: the order is put on hold with a reason
    NEVER_MIND = "never_mind"  #: the question is dropped, packing goes on
    PUT_DOWN = "put_down"  #: put aside, to be resumed here or elsewhere
    TAKEN = "taken"  #: the order is on this bench now
    RESUMED = "resumed"  #: an order begun before is on this bench again
    DECISIONS_WAIT = "decisions_wait"  #: a supervisor has to decide about all that wait
    NOTHING_TO_DO = "nothing_to_do"  #: no order waits that can be packed completely
    NOTHING_ASIDE = "nothing_aside"  #: no order is put aside that could be taken up again
    NOT_NEEDED = "not_needed"  #: no waiting order needs this article
    ITEM_AWAITS_DECISION = "item_awaits_decision"  #: for an order whose buyer asks to cancel
    ORDER_AWAITS_DECISION = "order_awaits_decision"  #: its buyer asks to cancel
    ORDER_UNKNOWN = "order_unknown"  #: an order number this shop does not have
    ORDER_TAKEN = "order_taken"  #: another bench has this order
    ORDER_CLOSED = "order_closed"  #: packed, cancelled or shipped already
    ORDER_PENDING = "order_pending"  #: Amazon has not released it for shipping
    SIGNED_IN = "signed_in"  #: the packer is known
    SIGN_IN_FIRST = "sign_in_first"  #: the bench is locked
    BADGE_UNKNOWN = "badge_unknown"  #: nobody has this badge
    LOCKED = "locked"  #: signed out
    LABEL_WAITS = "label_waits"  #: the label is being bought or printed
    LABEL_READY = "label_ready"  #: bought and read back: stick it on, then scan it
    LABEL_FAILED = "label_failed"  #: no label yet; it says why and what to do
    WRONG_LABEL = "wrong_label"  #: not the label of this box
    PARCEL_CLOSED = "parcel_closed"  #: the right label is on the right box
    LABEL_ALREADY_USED = "label_already_used"  #: this tracking number is on another parcel
    TRACKING_WANTED = "tracking_wanted"  #: scan the carrier's own label
    TRACKING_NOTED = "tracking_noted"  #: the carrier's number belongs to the parcel now
    REPRINTED = "reprinted"  #: paper comes once more
    TAKEN_OUT = "taken_out"  #: the stopped order's units are out of the box
    NOT_SAVED = "not_saved"  #: it could not be written down, so it does not count
    ALREADY_HERE = "already_here"  #: this order is the one on the bench
    NOT_AN_ITEM = "not_an_item"  #: a carrier's label, a tote, a badge …: `reason` says which
    ITEM_FIRST = "item_first"  #: a unit's own code came before the unit's article
    TRANSPARENCY_WANTED = "transparency_wanted"  #: the unit's Transparency code is to be scanned
    SAME_TRANSPARENCY = "same_transparency"  #: a Transparency code that was used already
    TIMES_ASKED = "times_asked"  #: how many of the next item?
    TIMES_SET = "times_set"  #: the next scan counts so many times
    COUNT_EACH = "count_each"  #: so many of this article may not be counted with one scan
    BOX_OPEN = "box_open"  #: this box is filled from now on
    BOX_EMPTY = "box_empty"  #: the box that is open is empty: a next one is not begun
    NO_SUCH_BOX = "no_such_box"  #: this order has no box of this number yet
    BOX_CHOSEN = "box_chosen"  #: what kind of box it is is known now
    BOX_CLOSED = "box_closed"  #: the right label is on this box; the next one's turn
    MOVE_ASKED = "move_asked"  #: which unit goes into the box that is open?
    MOVED = "moved"  #: the unit lies in the box that is open now
    NOTHING_TO_MOVE = "nothing_to_move"  #: no other box has a unit, or none of this article
    WHICH_BOX_ASKED = "which_box_asked"  #: where did this unit lie?
    DAMAGED_ASKED = "damaged_asked"  #: which unit is broken?
    DAMAGED = "damaged"  #: the broken unit does not count and leaves the stock
    TASK_WANTED = "task_wanted"  #: all in; something is to be done and acknowledged
    NOT_IN_BOX = "not_in_box"  #: by the scale, the last unit that was counted is not in the box
    WEIGHT_WANTED = "weight_wanted"  #: the box is to be put on the scale
    WEIGHT_OFF = "weight_off"  #: the box weighs something else than what is in it
    SUPERVISOR_WANTED = "supervisor_wanted"  #: a supervisor's badge is to be scanned
    WHY_ASKED = "why_asked"  #: why is that done? a reason is wanted
    SHORT_SHIPPED = "short_shipped"  #: what is in is shipped, the rest waits
    REPLANNED = "replanned"  #: the order changed; what was counted stays counted
    TEACH_ASKED = "teach_asked"  #: which article is the unknown barcode of?
    TAUGHT = "taught"  #: the barcode is this article's from now on
    TEACH_REFUSED = "teach_refused"  #: this barcode cannot be taught: `reason` says why
    NOTHING_TO_TEACH = "nothing_to_teach"  #: no unknown barcode was scanned before
    UNTAUGHT = "untaught"  #: what was taught last is forgotten again
    TOTE_BOUND = "tote_bound"  #: the tote holds this order's units
    TOTE_OF_OTHER = "tote_of_other"  #: the tote holds another order's units
    TOTE_EMPTY = "tote_empty"  #: the tote holds no order's units
    PIN_WRONG = "pin_wrong"  #: not this person's PIN
    PIN_RESTS = "pin_rests"  #: too many wrong PINs at this bench: a badge, or a rest
    TAKEN_OVER = "taken_over"  #: a supervisor took the order to another bench
    EXPEDITED = "expedited"  #: the order comes before all others
    ORDER_WANTED = "order_wanted"  #: which order? its number is to be scanned
    ASKING_AMAZON = "asking_amazon"  #: Amazon is looked at for this order now
    HELP = "help"  #: what can be scanned now


FAMILY: dict[VerdictCode, Family] = {
    VerdictCode.COUNTED: Family.GO,
    VerdictCode.ORDER_COMPLETE: Family.GO,
    VerdictCode.LABEL_READY: Family.GO,
    VerdictCode.PARCEL_CLOSED: Family.GO,
    VerdictCode.TRACKING_NOTED: Family.GO,
    VerdictCode.SIGNED_IN: Family.GO,
    VerdictCode.TAKEN: Family.GO,
    VerdictCode.RESUMED: Family.GO,
    VerdictCode.TAKEN_OUT: Family.GO,
    VerdictCode.WRONG_ITEM: Family.BACK,
    VerdictCode.EXPIRED_LOT: Family.BACK,
    VerdictCode.WRONG_LABEL: Family.BACK,
    VerdictCode.ALREADY_ENOUGH: Family.ENOUGH,
    VerdictCode.SAME_SERIAL: Family.ENOUGH,
    VerdictCode.LABEL_ALREADY_USED: Family.ENOUGH,
    VerdictCode.UNKNOWN: Family.ASK,
    VerdictCode.AMBIGUOUS: Family.ASK,
    VerdictCode.SERIAL_WANTED: Family.ASK,
    VerdictCode.LOT_WANTED: Family.ASK,
    VerdictCode.TRACKING_WANTED: Family.ASK,
    VerdictCode.HOLD_ASKED: Family.ASK,
    VerdictCode.BADGE_UNKNOWN: Family.ASK,
    VerdictCode.ORDER_UNKNOWN: Family.ASK,
    VerdictCode.ITEM_AWAITS_DECISION: Family.ASK,
    VerdictCode.ORDER_AWAITS_DECISION: Family.ASK,
    VerdictCode.BOX_OPEN: Family.GO,
    VerdictCode.BOX_CHOSEN: Family.GO,
    VerdictCode.BOX_CLOSED: Family.GO,
    VerdictCode.MOVED: Family.GO,
    VerdictCode.SHORT_SHIPPED: Family.GO,
    VerdictCode.SAME_TRANSPARENCY: Family.ENOUGH,
    VerdictCode.COUNT_EACH: Family.ENOUGH,
    VerdictCode.NOT_IN_BOX: Family.ENOUGH,
    VerdictCode.DAMAGED: Family.BACK,
    VerdictCode.NOT_AN_ITEM: Family.ASK,
    VerdictCode.ITEM_FIRST: Family.ASK,
    VerdictCode.TRANSPARENCY_WANTED: Family.ASK,
    VerdictCode.TIMES_ASKED: Family.ASK,
    VerdictCode.TIMES_SET: Family.ASK,
    VerdictCode.NO_SUCH_BOX: Family.ASK,
    VerdictCode.MOVE_ASKED: Family.ASK,
    VerdictCode.NOTHING_TO_MOVE: Family.ASK,
    VerdictCode.WHICH_BOX_ASKED: Family.ASK,
    VerdictCode.DAMAGED_ASKED: Family.ASK,
    VerdictCode.TASK_WANTED: Family.ASK,
    VerdictCode.WEIGHT_WANTED: Family.ASK,
    VerdictCode.WEIGHT_OFF: Family.ENOUGH,
    VerdictCode.SUPERVISOR_WANTED: Family.ASK,
    VerdictCode.WHY_ASKED: Family.ASK,
    VerdictCode.REPLANNED: Family.ENOUGH,
    VerdictCode.TEACH_ASKED: Family.ASK,
    VerdictCode.TAUGHT: Family.GO,
    VerdictCode.TEACH_REFUSED: Family.ENOUGH,
    VerdictCode.UNTAUGHT: Family.GO,
    VerdictCode.TOTE_BOUND: Family.GO,
    VerdictCode.TOTE_OF_OTHER: Family.ENOUGH,
    VerdictCode.TOTE_EMPTY: Family.ASK,
    VerdictCode.PIN_WRONG: Family.ENOUGH,
    VerdictCode.PIN_RESTS: Family.ENOUGH,
    VerdictCode.TAKEN_OVER: Family.STOP,
    VerdictCode.EXPEDITED: Family.GO,
    VerdictCode.ORDER_WANTED: Family.ASK,
    VerdictCode.LABEL_FAILED: Family.ENOUGH,
    VerdictCode.NOT_SAVED: Family.ENOUGH,
    VerdictCode.CANCELLED: Family.STOP,
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer to one scan. `packed` of `wanted` are units of `sku`, without one of the order.

    `came` names the article that was scanned when it is not the one wanted, the kit or the
    substitute that was counted, or what a difference of weight would be; `scanned` is the code as
    it was read; `reason` is a second stable code (a hold's reason, why a label failed).
    """

    code: VerdictCode
    scanned: str = ""
    order_id: OrderId | None = None
    sku: Sku | None = None
    packed: int = 0
    wanted: int = 0
    left: int = 0
    units: int = 1
    came: Sku | None = None
    reason: str = ""
    who: str = ""
    at: datetime | None = None
    box: int = 0  # the box it is about, where an order has several
    grams: int = 0  # how much too heavy a box is; too light is below 0
    healed: str = ""  # what was mended of the text that the scanner sent: a stable code
    dropped: str = ""  # the question that was open and is not any more: a session's state
    remedy: bool = False  # it was mended often enough that somebody should see to it

    @property
    def family(self) -> Family:
        """The family of shape and sound; everything not listed rests.

        A nod would tell that the unit counted about which a dropped question was.
        """
        found = FAMILY.get(self.code, Family.REST)
        return Family.REST if self.dropped and found is Family.GO else found

    @property
    def of_another(self) -> bool:
        """True of a scan that was another item's or unit's, where one's own proof was asked for."""
        return self.reason in _NOT_ITS_OWN and self.code in _PROOF_WANTED

    @property
    def refused(self) -> bool:
        """True when a packer's scan was turned down; a label that fails is nobody's wrong scan."""
        if self.code in _NOBODYS_SCAN:
            return False
        if self.of_another:
            return True
        return self.family in (Family.BACK, Family.ENOUGH) or self.code in _REFUSED


_NOBODYS_SCAN = frozenset(
    {
        VerdictCode.LABEL_FAILED,
        VerdictCode.DAMAGED,
        VerdictCode.WEIGHT_OFF,
        VerdictCode.REPLANNED,
        VerdictCode.TAKEN_OVER,
    }
)
_PROOF_WANTED = frozenset(
    {VerdictCode.SERIAL_WANTED, VerdictCode.LOT_WANTED, VerdictCode.TRANSPARENCY_WANTED}
)
_NOT_ITS_OWN = frozenset({"another_item", "another_unit"})
"""Why a scan does not answer for the unit asked about: it is another one's."""
_REFUSED = frozenset(
    {
        VerdictCode.UNKNOWN,
        VerdictCode.BADGE_UNKNOWN,
        VerdictCode.ORDER_UNKNOWN,
        VerdictCode.NOT_AN_ITEM,
        VerdictCode.ITEM_FIRST,
        VerdictCode.NOTHING_TO_MOVE,
    }
)
