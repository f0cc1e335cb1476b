"""Whatever the host of a link does, the desk gets a whole document or an honest answer, in time."""

from __future__ import annotations

import gzip
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from fbm_desk.amazon.documents import Document, Documents
from fbm_desk.amazon.transport import Bounds
from fbm_desk.domain.answers import Done, NotSent, Unclear
from tests.amazon.amazon_calls import SHORT, SMALL
from tests.amazon.certificates import certificate, serving, trusting
from tests.amazon.fault_server import (
    Behaviour,
    FaultServer,
    Line,
    close,
    hang,
    raw,
    reply,
    reset,
)
from tests.nobody_listens import nobody_listens

TABLE = "order-id\tsku\n305-4471926-8830217\tTasse ä\n".encode()
_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n"
_EXPIRED = b"<?xml version='1.0'?><Error><Code>AccessDenied</Code></Error>"
_PAGE = b"\n<!DOCTYPE html><html><body>Sign in to the hotel's network</body></html>"

FAULTS: dict[str, tuple[Behaviour, NotSent | Unclear]] = {
    "reset": (reset, Unclear("lost")),
    "closed": (close, Unclear("lost")),
    "hangs": (hang, Unclear("timed_out")),
    "a byte now and then": (
        raw(_HEAD + b"Content-Length: 99\r\n\r\n", *[b"o"] * 50, every_s=0.1),
        Unclear("timed_out"),
    ),
    "short": (raw(_HEAD + b"Content-Length: 99\r\n\r\norder-id"), Unclear("lost")),
    "chunks that stop": (
        raw(_HEAD + b"Transfer-Encoding: chunked\r\n\r\n5\r\nord"),
        Unclear("lost"),
    ),
    "endless": (reply(200, b"x" * 500_000), Unclear("too_large")),
    "a bomb": (reply(200, gzip.compress(b" " * 30_000_000)), Unclear("too_large")),
    "many small bombs": (reply(200, gzip.compress(b" " * 99_000) * 8), Unclear("too_large")),
    "members without end": (reply(200, gzip.compress(b"") * 9_000), Unclear("bad_answer")),
    "half packed": (reply(200, gzip.compress(TABLE)[:-6]), Unclear("bad_answer")),
    "no gzip after all": (reply(200, b"\x1f\x8bno gzip at all"), Unclear("bad_answer")),
    "packed and then something": (reply(200, gzip.compress(TABLE) + b"x"), Unclear("bad_answer")),
    "empty": (reply(200), Unclear("bad_answer")),
    "packed nothing": (reply(200, gzip.compress(b"")), Unclear("bad_answer")),
    "a page": (reply(200, _PAGE), Unclear("bad_answer")),
    "part of it": (reply(206, TABLE), Unclear("bad_answer")),
    "expired": (reply(403, _EXPIRED), NotSent("link_dead")),
    "gone": (reply(404, _EXPIRED), NotSent("link_dead")),
    "400": (reply(400, _EXPIRED), Unclear("bad_answer")),
    "elsewhere": (reply(302, Location="http://127.0.0.1:1/"), Unclear("redirected")),
    "for ever": (reply(307, Location="/link"), Unclear("redirected")),
    "500": (reply(500), Unclear("server_fault")),
    "503": (reply(503, _PAGE), Unclear("server_fault")),
    "no HTTP": (raw(b"SSH-2.0-OpenSSH_9.2\r\n"), Unclear("lost")),
}


@pytest.fixture
def storage() -> Iterator[FaultServer]:
    with FaultServer() as server:
        yield server


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_of_the_links_host_is_no_document(storage: FaultServer, fault: str) -> None:
    behaviour, expected = FAULTS[fault]
    storage.always(behaviour)
    bounds = SHORT if expected == Unclear("timed_out") else SMALL
    assert Documents(storage.url, bounds).fetch(f"{storage.url}/link") == expected
    assert len(storage.seen) == 1


def test_nobody_listening_means_that_nothing_was_sent() -> None:
    with nobody_listens() as port:
        url = f"http://127.0.0.1:{port}"
        assert Documents(url, SMALL).fetch(f"{url}/link") == NotSent("offline")


