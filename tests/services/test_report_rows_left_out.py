"""An order that a row of the fetched report spoils is not lost: it is asked for by itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import pytest

from fbm_desk.domain.answers import Answer, Done
from fbm_desk.domain.orders import Source
from fbm_desk.domain.reports import ReportFile, ReportKind, ReportStage, ReportState
from fbm_desk.services import backlog
from tests.services.seller_at_amazon import Seller, seller_at_amazon
from tests.simulator.seller import mugs_and_spoons

COLUMNS = (
    "order-id", "order-item-id", "sku", "product-name", "quantity-purchased", "quantity-to-ship",
    "promise-date",
)  # fmt: skip


@dataclass
class OneReport:
    """A report that is there at once."""

    content: bytes = field(repr=False)

    def request(
        self, kind: ReportKind, since: datetime | None = None, marketplace_ids: Sequence[str] = ()
    ) -> Answer[str]:
        """Its id."""
        return Done("report-1")

    def stage(self, report_id: str) -> Answer[ReportStage]:
        """It is ready."""
        return Done(ReportStage(ReportState.READY, "document-1", report_id))

    def lately(self, kind: ReportKind, since: datetime) -> Answer[tuple[ReportStage, ...]]:
        """None was asked for before."""
        return Done(())

    def fetch(self, document_id: str, restricted: bool) -> Answer[ReportFile]:
        """Its content."""
        return Done(ReportFile(self.content, ""))


@pytest.fixture
def seller(tmp_path: Path) -> Iterator[Seller]:
    with seller_at_amazon(tmp_path) as made:
        yield made


def test_an_order_left_out_of_the_report_is_asked_for_by_itself(seller: Seller) -> None:
    good, spoilt = (mugs_and_spoons(seller.shop).order_id for _ in range(2))
    rows = [
        (good, "1", "MUG", "Mug", "1", "1", "2026-11-30T12:00:00+00:00"),
        (spoilt, "2", "MUG", "Mug", "1e3", "1", "2026-11-30T12:00:00+00:00"),
        ("spoilt, too", "3", "MUG", "Mug", "1", "1", "2026-11-30T12:00:00+00:00"),
    ]
    report = OneReport("\n".join("\t".join(one) for one in (COLUMNS, *rows)).encode())
    backlog.want(seller.books)
    for _ in range(4):
        backlog.step(seller.books, report)
    assert not backlog.is_wanted(seller.books)
    assert (seller.order(good) is not None, seller.order(spoilt)) == (True, None)
    backlog.fill_gaps(seller.books, seller.marketplace, seller.sync.stop)
    found = seller.order(spoilt)
    assert found is not None
    assert found.source is Source.API
