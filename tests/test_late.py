"""What is made at the first asking: once for all threads, and again only after a failure."""

from __future__ import annotations

import threading

import pytest

from fbm_desk.late import Once, late


class Shop:
    """Somebody to ask."""

    def sells(self, article: str, *, gift: bool = False) -> str:
        return f"{article}{' wrapped' if gift else ''}"


def test_nothing_is_made_before_it_is_asked_for() -> None:
    made: list[Shop] = []

    def make() -> Shop:
        made.append(Shop())
        return made[-1]

    shop = Once(make)
    asked_later = late(shop)
    sells = asked_later.sells
    assert shop.made() is None
    assert made == []
    assert sells("mug", gift=True) == "mug wrapped"
    assert sells("mug") == "mug"
    assert [shop.made()] == made


def test_threads_that_ask_at_once_get_the_same_thing() -> None:
    together = threading.Barrier(8)
    made: list[object] = []

    def make() -> object:
        made.append(object())
        return made[-1]

    once = Once(make)
    got: list[object] = []

    def ask() -> None:
        together.wait(10)
        got.append(once())

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert len(made) == 1
    assert got == made * 8


def test_what_failed_is_tried_again() -> None:
    tries: list[int] = []

    def make() -> Shop:
        tries.append(len(tries))
        if len(tries) == 1:
            raise OSError("the server sleeps")
        return Shop()

    shop = Once(make)
    with pytest.raises(OSError, match="sleeps"):
        late(shop).sells("mug")
    assert shop.made() is None
    assert late(shop).sells("mug") == "mug"
    assert len(tries) == 2
