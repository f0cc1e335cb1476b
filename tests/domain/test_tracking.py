"""Which number a scanned carrier label stands for: routing around it is not part of it."""

from __future__ import annotations

import pytest

from fbm_desk.domain import barcodes
from fbm_desk.domain.orders import LineId, OrderId, Sku
from fbm_desk.domain.packing import step
from fbm_desk.domain.session import LabelSource, PackLine, Scanned, Session, State
from fbm_desk.domain.tracking import number_on_label, reads_like_tracking, same_tracking

USPS = "9405511899223197428490"


@pytest.mark.parametrize(
    ("scanned", "number"),
    [
        (f"42094107{USPS}", USPS),
        (f"420941074567{USPS}", USPS),
        (f"420941079567{USPS}", USPS),  # a ZIP+4 that could begin a longer number
        ("9622001900000000000000776632517510", "776632517510"),
        ("9611020987654312345672", "987654312345672"),  # FedEx, older labels
        ("A299833445564A", "299833445564"),  # Yamato's and Sagawa's end letters
        ("a299833445564b", "299833445564"),
        ("%007110001505400084721327276", "01505400084721"),
        ("00340434161094042557", "00340434161094042557"),  # DHL's number is the SSCC with its 00
        ("1Z 999 AA1 01 2345 6784", "1Z999AA10123456784"),
        (USPS, USPS),
    ],
)
def test_a_label_gives_the_carriers_number_without_its_routing(scanned: str, number: str) -> None:
    assert number_on_label(scanned) == number
    assert same_tracking(scanned, number)
    assert reads_like_tracking(number)


@pytest.mark.parametrize(
    ("scanned", "number"),
    [
        ("015054000847216", "01505400084721"),  # DPD's check character
        ("(00)340434161094042557", "00340434161094042557"),
        ("(00)340434161094042557", "340434161094042557"),
    ],
)
def test_the_stuck_on_label_is_known_by_what_stands_in_it(scanned: str, number: str) -> None:
    assert same_tracking(scanned, number)


@pytest.mark.parametrize(
    ("scanned", "number"),
    [
        ("A299833445564A", "299833445565"),
        ("A299833445565A", "299833445565"),  # a wrong check digit proves no letters
        ("015054000847217", "01505400084721"),
        ("9611020987654312345672", "987654312345673"),
        ("(00)340434161094042557", "00340434161094042558"),
        (f"42094107{USPS}", "42094107"),
    ],
)
def test_another_number_is_another_label(scanned: str, number: str) -> None:
    assert not same_tracking(scanned, number)


def test_amazon_is_told_the_number_and_not_the_routing_code() -> None:
    """The ZIP code before the number would make it one that no carrier knows."""
    line = PackLine(LineId("1"), Sku("MUG"), 0)
    waiting = Session(
        OrderId("305-4471926-8830217"), (line,), LabelSource.SCANNED, state=State.TRACKING_WANTED
    )
    done = step(waiting, Scanned(barcodes.read(f"42094107{USPS}")))
    assert (done.session.state, done.session.tracking) == (State.DONE, USPS)
