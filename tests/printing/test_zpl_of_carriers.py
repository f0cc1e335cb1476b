"""Labels of several formats, written the way big carriers write theirs; all data is invented."""

from __future__ import annotations

import pytest

from fbm_desk.printing.documents import LabelFormat
from fbm_desk.printing.label_check import LabelOutcome, tracking_on_label
from fbm_desk.printing.zpl_commands import ZplProblem
from fbm_desk.printing.zpl_inspect import inspect_label, printable

LOGO = b"FF00FF008118000000000000"
#: A parcel carrier's: settings in a format of their own, a MaxiCode, routing, then the number.
BROWN = (
    b"^XA^LRN^MNY^MFN,N^LH10,12^MCY^POI^PW812^CI27^XZ\n"
    b"^XA^FT15,42^A0N,20,24^FVINVENTED SHIPPER^FS^FT15,82^A0N,20,24^FH^FV14 QUARRY_20BEND^FS"
    b"^FO0,147^GB800,4,4^FS^BY3^FO30,180^BD2^FH^FD001840432154000[)>_1E01_1D961Z00000000_1D_04^FS"
    b"^FT280,300^BY3^BCN,103,N,N,N,A^FV42043215^FS"
    b"^FT80,800^BY3^BCN,202,N,N,N,A^FV1ZX00X000312345676^FS^XZ\n"
)
#: A post's: prefixes and the head of a label designer, then pictures stored, used and deleted.
POST = (
    b"\x02".strip(b"\x02") + b"CT~~CD,~CC^~CT~\n"
    b"^XA~TA000~JSN^LT0^MNW^MTT^PON^PMN^LH0,0^JMA^PR4,4~SD15^JUS^LRN^CI0^XZ\n"
    b"~DGR:INDICIA.GRF,12,2," + LOGO + b"\n"
    b"^XA^MMT^PW812^LL1218^LS0^FO32,32^XGR:INDICIA.GRF,1,1^FS"
    b"^BY3,3,160^FT90,980^BCN,,N,N^FD>;>8420432159405511899223197428490^FS^PQ1,0,1,Y^XZ\n"
    b"^XA^IDR:INDICIA.GRF^FS^XZ\n"
)
#: An express carrier's: fonts set ahead, a PDF417, a 34-digit code, an empty format at the end.
EXPRESS = (
    b"^XA^CF,0,0,0^PR12^MD30^PW800^POI^CI13^LH0,20^XZ"
    b"^XA^FO12,139^GB753,2,2^FS^FO12,405^BY2,2^B7N,10,5,14^FH^FWN^FD[)>_1E01_1D0243215_1D^FS"
    b"^FO75,940^BY3,2^BCN,200,N,N,N,N^FWN^FD>;1001921334250001000300794608123456^FS^XZ^XA^XZ"
)
#: A courier's: everything deleted first, comments, a routing code and the piece's own number.
COURIER = (
    b"^XA^FX head of the label^IDR:*.*^FS^XZ\r\n^XA^JZY^CVN^XZ\r\n"
    b"^XA^CI28^PW799^FO40,500^BY3,3^BCN,180,N,N,N^FD>:2LUS43215+48000000^FS"
    b"^FO40,800^BY3,3^BCN,180,N,N,N^FD>:JD01>5460000123456789^FS^PQ1^XZ\r\n"
)


@pytest.mark.parametrize(
    ("zpl", "tracking"),
    [
        (BROWN, "1ZX00X000312345676"),
        (POST, "9405511899223197428490"),
        (EXPRESS, "794608123456"),
        (COURIER, "JD01460000123456789"),
    ],
    ids=["brown", "post", "express", "courier"],
)
def test_a_label_with_settings_in_formats_of_their_own_is_one_label(
    zpl: bytes, tracking: str
) -> None:
    cleaned = printable(zpl)
    assert inspect_label(cleaned).problem is None
    assert (cleaned.count(b"^XA"), cleaned.count(b"^XZ")) == (1, 1)
    check = tracking_on_label(cleaned, LabelFormat.ZPL, tracking)
    assert check.outcome is LabelOutcome.MATCHES
    other = tracking_on_label(cleaned, LabelFormat.ZPL, tracking[:-1] + "X")
    assert other.outcome is LabelOutcome.OTHER_NUMBER


def test_what_the_label_is_drawn_with_moves_into_it_in_its_order() -> None:
    cleaned = printable(BROWN)
    assert cleaned.startswith(b"^XA^LRN^MNY^LH10,12^POI^PW812^CI27^FT15,42")
    assert b"^MF" not in cleaned
    assert b"^MC" not in cleaned


def test_stored_pictures_come_before_the_label_and_are_deleted_by_it() -> None:
    cleaned = printable(POST)
    assert cleaned.startswith(b"~DGR:INDICIA.GRF")
    assert cleaned.rstrip().endswith(b"^IDR:INDICIA.GRF^XZ")
    assert len(inspect_label(cleaned).graphics) == 1


def test_a_label_of_one_format_stays_byte_for_byte_as_it_is() -> None:
    (_, _, label) = BROWN.partition(b"\n")
    assert printable(label) == label


DRAWS = b"^XA^FO1,1^BCN,9,Y^FD123456789012^FS^XZ"


@pytest.mark.parametrize(
    ("zpl", "problem"),
    [
        (DRAWS + DRAWS, ZplProblem.TWO_LABELS),
        (b"^XA^PW812^XZ" + DRAWS + b"^XA^PON^XZ" + DRAWS, ZplProblem.TWO_LABELS),
        (b"^XA^FO1,1^GB9,9,9^FS^XZ" + DRAWS, ZplProblem.TWO_LABELS),
        (b"^XA^PW812" + DRAWS, ZplProblem.TWO_LABELS),
        (b"^XA^DFR:F.ZPL^FS^XZ" + DRAWS, ZplProblem.STORES),
        (DRAWS + b"^XA^XFR:F.ZPL^FS^XZ", ZplProblem.TWO_LABELS),
        (b"^XA^QQ9^XZ" + DRAWS, ZplProblem.UNKNOWN),
        (b"^XA^PW812^XZ" + DRAWS[:-3], ZplProblem.TWO_LABELS),
        (DRAWS[:-3], ZplProblem.UNFINISHED),
        (b"^XA^PW812^XZ~DYE:F,A,T,4,,FFFFFFFF" + DRAWS, ZplProblem.STORES),
        (b"^XA^PW812^XZ~DGE:LOGO.GRF,12,2," + LOGO + DRAWS, ZplProblem.STORES),
        (b"^XA^CC!^XZ" + DRAWS, ZplProblem.SYNTAX),
        (b"~CD;~CC!~CT%" + DRAWS, ZplProblem.SYNTAX),
        (b"CT~~CD,~CC!~CT~" + DRAWS, ZplProblem.OUTSIDE),
        (b'^XA^PW812^XZ! U1 setvar "device.reset" ""' + DRAWS, ZplProblem.OUTSIDE),
        (b"^XA^PW812! U1 do \"x\" \"\"^XZ" + DRAWS, ZplProblem.OUTSIDE),
        (DRAWS + b"^XA^IDE:*.*^FS^XZ", ZplProblem.STORES),
    ],
)  # fmt: skip
def test_two_labels_and_what_does_more_than_set_are_still_refused(
    zpl: bytes, problem: ZplProblem
) -> None:
    assert inspect_label(printable(zpl)).problem is problem
