"""Asking for reports and reading them, as the simulator's tests do."""

from __future__ import annotations

import csv
import gzip
from typing import Any

import httpx

from fbm_desk.simulator.shop import Shop
from tests.simulator.seller import US, Seller

UNSHIPPED = "GET_FLAT_FILE_ACTIONABLE_ORDER_DATA_SHIPPING"
NEW = "GET_FLAT_FILE_ORDER_REPORT_DATA_SHIPPING"
ALL = "GET_FLAT_FILE_ALL_ORDERS_DATA_BY_LAST_UPDATE_GENERAL"
JAPAN = "A1VC38T7YXB528"
PATH = "/reports/2021-06-30"


def asked(seller: Seller, report_type: str = UNSHIPPED, **more: Any) -> str:
    """The id of a report that was just asked for."""
    body = {"reportType": report_type, "marketplaceIds": [US], **more}
    answer = seller.call("POST", f"{PATH}/reports", json=body)
    assert answer.status_code == 202, answer.text
    return str(answer.json()["reportId"])


def state(seller: Seller, report_id: str) -> dict[str, Any]:
    content: dict[str, Any] = seller.call("GET", f"{PATH}/reports/{report_id}").json()
    return content


def link(seller: Seller, report_id: str) -> dict[str, Any]:
    """Where the finished report's document is, asked for with a token for exactly that."""
    path = f"{PATH}/documents/{state(seller, report_id)['reportDocumentId']}"
    token, seller.token = seller.token, seller.restricted("GET", path)
    answer = seller.call("GET", path)
    seller.token = token
    assert answer.status_code == 200, answer.text
    content: dict[str, Any] = answer.json()
    return content


def fetched(shop: Shop, seller: Seller, report_type: str = UNSHIPPED, **more: Any) -> bytes:
    """The bytes of a report, unpacked."""
    report_id = asked(seller, report_type, **more)
    shop.clock.advance(60)
    where = link(seller, report_id)
    packed = httpx.get(where["url"]).content
    return gzip.decompress(packed) if "compressionAlgorithm" in where else packed


def rows(contents: bytes, encoding: str = "utf-8") -> list[dict[str, str]]:
    lines = contents.decode(encoding).splitlines()
    return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
