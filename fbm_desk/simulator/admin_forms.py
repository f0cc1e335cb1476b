"""The two forms of the page at /admin: orders to place and trouble to come."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from fbm_desk.simulator import marketplaces
from fbm_desk.simulator.admin_orders import DUTIES
from fbm_desk.simulator.faults import ANY, FaultKind

_PROGRAMS = {
    "PRIME": "Prime", "AMAZON_BUSINESS": "Business", "PREMIUM": "Premium",
    "FBM_SHIP_PLUS": "Ship+", "IN_STORE_PICK_UP": "Pick-up",
}  # fmt: skip
_DUTY_WORDS = {
    "signature": "Signature", "age_check": "Age check", "transparency": "Transparency",
}  # fmt: skip
_FAULT_WORDS = {
    FaultKind.EMPTY_500: "500 without a body",
    FaultKind.JSON_500: "500 with Amazon's words",
    FaultKind.HTML_503: "503 with a web page",
    FaultKind.QUOTA: "429, quota exceeded",
    FaultKind.QUOTA_RETRY_AFTER: "429 with Retry-After",
    FaultKind.LOST_TOKEN: "403, access token unknown",
    FaultKind.EXPIRED_TOKEN: "403, access token too old",
    FaultKind.UNAUTHORIZED_401: "401, access token too old",
    FaultKind.REVOKED_REFRESH: "Sign-in refuses the refresh token",
    FaultKind.REFUSED_DATA: "400 on includedData",
    FaultKind.EXPIRED_LINK: "403 as an old link gives",
    FaultKind.REDIRECT: "Redirect to another host",
    FaultKind.CUT_BEFORE: "Connection cut, nothing done",
    FaultKind.CUT_AFTER: "Done, then connection cut",
    FaultKind.RESET_AFTER: "Done, then connection reset",
    FaultKind.SLOW: "Slow answer",
    FaultKind.DRIP: "One byte every half second",
    FaultKind.SHORT_BODY: "Half the body, then cut",
    FaultKind.TRUNCATED: "Half the JSON, as if whole",
    FaultKind.HTML_200: "200 with a web page",
    FaultKind.EMPTY_200: "200 without a body",
    FaultKind.GARBAGE: "200 with garbage",
    FaultKind.DEEP_JSON: "200, lists in lists without end",
    FaultKind.LONG_NUMBER: "200, a number of 5,000 digits",
    FaultKind.BAD_GZIP: "200, gzip that is none",
    FaultKind.GZIP_BOMB: "200, gzip that unpacks to 64 MB",
}


def place_form() -> str:
    """Orders to place, with what they shall have."""
    shops = [("", "Any")] + [(one.marketplace_id, one.name) for one in marketplaces.ALL]
    duties = [(name, _DUTY_WORDS[name]) for name in DUTIES]
    return _form(
        "/admin/orders",
        "Place orders",
        (
            ("How many", '<input type="number" name="count" value="1" min="1" max="20000">'),
            ("Shop", _select("marketplaceId", shops)),
            ("Programs", _checks("programs", _PROGRAMS.items())),
            ("Duties", _checks("duties", duties)),
            ("Payment", _checks("pending", [("yes", "still to be authorised")])),
        ),
        "Place",
    )


def fault_form(operations: Iterable[str]) -> str:
    """Trouble for the next calls of an operation."""
    names = [(ANY, "Any operation")] + [(name, name) for name in operations]
    kinds = [(kind.value, _FAULT_WORDS[kind]) for kind in FaultKind]
    delay = '<input type="number" name="delay_s" value="6" min="0" step="any"> seconds'
    return _form(
        "/admin/faults",
        "Trouble for the next calls",
        (
            ("Operation", _select("operation", names)),
            ("What happens", _select("kind", kinds)),
            ("Next calls", '<input type="number" name="times" value="1" min="1">'),
            ("If slow", delay),
            ("Work", _checks("done", [("yes", "is done before it goes wrong, whatever happens")])),
        ),
        "Let it happen",
    )


def words(kind: FaultKind) -> str:
    """A kind of trouble for people."""
    return _FAULT_WORDS[kind]


def _form(to: str, title: str, rows: Iterable[tuple[str, str]], button: str) -> str:
    fields = "".join(f"<label>{escape(name)}</label><div>{field}</div>" for name, field in rows)
    return (
        f'<section><h2>{escape(title)}</h2><form data-to="{to}">{fields}'
        f'<div class="end"><button class="main">{escape(button)}</button></div></form></section>'
    )


def _select(name: str, choices: Iterable[tuple[str, str]]) -> str:
    options = "".join(
        f'<option value="{escape(value)}">{escape(text)}</option>' for value, text in choices
    )
    return f'<select name="{name}">{options}</select>'


def _checks(name: str, choices: Iterable[tuple[str, str]]) -> str:
    boxes = "".join(
        f'<label><input type="checkbox" name="{name}" value="{escape(value)}">'
        f"{escape(text)}</label>"
        for value, text in choices
    )
    return f'<div class="row">{boxes}</div>'
