"""Takes labels out of Amazon's answers and checks that they are what they say; leaves printing."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass, field

from fbm_desk.amazon.json_body import BadJson, JsonObject, parts, required


@dataclass(frozen=True, slots=True)
class LabelDocument:
    """One document of a bought label: `kind` LABEL, PACKSLIP, RECEIPT or CUSTOM_FORM,
    `format` PDF, PNG or ZPL."""

    kind: str
    format: str
    data: bytes = field(repr=False)


_BEGINS = {"PDF": b"%PDF", "PNG": b"\x89PNG\r\n\x1a\n"}


def documents_of(package: JsonObject) -> tuple[tuple[LabelDocument, ...], bool]:
    """The usable documents of a package, and whether any was unusable or the label is missing.

    Never fails for a damaged document: the label is paid, and may be fetched again.
    """
    try:
        listed = parts(package, "packageDocuments")
    except BadJson:
        return (), True
    usable = [document for document in map(_document, listed) if document is not None]
    has_label = any(document.kind == "LABEL" for document in usable)
    return tuple(usable), len(usable) != len(listed) or not has_label


def _document(listed: JsonObject) -> LabelDocument | None:
    contents = listed.get("contents")
    try:
        kind, form = required(listed, "type"), required(listed, "format")
        data = base64.b64decode(contents if isinstance(contents, str) else "", validate=True)
    except (BadJson, binascii.Error, ValueError):
        return None
    return LabelDocument(kind, form, data) if is_of_format(form, data) else None


def is_of_format(form: str, data: bytes) -> bool:
    """Whether the bytes are of that format at first sight; looking closer is `printing`'s."""
    if form == "ZPL":
        return b"^XA" in data and b"^XZ" in data and not data.startswith(tuple(_BEGINS.values()))
    begins = _BEGINS.get(form)
    return begins is not None and data.startswith(begins)
