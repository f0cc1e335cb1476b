"""The tables of the catalogue and the stock; `schema` has all others and names these too."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import BigInteger, Boolean, Integer

from fbm_desk.store.columns import Moment, column, counter, metadata

articles = sa.Table(
    "articles",
    metadata,
    column("sku", primary_key=True),
    column("title"),
    column("name", default=""),
    column("detail", default=""),
    column("asin", default=""),
    column("place", default=""),
    column("note", default=""),
    column("picture", default=""),
    column("proof", default="none"),  # none, serial or lot
    column("weight_g", Integer, null=True),
    column("length_mm", Integer, null=True),
    column("width_mm", Integer, null=True),
    column("height_mm", Integer, null=True),
    column("may_count", Integer, default=0),  # units told by a number; 0: each is scanned
    column("transparency", Boolean, default=False),  # each unit has a code of its own
    column("fragile", Boolean, default=False),
    column("upright", Boolean, default=False),
    column("own_box", Boolean, default=False),  # leaves in its own packaging, alone
    column("ask_note", Boolean, default=False),  # the packing note must be acknowledged
    column("hazardous", default=""),  # UN number and packing instruction: "UN3481, PI 966"
)

barcodes = sa.Table(
    "barcodes",
    metadata,
    column("code", primary_key=True),  # domain.barcodes.barcode_key
    column("sku", primary_key=True),
    column("units", Integer, default=1, primary_key=True),  # one code may be a case's, too
    column("kind"),  # sku, gtin, alias, case, fnsku, asin
    column("printed"),  # as it stands on the article
    column("taught_by", BigInteger, null=True),  # at a bench
    column("taught_at", Moment, null=True),
    sa.Index(None, "sku"),
)

kit_parts = sa.Table(
    "kit_parts",
    metadata,
    column("kit", primary_key=True),
    column("sku", primary_key=True),
    column("quantity", Integer),
)

kit_contents = sa.Table(
    "kit_contents",
    metadata,
    column("kit", primary_key=True),
    column("sku", primary_key=True),  # what a kit comes down to, through the kits within it
    column("quantity", Integer),
)

substitutes = sa.Table(
    "substitutes",
    metadata,
    column("sku", primary_key=True),
    column("by_sku", primary_key=True),  # what may be sent instead, where the order allows it
)

lots = sa.Table(
    "lots",
    metadata,
    column("sku", primary_key=True),
    column("lot", primary_key=True),
    column("expires_on", null=True),  # ISO 8601
    column("on_hand", Integer),
)

stock_levels = sa.Table(
    "stock_levels",
    metadata,
    column("sku", primary_key=True),
    column("on_hand", Integer),
)

stock_movements = sa.Table(
    "stock_movements",
    metadata,
    counter(),
    column("sku"),
    column("units", Integer),
    column("reason"),
    column("place", default=""),
    column("order_id", null=True),
    column("parcel_id", BigInteger, null=True),
    column("user_id", BigInteger, null=True),
    column("at", Moment),
    sa.Index(None, "sku", "at"),
)

article_history = sa.Table(
    "article_history",
    metadata,
    counter(),
    column("sku"),
    column("kind"),  # a stable code
    column("details", default=""),
    column("user_id", BigInteger, null=True),
    column("bench_id", BigInteger, null=True),
    column("at", Moment),
    sa.Index(None, "sku", "at"),
)
