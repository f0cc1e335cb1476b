"""Invented people at invented doors in real towns, in the scripts parcels really carry.

Phone numbers come from the ranges kept free for films where a country has one.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from random import Random

from fbm_desk.simulator.placed_order import Recipient


@dataclass(frozen=True, slots=True)
class _Town:
    city: str
    region: str
    postcode: str  # `#` stands for any digit, `@` for any letter of a British postcode
    streets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Country:
    code: str
    given: tuple[str, ...]
    family: tuple[str, ...]
    towns: tuple[_Town, ...]
    name: Callable[[str, str], str]
    door: Callable[[Random, str], str]
    second_lines: tuple[str, ...]
    phone: str


def _western(given: str, family: str) -> str:
    return f"{given} {family}"


def _number_first(rng: Random, street: str) -> str:
    return f"{rng.randint(3, 2480)} {street}"


def _small_number_first(rng: Random, street: str) -> str:
    return f"{rng.randint(1, 148)} {street}"


def _number_last(rng: Random, street: str) -> str:
    return f"{street} {rng.randint(1, 118)}{rng.choice(['', '', '', 'a', 'b'])}"


def _chome(rng: Random, street: str) -> str:
    return f"{street}{rng.randint(1, 6)}丁目{rng.randint(1, 24)}-{rng.randint(1, 18)}"


_US = _Country(
    "US",
    ("Maya", "Owen", "Priya", "Daniel", "Tessa", "Marcus", "Elena", "Joel", "Noor", "Caleb"),
    ("Whitlock", "Okafor", "Ramirez", "Lindqvist", "Tran", "O'Dell", "Castellano", "Burke", "Hale"),
    (
        _Town("Portland", "OR", "972##", ("Alder Mill Rd", "NE Foxglove St", "Heron Ct")),
        _Town("Columbus", "OH", "432##", ("Larkmoor Ave", "Quarry Bend Dr", "Old Kiln Ln")),
        _Town("Austin", "TX", "787##", ("Cedar Hollow Dr", "Bluebonnet Loop", "Rio Seco Trl")),
        _Town("Worcester", "MA", "016##", ("Tannery St", "Orchard Hill Rd", "Wickham Pl")),
        _Town("Savannah", "GA", "314##", ("Magnolia Quay", "E Harrow St", "Live Oak Way")),
        _Town("Saint Paul", "MN", "551##", ("Granite Ave", "Pine Lantern Rd", "Summit Vw")),
    ),
    _western,
    _number_first,
    ("", "", "", "Apt 4B", "Unit 12", "Ste 310", "Apt 1107"),
    "+1 206-555-01##",
)
_GB = _Country(
    "GB",
    ("Harriet", "Callum", "Imogen", "Rhys", "Aisha", "Duncan", "Zoë", "Alfie", "Siân", "Gareth"),
    ("Ashdown", "Pemberton", "McAllister", "Okonjo", "Birtwhistle", "Evans", "Khan", "Trelawney"),
    (
        _Town("Sheffield", "South Yorkshire", "S1# #@@", ("Cutlers Row", "Hallam Bank")),
        _Town("Bristol", "Avon", "BS# #@@", ("Cooper's Wharf", "Redfern Hill")),
        _Town("Edinburgh", "Midlothian", "EH# #@@", ("Saltire Wynd", "Craigend Terrace")),
        _Town("Cardiff", "South Glamorgan", "CF1# #@@", ("Heol y Coed", "Taff Side")),
        _Town("Norwich", "Norfolk", "NR# #@@", ("Weavers Yard", "Larch Close")),
    ),
    _western,
    _small_number_first,
    ("", "", "", "Flat 3", "The Old Dairy", "Flat 2A"),
    "+44 7700 900###",
)
_DE = _Country(
    "DE",
    ("Jürgen", "Anneliese", "Björn", "Käthe", "Sören", "Birgül", "Günther", "Merle", "Zoë"),
    ("Müßig", "Schöller", "Großkopf", "Brüning", "Weißenborn", "Yıldız", "Hägele", "Kröger"),
    (
        _Town("Köln", "Nordrhein-Westfalen", "506##", ("Lindenbühlweg", "Am Mühlengraben")),
        _Town("München", "Bayern", "803##", ("Föhrenstraße", "Krähenweg")),
        _Town("Lübeck", "Schleswig-Holstein", "235##", ("Hüxgrube", "An der Oberfähre")),
        _Town("Görlitz", "Sachsen", "028##", ("Neißegasse", "Böhmische Straße")),
        _Town("Tübingen", "Baden-Württemberg", "720##", ("Österbergstiege", "Gänsweg")),
    ),
    _western,
    _number_last,
    ("", "", "", "", "Hinterhaus, 3. OG", "c/o Brüning"),
    "+49 30 23125 ###",
)
_JP = _Country(
    "JP",
    ("美咲", "健太", "さくら", "陽翔", "由美子", "大輔", "結衣", "翔太"),
    ("佐藤", "渡辺", "高橋", "小林", "齋藤", "山本", "藤原", "中村"),
    (
        _Town("渋谷区", "東京都", "150-00##", ("神宮前", "恵比寿西", "広尾")),
        _Town("大阪市北区", "大阪府", "530-00##", ("梅田", "中之島", "天神橋")),
        _Town("京都市中京区", "京都府", "604-80##", ("御幸町", "柳馬場町")),
        _Town("福岡市博多区", "福岡県", "812-00##", ("博多駅前", "祇園町")),
        _Town("札幌市中央区", "北海道", "060-00##", ("北一条西", "大通東")),
        _Town("横浜市中区", "神奈川県", "231-00##", ("山下町", "元町")),
    ),
    lambda given, family: f"{family} {given}",
    _chome,
    ("", "", "メゾン桜 203号室", "コーポみどり 102", "ハイツ青葉 305号室"),
    "",
)
_COUNTRIES = {country.code: country for country in (_US, _GB, _DE, _JP)}

_FROM_FURTHER_AWAY = {
    "US": (
        Recipient(
            "ليلى الحداد", "1407 Juniper Landing", "Dearborn", "48126", "US",
            line2="Apt 9", region="MI", phone="+1 313-555-0142",
        ),
        Recipient("Nguyễn Thị Hương", "88 Tidewater Ct", "San José", "95112", "US", region="CA"),
        Recipient("김하늘", "5120 Wilton Terrace", "Duluth", "30096", "US", region="GA"),
        Recipient("Оксана Коваленко", "27 Birchgrove Ln", "Parma", "44134", "US", region="OH"),
    ),
    "GB": (
        Recipient(
            "سامي المنصور", "61 Fernlea Gardens", "Leicester", "LE2 3QT", "GB",
            region="Leicestershire", phone="+44 7700 900418",
        ),
        Recipient("Caoimhe Ní Bhriain", "12 Lána na Ceárta", "Gaillimh", "H91 X2C4", "IE"),
    ),
    "DE": (
        Recipient(
            "Łucja Wiśniewska", "ul. Włókiennicza 14 m. 6", "Łódź", "90-258", "PL",
            region="łódzkie",
        ),
        Recipient("Ελένη Παπαδοπούλου", "Οδός Ρήγα Φεραίου 83", "Πάτρα", "262 21", "GR"),
        Recipient("Franz Höllwöger", "Am Köglberg 7/2/11", "Wörgl", "6300", "AT", region="Tirol"),
        Recipient("Jana Dvořáková", "Říční 318/5", "Žďár nad Sázavou", "591 01", "CZ"),
    ),
    "JP": (
        Recipient(
            "Tanaka Emi (田中 恵美)", "元町3丁目8-2", "神戸市中央区", "650-0022", "JP",
            region="兵庫県",
        ),
    ),
}  # fmt: skip

_COMPANIES = {
    "US": ("Fernbridge Dental Group", "Kestner & Vale Architects", "Tidepool Coffee LLC"),
    "GB": ("Marsh & Lowell Ltd", "Penhallow Joinery Ltd", "Brightside Nursery CIC"),
    "DE": ("Schreinerei Höß GmbH", "Praxis Dr. Küppers", "Nordlicht Bürobedarf OHG"),
    "JP": ("株式会社みどり設計", "有限会社さくら工房"),
}


def recipient(rng: Random, country: str) -> Recipient:
    """Somebody who orders in this country's shop; now and then from somewhere further away."""
    if rng.random() < 0.09:
        return _another_door(rng, rng.choice(_FROM_FURTHER_AWAY[country]))
    land = _COUNTRIES[country]
    town = rng.choice(land.towns)
    return Recipient(
        name=land.name(rng.choice(land.given), rng.choice(land.family)),
        line1=land.door(rng, rng.choice(town.streets)),
        line2=rng.choice(land.second_lines),
        city=town.city,
        region=town.region,
        postcode=_filled(rng, town.postcode),
        country=land.code,
        phone=_filled(rng, land.phone),
    )


def at_work(rng: Random, country: str, person: Recipient) -> Recipient:
    """The same person at a company of this country's shop."""
    company = rng.choice(_COMPANIES[country])
    return replace(person, company=company, address_type="COMMERCIAL")


def _another_door(rng: Random, person: Recipient) -> Recipient:
    """The same street, so that two orders of one name are not always one household."""
    number = str(rng.randint(2, 190))
    return replace(person, line1=re.sub(r"\d+", number, person.line1, count=1))


def _filled(rng: Random, pattern: str) -> str:
    places = {"#": "123456789", "@": "ABDEFGHJLNPQRSTUWXYZ"}
    return "".join(rng.choice(places[sign]) if sign in places else sign for sign in pattern)
