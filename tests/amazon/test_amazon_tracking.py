"""Where a parcel is, by the carrier's events: the first scan, the delivery, and trouble."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from fbm_desk.amazon.client import AmazonClient
from fbm_desk.amazon.shipping import get_tracking
from fbm_desk.domain.answers import Done, Unclear
from fbm_desk.domain.shipping import ParcelProgress, TrackingNews
from tests.amazon.amazon_calls import client
from tests.amazon.fault_server import FaultServer, reply

NUMBER = "1Z999AA10123456784"


@pytest.fixture
def amazon() -> Iterator[FaultServer]:
    with FaultServer() as server:
        yield server


@pytest.fixture
def to(amazon: FaultServer) -> Iterator[AmazonClient]:
    made = client(amazon.url)
    yield made
    made.close()


def told(status: str, *events: tuple[str, str], tracking: str = NUMBER) -> dict[str, Any]:
    history = [{"eventCode": code, "eventTime": at} for code, at in events]
    return {
        "payload": {
            "trackingId": tracking,
            "alternateLegTrackingId": "",
            "eventHistory": history,
            "promisedDeliveryDate": "2026-11-25T18:00:00Z",
            "summary": {"status": status},
        }
    }


def at(day: int, hour: int) -> datetime:
    return datetime(2026, 11, day, hour, tzinfo=UTC)


def test_scans_count_from_the_carriers_hand_on(amazon: FaultServer, to: AmazonClient) -> None:
    body = told(
        "Delivered",
        ("Delivered", "2026-11-25T10:00:00Z"),
        ("ReadyForReceive", "2026-11-23T08:00:00Z"),
        ("PickupDone", "2026-11-23T17:00:00Z"),
    )
    amazon.behave(reply(200, body))
    assert get_tracking(to, NUMBER, "ROYAL") == Done(
        TrackingNews(ParcelProgress.DELIVERED, "Delivered", at(25, 10), at(23, 17), at(25, 10))
    )


@pytest.mark.parametrize(
    ("status", "progress"),
    [
        ("PreTransit", ParcelProgress.ANNOUNCED),
        ("InTransit", ParcelProgress.UNDER_WAY),
        ("Lost", ParcelProgress.TROUBLED),
        ("Undeliverable", ParcelProgress.TROUBLED),
        ("Teleported", ParcelProgress.UNKNOWN),
        ("", ParcelProgress.UNKNOWN),
    ],
)
def test_amazons_words_are_understood_or_said_to_be_unknown(
    amazon: FaultServer, to: AmazonClient, status: str, progress: ParcelProgress
) -> None:
    amazon.behave(reply(200, told(status)))
    assert get_tracking(to, NUMBER, "ROYAL") == Done(TrackingNews(progress))


def test_news_of_another_parcel_are_none(amazon: FaultServer, to: AmazonClient) -> None:
    amazon.behave(reply(200, told("Delivered", tracking="1Z5R89390357567127")))
    assert isinstance(get_tracking(to, NUMBER, "ROYAL"), Unclear)
