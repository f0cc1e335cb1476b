"""An article of the books as people see it."""

from __future__ import annotations

from fbm_desk import settings
from fbm_desk.domain.orders import Sku
from fbm_desk.services.article_view import ArticleView
from fbm_desk.store.articles import Article


def article_view(article: Article | None, sku: Sku) -> ArticleView:
    """An article as people see it; one that is not known has its SKU for a name."""
    if article is None:
        return ArticleView(sku, sku)
    return ArticleView(
        sku,
        article.title,
        article.name,
        article.detail,
        article.place,
        article.picture and _picture(article.picture),
        article.note,
        article.fragile,
        article.upright,
        article.own_box,
        article.hazardous,
    )


def _picture(name: str) -> str:
    return name if "/" in name or "\\" in name else str(settings.resource("demo", "articles", name))
