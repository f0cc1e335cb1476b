"""Documents behind links that die after five minutes: what reports and feeds are carried in.

Nobody's token is asked for; whoever has the link may use it, as with Amazon's own.
"""

from __future__ import annotations

import secrets
import threading
from dataclasses import dataclass, field

from fbm_desk.simulator.answers import Answer, Call
from fbm_desk.simulator.clock import Clock
from fbm_desk.simulator.route import Access, Route, route

LINK_LIFE_S = 300.0
_XML = "application/xml"


@dataclass
class Document:
    """Some bytes with an id. An upload is empty until they are there, and knows its type before."""

    document_id: str
    content_type: str
    contents: bytes | None = field(default=None, repr=False)
    gzipped: bool = False


@dataclass(frozen=True, slots=True)
class _Link:
    document: Document
    method: str
    signature: str
    dies_at_s: float


class Links:
    """Hands out links to documents. `base_url` is where the simulator is reached."""

    def __init__(self, clock: Clock) -> None:
        self.base_url = "http://127.0.0.1"
        self._clock = clock
        self._links: dict[str, _Link] = {}
        self._lock = threading.Lock()

    def routes(self) -> tuple[Route, ...]:
        """The doors the links lead to."""
        return (
            route("GET", "/links/ID", "downloadDocument", self.download, Access.OPEN),
            route("PUT", "/links/ID", "uploadDocument", self.upload, Access.OPEN),
        )

    def to_download(self, document: Document) -> str:
        """A link from which the document can be fetched for five minutes."""
        return self._link(document, "GET")

    def to_upload(self, document: Document) -> str:
        """A link to which the document can be sent for five minutes, in its announced type."""
        return self._link(document, "PUT")

    def download(self, call: Call) -> Answer:
        """GET: the bytes as they are, packed or not."""
        link = self._living(call)
        if link is None or link.document.contents is None:
            return expired_link()
        return Answer(200, link.document.contents, link.document.content_type)

    def upload(self, call: Call) -> Answer:
        """PUT: takes the bytes when they come with exactly the type that was announced."""
        link = self._living(call)
        if link is None:
            return expired_link()
        if call.headers.get("content-type", "") != link.document.content_type:
            return _refused("SignatureDoesNotMatch", "The request signature does not match.")
        link.document.contents = call.body
        return Answer(200, b"", _XML)

    def _link(self, document: Document, method: str) -> str:
        name, signature = secrets.token_hex(12), secrets.token_hex(16)
        now_s = self._clock.seconds()
        with self._lock:
            self._links = {
                known: link for known, link in self._links.items() if link.dies_at_s > now_s
            }
            self._links[name] = _Link(document, method, signature, now_s + LINK_LIFE_S)
        return f"{self.base_url}/links/{name}?X-Amz-Expires=300&X-Amz-Signature={signature}"

    def _living(self, call: Call) -> _Link | None:
        with self._lock:
            link = self._links.get(call.part)
        wanted = (call.method, call.value("X-Amz-Signature"))
        if link is None or (link.method, link.signature) != wanted:
            return None
        return link if self._clock.seconds() < link.dies_at_s else None


def expired_link() -> Answer:
    """The 403 of a link that is too old: XML, not Amazon's usual error list."""
    return _refused("AccessDenied", "Request has expired")


def _refused(code: str, message: str) -> Answer:
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    body = f"{head}<Error><Code>{code}</Code><Message>{message}</Message></Error>"
    return Answer(403, body.encode(), _XML)
