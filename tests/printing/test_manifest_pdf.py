"""The manifest the driver signs, read back row by row."""

from __future__ import annotations

from datetime import date

import pytest

from fbm_desk.printing.documents import Manifest, ManifestParcel, PageSize
from fbm_desk.printing.manifest_pdf import manifest_pdf
from fbm_desk.printing.quantities import grouped, weight_text
from tests.printing.paper_reading import HOSTILE, pdf_codes, pdf_texts


def manifest(count: int) -> Manifest:
    parcels = tuple(
        ManifestParcel(f"KP48812007{n:05d}PT", f"305-4471926-{n:07d}", "Denmark", 100 + n)
        for n in range(count)
    )
    return Manifest(
        "22-K2", "Kestrel Parcel", date(2026, 11, 22), "Hearthline", parcels, 2, "16:21"
    )


def test_an_empty_manifest_says_so_and_can_be_signed() -> None:
    [text] = pdf_texts(manifest_pdf(manifest(0)))

    assert "No parcels on this manifest" in text
    assert "Driver, name and time" in text


def test_a_single_parcel_is_on_the_manifest() -> None:
    pdf = manifest_pdf(manifest(1))

    [text] = pdf_texts(pdf)
    assert "KP 4881 2007 00000 PT" in text.replace("\r\n", " ")
    assert "Page 1 of 1" in text
    assert pdf_codes(pdf) == [["22-K2", "KP4881200700000PT"]]


@pytest.mark.parametrize("page", list(PageSize))
def test_every_row_of_five_hundred_is_decoded_once(page: PageSize) -> None:
    wanted = manifest(500)

    pages = pdf_codes(manifest_pdf(wanted, page), dpi=150)

    read = [code for codes in pages for code in codes]
    assert read == ["22-K2", *(parcel.tracking for parcel in wanted.parcels)]


@pytest.mark.parametrize("count", range(13, 45))
def test_the_signature_never_stands_on_a_row(count: int) -> None:
    pages = pdf_texts(manifest_pdf(manifest(count)))

    assert "Driver, name and time" in pages[-1]
    assert f"{count} parcels, " in pages[-1]
    assert f"305-4471926-{count - 1:07d}" in pages[-1]
    assert sum(page.count("Denmark") for page in pages) == count


def test_a_tracking_number_that_is_no_text_for_bars_is_still_listed() -> None:
    odd = Manifest(
        "1", "C", date(2026, 1, 1), "H", (ManifestParcel("ŁÓDŹ-1", "o", "Poland", 12_400),)
    )

    [text] = pdf_texts(manifest_pdf(odd))

    assert "12.40 kg" in text


def of_weights(*weights_g: int, from_name: str = "", carrier: str = "") -> Manifest:
    parcels = tuple(
        ManifestParcel("", f"305-0000001-{n:07d}", "", weight_g)
        for n, weight_g in enumerate(weights_g)
    )
    return Manifest("23-X1", carrier, date(2026, 11, 23), from_name, parcels)


def test_a_weight_that_is_not_known_is_no_zero() -> None:
    [none] = pdf_texts(manifest_pdf(of_weights(0, 0)))
    assert "— kg" in " ".join(none.split())
    assert "2 parcels, weight not known" in none
    assert "0 g" not in none
    assert "0.0" not in none

    [some] = pdf_texts(manifest_pdf(of_weights(430, 0, 430)))
    assert "0.9 kg of 2 parcels" in " ".join(some.split())
    assert "3 parcels, 860 g of 2 parcels with known weight" in some


def test_a_parcel_without_a_number_is_known_by_its_order() -> None:
    [text] = pdf_texts(manifest_pdf(of_weights(430)))
    assert text.count("305-0000001-0000000") == 1


@pytest.mark.parametrize(
    ("from_name", "carrier", "way"),
    [("Hearthline", "Kestrel", True), ("Hearthline", "", False), ("", "Kestrel", False)],
)
def test_no_arrow_leads_from_nobody_or_to_nobody(from_name: str, carrier: str, way: bool) -> None:
    [text] = pdf_texts(manifest_pdf(of_weights(430, from_name=from_name, carrier=carrier)))
    assert ("→" in text) is way
    assert f"{from_name}{carrier}" in text.replace(" → ", "")


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_hostile_text_on_a_manifest_is_only_text(name: str) -> None:
    text = HOSTILE[name]
    parcels = (ManifestParcel(text, text, text, 5),)

    pages = pdf_texts(manifest_pdf(Manifest(text, text, date(2026, 1, 1), text, parcels, 0, text)))

    assert len(pages) == 1


@pytest.mark.parametrize(
    ("tracking", "shown"),
    [
        ("KP48812007315PT", "KP 4881 2007 315 PT"),
        ("9405511899223197428490", "9405 5118 9922 3197 4284 90"),
        ("KP 4881 2007", "KP 4881 2007"),
        ("1Z999AA10123456784", "1 Z 999 AA 1012 3456 784"),
    ],
)
def test_a_tracking_number_is_shown_in_groups(tracking: str, shown: str) -> None:
    if tracking.startswith("1Z"):
        assert grouped(tracking).replace(" ", "") == tracking
    else:
        assert grouped(tracking) == shown


def test_weights_change_to_kilograms_at_ten() -> None:
    assert (weight_text(9_999), weight_text(12_400)) == ("9,999 g", "12.40 kg")
