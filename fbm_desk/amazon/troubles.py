"""What can go wrong on the way to Amazon and back; leaves judging it to `answers`."""

from __future__ import annotations

from enum import Enum


class Trouble(Enum):
    """Why there is no well-formed answer. The value is the stable code of `NotSent`, `Unclear`."""

    OFFLINE = "offline"  #: nobody answers at Amazon's address
    CERTIFICATE = "certificate"  #: whoever answers cannot prove to be Amazon
    TIMED_OUT = "timed_out"  #: no whole answer within the deadline
    LOST = "lost"  #: the connection ended in the middle
    BAD_ANSWER = "bad_answer"  #: not what the call's answer looks like
    TOO_LARGE = "too_large"  #: more bytes than any answer has
    REDIRECTED = "redirected"  #: sent elsewhere, where no token may follow
    SERVER_FAULT = "server_fault"  #: a fault on Amazon's side, status 5xx
    QUOTA = "quota"  #: the allowance is used up
    SIGN_IN = "sign_in"  #: the sign-in did not answer; later it may
    SIGN_IN_REFUSED = "sign_in_refused"  #: the keys are refused: connect the account again
    STOPPED = "stopped"  #: the program is closing
    NO_SHIPPING = "no_shipping"  #: this account has no shipping business set
    LINK_DEAD = "link_dead"  #: the link to a document was refused, a fresh one too
    LINK_ELSEWHERE = "link_elsewhere"  #: the link to a document does not lead to Amazon
    NO_QUEUE_READER = "no_queue_reader"  #: the optional extra `aws` is not installed


class TransportFault(Exception):
    """A request without an answer. `begun` says whether a byte of it may have left.

    Its text is the trouble's code only: no address, token or body.
    """

    def __init__(self, trouble: Trouble, *, begun: bool) -> None:
        super().__init__(trouble.value)
        self.trouble = trouble
        self.begun = begun
