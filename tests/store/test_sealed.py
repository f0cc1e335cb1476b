"""Sealed data opens with its own key in its own place, and nowhere else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fbm_desk.store.sealed import Seal, Unreadable

SEAL = Seal(b"k" * 32)
PLACE = ("order_private", "recipient", "305-4471926-8830217")


@given(st.binary(max_size=300))
def test_what_was_sealed_opens_again(value: bytes) -> None:
    assert SEAL.open(SEAL.close(value, *PLACE), *PLACE) == value


def test_the_same_value_is_never_sealed_alike() -> None:
    assert SEAL.close(b"Rua Nova 1", *PLACE) != SEAL.close(b"Rua Nova 1", *PLACE)
    assert b"Rua" not in SEAL.close(b"Rua Nova 1", *PLACE)


@pytest.mark.parametrize(
    "place",
    [
        ("order_private", "recipient", "305-4471926-8830218"),  # another buyer's row
        ("order_private", "contact", "305-4471926-8830217"),  # another column
        ("label_documents", "recipient", "305-4471926-8830217"),
        ("order_private", "recipient"),
        ("order_private", "", "recipient", "305-4471926-8830217"),
    ],
)
def test_a_sealed_value_moved_elsewhere_does_not_open(place: tuple[str, ...]) -> None:
    with pytest.raises(Unreadable):
        SEAL.open(SEAL.close(b"Rua Nova 1", *PLACE), *place)


def test_another_key_does_not_open_it() -> None:
    with pytest.raises(Unreadable):
        Seal(b"j" * 32).open(SEAL.close(b"Rua Nova 1", *PLACE), *PLACE)


def test_every_changed_byte_is_noticed() -> None:
    sealed = SEAL.close(b"Rua Nova 1", *PLACE)
    for at in range(len(sealed)):
        changed = sealed[:at] + bytes([sealed[at] ^ 1]) + sealed[at + 1 :]
        with pytest.raises(Unreadable):
            SEAL.open(changed, *PLACE)


@pytest.mark.parametrize("length", [0, 1, 5, 13, 20, 28])
def test_a_sealed_value_cut_short_does_not_open(length: int) -> None:
    with pytest.raises(Unreadable):
        SEAL.open(SEAL.close(b"Rua Nova 1", *PLACE)[:length], *PLACE)


def test_an_error_tells_nothing_of_the_value() -> None:
    with pytest.raises(Unreadable) as refused:
        SEAL.open(SEAL.close(b"Rua Nova 1", *PLACE)[:-1], *PLACE)
    assert "Rua" not in str(refused.value)


texts = st.text(st.characters(codec="utf-8"), max_size=60)


@given(texts, st.sampled_from(["305-4471926-8830217", "305-4471926-8830218"]))
def test_a_text_in_any_script_opens_again_in_its_row(text: str, row: str) -> None:
    (sealed,) = SEAL.close_texts("order_private", "recipient", [(row, text)])
    assert (sealed is None) is (text == "")
    assert SEAL.open_text(sealed, "order_private", "recipient", row) == text


def test_a_text_sealed_for_another_row_does_not_open() -> None:
    (sealed,) = SEAL.close_texts("order_private", "recipient", [("1", "Rua Nova 1")])
    with pytest.raises(Unreadable):
        SEAL.open_text(sealed, "order_private", "recipient", "2")


def test_many_texts_are_sealed_each_for_its_own_row_and_none_alike() -> None:
    rows = [(str(number), "" if number % 7 == 0 else "Rua Nova 1") for number in range(200)]
    sealed = SEAL.close_texts("order_private", "recipient", rows)
    opened = [
        SEAL.open_text(one, "order_private", "recipient", row)
        for one, (row, _) in zip(sealed, rows, strict=True)
    ]
    assert opened == [text for _, text in rows]
    assert len({one[1:13] for one in sealed if one is not None}) == 171  # no nonce twice
    assert SEAL.close_texts("order_private", "recipient", []) == []


def test_half_a_character_is_kept_as_a_question_mark() -> None:
    (sealed,) = SEAL.close_texts("order_private", "recipient", [("1", "Rua \ud800 Nova")])
    assert SEAL.open_text(sealed, "order_private", "recipient", "1") == "Rua ? Nova"
    assert SEAL.digest("4000-\ud800")


def test_what_an_earlier_version_sealed_and_digested_is_known_again() -> None:
    sealed = bytes.fromhex(
        "01d7a2f1fa5803e65992ffdfc66f20f3948d0d31ec386a3ba4b4ebd9d8519781c82a8276f5d7bc"
    )
    assert SEAL.open_text(sealed, *PLACE) == "Rua Nova 1"
    assert SEAL.digest("4000-001") == "649fbac21e0ab23f66d84e0da67435d2"


def test_a_digest_finds_without_keeping_and_differs_from_key_to_key() -> None:
    assert SEAL.digest("4000-001") == SEAL.digest("4000-001") != SEAL.digest("4000-002")
    assert SEAL.digest("4000-001") != Seal(b"j" * 32).digest("4000-001")
    assert "4000" not in SEAL.digest("4000-001")
