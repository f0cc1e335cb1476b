"""The desk's view behind the counter: labels, reports, feeds, queues, listings and sign-in."""

from __future__ import annotations

from typing import Any

from fbm_desk.simulator import label_book
from fbm_desk.simulator.admin_orders import Door
from fbm_desk.simulator.answers import Answer, Call, json_answer, timestamp
from fbm_desk.simulator.apis import Apis
from fbm_desk.simulator.label_book import SoldLabel
from fbm_desk.simulator.mfn_labels import Refund
from fbm_desk.simulator.processing import Pace, Processing


class AdminWorks:
    """What Amazon remembers, shown without anybody's name, and how it goes on."""

    def __init__(self, apis: Apis) -> None:
        self._apis = apis

    def doors(self) -> tuple[Door, ...]:
        """Paths beside the orders, requests, faults and time."""
        return (
            ("GET", "/admin/labels", self._labels),
            ("POST", "/admin/labels", self._order_refund),
            ("GET", "/admin/reports", self._reports),
            ("POST", "/admin/reports", self._set_reports),
            ("GET", "/admin/feeds", self._feeds),
            ("POST", "/admin/feeds", self._set_feeds),
            ("GET", "/admin/queues", self._queues),
            ("POST", "/admin/queues", self._set_queues),
            ("GET", "/admin/listings", self._listings),
            ("GET", "/admin/messages", self._messages),
            ("POST", "/admin/sign-in", self._sign_in),
            ("POST", "/admin/packages", self._set_packages),
        )

    def _labels(self, _part: str, _body: dict[str, Any], call: Call) -> Answer:
        wanted = call.value("orderId")
        labels = label_book.sold(self._apis.shipping, self._apis.mfn)
        orders = self._apis.shop.orders()
        twice = label_book.bought_twice(labels, orders)
        ever = label_book.bought_twice(labels, orders, ever=True)
        shown = [one for one in labels if wanted in (None, one.order_id)]
        content = {
            "labels": [_label(one) for one in shown],
            "boughtTwice": len(twice),
            "boughtTwiceOrders": list(twice),
            "boughtTwiceEver": len(ever),
        }
        return json_answer(content)

    def _order_refund(self, _part: str, body: dict[str, Any], _call: Call) -> Answer:
        if "refund" in body:
            self._apis.mfn.order_refund(Refund(body["refund"]), int(body.get("times", 1)))
        if "refund_takes_s" in body:
            self._apis.mfn.refund_takes_s = float(body["refund_takes_s"])
        return json_answer({"refund_takes_s": self._apis.mfn.refund_takes_s})

    def _reports(self, _part: str, _body: dict[str, Any], _call: Call) -> Answer:
        reports = self._apis.reports
        listed = [
            {
                "reportId": one.report_id,
                "reportType": one.asked.report_type,
                "status": reports.status(one).value,
                "createdAt": timestamp(one.created_at),
            }
            for one in reports.all()
        ]
        most = dict(reports.most_in_flight)
        return json_answer({"reports": listed, "mostInFlight": most, **_pace(reports.pace)})

    def _set_reports(self, part: str, body: dict[str, Any], call: Call) -> Answer:
        reports = self._apis.reports
        if "end" in body:
            kind, times = str(body["reportType"]), int(body.get("times", 1))
            reports.ends.order(kind, Processing(body["end"]), times)
        for place, encoding in dict(body.get("encodings", {})).items():
            "".encode(str(encoding))
            reports.encodings.by_marketplace[place] = str(encoding)
        if "gzip" in body:
            reports.encodings.gzipped = bool(body["gzip"])
        if "announced" in body:
            reports.encodings.announced = bool(body["announced"])
        _set_pace(reports.pace, body)
        return self._reports(part, body, call)

    def _feeds(self, _part: str, _body: dict[str, Any], _call: Call) -> Answer:
        feeds = self._apis.feeds
        listed = [
            {
                "feedId": one.feed_id,
                "feedType": one.feed_type,
                "status": feeds.status(one).value,
                "createdAt": timestamp(one.created_at),
            }
            for one in feeds.all()
        ]
        most = dict(feeds.most_in_flight)
        return json_answer({"feeds": listed, "mostInFlight": most, **_pace(feeds.pace)})

    def _set_feeds(self, part: str, body: dict[str, Any], call: Call) -> Answer:
        feeds = self._apis.feeds
        if "end" in body:
            kind, times = str(body["feedType"]), int(body.get("times", 1))
            feeds.ends.order(kind, Processing(body["end"]), times)
        ids = frozenset(str(one) for one in body.get("refuseIds", []))
        feeds.refuse(int(body.get("refuse", 0)), ids)
        if "gzip" in body:
            feeds.gzipped = bool(body["gzip"])
        _set_pace(feeds.pace, body)
        return self._feeds(part, body, call)

    def _queues(self, _part: str, _body: dict[str, Any], _call: Call) -> Answer:
        queues = self._apis.queues
        counts = ((name, queues.counts(name) or (0, 0)) for name in queues.names())
        listed = [{"queue": name, "waiting": c[0], "hidden": c[1]} for name, c in counts]
        return json_answer({"queues": listed, "copies": self._apis.notifications.copies})

    def _set_queues(self, part: str, body: dict[str, Any], call: Call) -> Answer:
        copies = int(body["copies"])
        if not 0 <= copies <= 10:
            raise ValueError("a message comes up to ten times, or not at all")
        self._apis.notifications.copies = copies
        return self._queues(part, body, call)

    def _listings(self, _part: str, _body: dict[str, Any], call: Call) -> Answer:
        places = call.values("marketplaceIds") or ("ATVPDKIKX0DER",)
        found = self._apis.listings.all(places)
        listed = [
            {
                "sku": one.sku,
                "marketplaceId": one.marketplace.marketplace_id,
                "quantity": one.quantity,
            }
            for listings in found
            for one in listings
        ]
        return json_answer({"listings": listed})

    def _messages(self, _part: str, _body: dict[str, Any], _call: Call) -> Answer:
        sent = self._apis.messaging.sent()
        listed = [{"orderId": one.order_id, "action": one.action} for one in sent]
        return json_answer({"messages": listed})

    def _sign_in(self, _part: str, body: dict[str, Any], _call: Call) -> Answer:
        changes = {
            "revoke": self._apis.sign_in.revoke_refresh_token,
            "consent": self._apis.sign_in.consent,
            "expire": self._apis.sign_in.revoke_all,
        }
        done = body.get("do")
        if done not in changes:
            raise ValueError(f"do is {', '.join(changes)}")
        changes[done]()
        return json_answer({"done": done})

    def _set_packages(self, _part: str, body: dict[str, Any], _call: Call) -> Answer:
        delay_s = float(body["delay_s"])
        if delay_s < 0:
            raise ValueError("a package is not seen before it is told")
        self._apis.shop.package_delay_s = delay_s
        return json_answer({"delay_s": delay_s})


def _label(one: SoldLabel) -> dict[str, Any]:
    return {
        "orderId": one.order_id,
        "api": one.api,
        "shipmentId": one.shipment_id,
        "tracking": list(one.tracking),
        "charge": one.charge,
        "currency": one.currency,
        "boughtAt": timestamp(one.bought_at),
        "status": one.status,
    }


def _pace(pace: Pace) -> dict[str, float]:
    return {"queue_s": pace.queue_s, "work_s": pace.work_s}


def _set_pace(pace: Pace, body: dict[str, Any]) -> None:
    queue_s = float(body.get("queue_s", pace.queue_s))
    work_s = float(body.get("work_s", pace.work_s))
    if queue_s < 0 or work_s < 0:
        raise ValueError("time does not run backwards")
    pace.queue_s, pace.work_s = queue_s, work_s