@pytest.mark.parametrize(
    "body",
    [TABLE, gzip.compress(TABLE), gzip.compress(TABLE[:9]) + gzip.compress(TABLE[9:])],
    ids=["plain", "packed", "packed in two"],
)
def test_a_document_is_unpacked_by_its_bytes(storage: FaultServer, body: bytes) -> None:
    storage.always(reply(200, body, Content_Type='text/plain; Charset="CP1252"'))
    assert Documents(storage.url, SMALL).fetch(f"{storage.url}/link?X=1") == Done(
        Document(TABLE, "cp1252")
    )
    assert storage.seen[0].target == "/link?X=1"


def test_what_the_way_there_has_packed_is_unpacked_too(storage: FaultServer) -> None:
    storage.always(reply(200, gzip.compress(gzip.compress(TABLE)), Content_Encoding="gzip"))
    assert Documents(storage.url, SMALL).fetch(f"{storage.url}/link") == Done(Document(TABLE))


def test_text_without_a_charset_stays_bytes(storage: FaultServer) -> None:
    storage.always(reply(200, TABLE, Content_Type="text/plain"))
    assert Documents(storage.url, SMALL).fetch(f"{storage.url}/link") == Done(Document(TABLE))


@pytest.mark.parametrize(
    "url",
    [
        "http://storage.s3.amazonaws.com/x", "https://amazonaws.com.example.com/x",
        "https://exampleamazonaws.com/x", "https://example.com/amazonaws.com",
        "https://a:b@storage.s3.amazonaws.com/x", "https://storage.s3.amazonaws.com:8443/x",
        "https://storage.s3.amazonaws.com@example.com/x", "file:///etc/hostname", "", "https://",
        "http://127.0.0.1:1/x", "http://localhost/x", "https://[::1]/x", "https://h:99999/x",
        "https://[x/x", "http://169.254.169.254/latest/meta-data/", "//storage.s3.amazonaws.com/x",
        "https://storage.s3.amazonaws.com/a b", "https://storage.s3.amazonaws.com/\r\nx: y",
    ],
)  # fmt: skip
def test_a_link_that_leads_elsewhere_is_not_followed(storage: FaultServer, url: str) -> None:
    for api in (storage.url, "https://sellingpartnerapi-eu.amazon.com"):
        assert Documents(api, SMALL).fetch(url) == NotSent("link_elsewhere")
        assert Documents(api, SMALL).bring(url, b"x", "text/plain") == NotSent("link_elsewhere")
    assert not storage.seen


def test_with_the_real_amazon_no_link_leads_to_this_machine(storage: FaultServer) -> None:
    there = Documents("https://sellingpartnerapi-eu.amazon.com", SMALL)
    assert there.fetch(f"{storage.url}/link") == NotSent("link_elsewhere")
    assert not storage.seen


def test_an_upload_is_the_bytes_and_exactly_the_type(storage: FaultServer) -> None:
    storage.always(reply(200))
    content = "ä\tb\r\n".encode("utf-16")
    there = Documents(storage.url, SMALL)
    assert there.bring(f"{storage.url}/up", content, "text/x; charset=UTF-16") == Done(None)
    (seen,) = storage.seen
    assert (seen.method, seen.body) == ("PUT", content)
    assert seen.headers["content-type"] == "text/x; charset=UTF-16"
    assert "x-amz-access-token" not in seen.headers
    assert "authorization" not in seen.headers


def test_a_refused_upload_says_that_the_link_is_dead(storage: FaultServer) -> None:
    storage.always(reply(403, _EXPIRED))
    answer = Documents(storage.url, SMALL).bring(f"{storage.url}/up", b"x", "text/plain")
    assert answer == NotSent("link_dead")


def test_closing_the_program_ends_a_long_download(storage: FaultServer) -> None:
    stop = threading.Event()

    def more_and_more(line: Line) -> None:
        line.send(_HEAD + b"Content-Length: 100000\r\n\r\n", b"x" * 1000)
        stop.set()
        while True:
            line.send(b"x" * 1000)
            line.pause(0.01)

    storage.always(more_and_more)
    there = Documents(storage.url, Bounds(read_s=20, total_s=20), stop=stop)
    assert there.fetch(f"{storage.url}/link") == Unclear("stopped")


def test_a_host_without_amazons_certificate_gets_nothing(tmp_path: Path) -> None:
    file = certificate(tmp_path)
    with FaultServer(serving(file)) as strange:
        url = f"{strange.url}/link"
        assert Documents(strange.url, SMALL).fetch(url) == NotSent("certificate")
        strange.always(reply(200, TABLE))
        trusted = Documents(strange.url, SMALL, trusted=trusting(file))
        assert trusted.fetch(url) == Done(Document(TABLE))
    assert len(strange.seen) == 1
