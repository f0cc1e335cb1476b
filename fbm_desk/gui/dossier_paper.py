"""A dossier as a PDF on A4, drawn by Qt: what it says comes from `dossier_evidence`."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF
from PySide6.QtGui import (
    QFont,
    QImage,
    QPageLayout,
    QPageSize,
    QPdfWriter,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
)

from fbm_desk import texts
from fbm_desk.gui import figures, fonts
from fbm_desk.gui.dossier_chain import second_line
from fbm_desk.gui.dossier_evidence import head_lines
from fbm_desk.services.today_view import DossierView

_DPI = 300
_LABEL_WIDTH_PT = 200


def as_pdf(view: DossierView, written_at: datetime) -> bytes:
    """The dossier with the label's picture; every text is inserted as text, never as markup."""
    paper = QBuffer()
    paper.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(paper)
    writer.setResolution(_DPI)
    writer.setTitle(f"{texts.say('dossier.title')} {view.order_id}")
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    margins = QMarginsF(18, 18, 18, 18)
    writer.setPageMargins(margins, QPageLayout.Unit.Millimeter)
    _document(view, written_at).print_(writer)
    del writer
    content = bytes(paper.data().data())
    paper.close()
    return content


def _document(view: DossierView, written_at: datetime) -> QTextDocument:
    document = QTextDocument()
    document.setDefaultFont(_font(10))
    cursor = QTextCursor(document)
    _write(cursor, texts.say("dossier.title"), 18, bold=True)
    for label, value in head_lines(view, written_at):
        cursor.insertBlock()
        _write(cursor, f"{label}: ", 10)
        _write(cursor, value, 10, bold=True)
    _insert_label(cursor, view.label_picture)
    cursor.insertBlock()
    cursor.insertBlock()
    _write(cursor, texts.say("dossier.history"), 13, bold=True)
    for step in view.steps:
        cursor.insertBlock()
        _write(cursor, f"{figures.local(step.at):%Y-%m-%d %H:%M:%S}  ", 9)
        _write(cursor, step.words, 10, bold=True)
        _write(cursor, f"  {second_line(step)}  {step.chain}".rstrip(), 9)
    return document


def _write(cursor: QTextCursor, text: str, size_pt: int, bold: bool = False) -> None:
    style = QTextCharFormat()
    style.setFont(_font(size_pt, bold))
    cursor.insertText(text, style)


def _insert_label(cursor: QTextCursor, picture: bytes) -> None:
    image = QImage.fromData(picture) if picture else QImage()
    if not image.isNull():
        cursor.insertBlock()
        cursor.insertImage(image.scaledToWidth(_LABEL_WIDTH_PT * 2), "label")


def _font(size_pt: int, bold: bool = False) -> QFont:
    made = QFont(fonts.font(fonts.Role.BODY_STRONG if bold else fonts.Role.BODY))
    made.setPointSize(size_pt)
    return made
