"""Fetches and brings the documents behind Amazon's links; leaves asking for the links to others.

A link is for whoever has it: no token goes there, and none but Amazon's storage is talked to. Its
host is not Amazon's API, so nothing it says is believed but the bytes of a whole 200.
"""

from __future__ import annotations

import re
import ssl
import threading
import zlib
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from urllib.parse import SplitResult, urlsplit

from fbm_desk.amazon.account import is_this_machine
from fbm_desk.amazon.answers import Reply, read, unanswered
from fbm_desk.amazon.json_body import required
from fbm_desk.amazon.transport import Bounds, RawAnswer, Transport
from fbm_desk.amazon.troubles import TransportFault, Trouble
from fbm_desk.domain.answers import Answer, Done, NotSent, Unclear

#: A link lives five minutes; 100,000 rows of a report are about 60 MB.
DOCUMENT_BOUNDS = Bounds(total_s=240.0, body_bytes=128 << 20, unpacked_bytes=512 << 20)
_STORAGE = ".amazonaws.com"
_CHARSET = re.compile(r"charset=\"?([\w.-]{1,40})", re.ASCII | re.IGNORECASE)
_GZIP = b"\x1f\x8b"
#: Several packed files in a row are one; so many are an attack.
_MOST_MEMBERS = 64


@dataclass(frozen=True, slots=True)
class Document:
    """What was behind a link, unpacked, and the charset it came with; '' if none was said."""

    content: bytes = field(repr=False)
    charset: str = ""


def fetched(documents: Documents, ask: Callable[[], Answer[Reply]]) -> Answer[Document]:
    """The document whose link the call `ask` gives; a dead link is replaced once by a fresh one."""
    got: Answer[Document] = NotSent(Trouble.LINK_DEAD.value)
    for _ in range(2):
        link = read(ask(), lambda body: required(body, "url"))
        if not isinstance(link, Done):
            return link
        got = documents.fetch(link.value)
        if got != NotSent(Trouble.LINK_DEAD.value):
            break
    return got


class Documents:
    """Speaks with the hosts of links, each document over a connection of its own."""

    def __init__(
        self,
        api_url: str,
        bounds: Bounds = DOCUMENT_BOUNDS,
        *,
        proxy_url: str = "",
        trusted: ssl.SSLContext | None = None,
        stop: threading.Event | None = None,
    ) -> None:
        self._api = urlsplit(api_url)
        self._bounds = bounds
        self._proxy_url = proxy_url
        self._trusted = trusted
        self._stop = stop

    def fetch(self, url: str) -> Answer[Document]:
        """The document, unpacked if its bytes are packed, whatever was announced.

        `NotSent` with `link_dead`: ask for a new link.
        """
        got = self._carried("GET", url, None, {})
        if not isinstance(got, Done):
            return got
        content = got.value.content
        try:
            if content.startswith(_GZIP):
                content = _unpacked(content, self._bounds.unpacked_bytes)
        except TransportFault as fault:
            return unanswered(fault)
        if not content or _is_page(content):
            return Unclear(Trouble.BAD_ANSWER.value)
        said = _CHARSET.search(got.value.headers.get("content-type", ""))
        return Done(Document(content, said.group(1).lower() if said else ""))

    def bring(self, url: str, content: bytes, content_type: str) -> Answer[None]:
        """Puts the bytes behind a link, with exactly the type that was announced for it."""
        got = self._carried("PUT", url, content, {"content-type": content_type})
        return Done(None) if isinstance(got, Done) else got

    def _carried(
        self, method: str, url: str, content: bytes | None, headers: dict[str, str]
    ) -> Answer[RawAnswer]:
        link = _split(url)
        if link is None or not self._is_amazons(link):
            return NotSent(Trouble.LINK_ELSEWHERE.value)
        try:
            with closing(self._transport(link)) as transport:
                got = transport.request(method, url, content=content, headers=headers)
        except TransportFault as fault:
            return unanswered(fault)
        return _judged(got)

    def _transport(self, link: SplitResult) -> Transport:
        return Transport(
            [f"{link.scheme}://{link.netloc}"],
            self._bounds,
            proxy_url=self._proxy_url,
            trusted=self._trusted,
            stop=self._stop,
        )

    def _is_amazons(self, link: SplitResult) -> bool:
        host = link.hostname or ""
        if is_this_machine(host):  # a simulator's links lead to itself
            return (link.scheme, link.netloc) == (self._api.scheme, self._api.netloc)
        in_storage = host.endswith(_STORAGE) and link.port in (None, 443)
        return link.scheme == "https" and link.username is None and in_storage


def _judged(got: RawAnswer) -> Answer[RawAnswer]:
    if got.status_code in (403, 404, 410):
        return NotSent(Trouble.LINK_DEAD.value)
    if 300 <= got.status_code < 400:
        return Unclear(Trouble.REDIRECTED.value)
    if got.status_code >= 500:
        return Unclear(Trouble.SERVER_FAULT.value)
    return Done(got) if got.status_code == 200 else Unclear(Trouble.BAD_ANSWER.value)


def _unpacked(packed: bytes, most: int) -> bytes:
    """Raises `TransportFault` for more than `most` bytes and for damaged ones."""
    pieces: list[bytes] = []
    left = most
    for _ in range(_MOST_MEMBERS):
        unpacker = zlib.decompressobj(wbits=31)
        try:
            pieces.append(unpacker.decompress(packed, left + 1))
        except zlib.error:
            break
        left -= len(pieces[-1])
        if left < 0:
            raise TransportFault(Trouble.TOO_LARGE, begun=True)
        packed = unpacker.unused_data
        if not unpacker.eof:
            break
        if not packed:
            return b"".join(pieces)
    raise TransportFault(Trouble.BAD_ANSWER, begun=True)


def _is_page(content: bytes) -> bool:
    """A web page instead of the document, as portals and proxies give it."""
    return content[:200].lstrip().lower().startswith((b"<!doctype html", b"<html"))


def _split(url: str) -> SplitResult | None:
    try:
        link = urlsplit(url)
        plain = url.isascii() and url.isprintable() and " " not in url
        return link if plain and link.port != 0 else None
    except ValueError:
        return None
