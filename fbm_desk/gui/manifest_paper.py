"""One page of a PDF as a picture on screen; what stands on the manifest is printing's affair."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from fbm_desk import texts
from fbm_desk.gui import fonts, theme
from fbm_desk.gui.fonts import Role

#: Width in px in which a page is drawn: enough for a pane on a screen of two device pixels.
RENDER_WIDTH = 1100
_A4 = 297 / 210
_EDGE = 3


@dataclass(frozen=True, slots=True)
class Page:
    """A drawn page: 4 bytes a pixel (B, G, R, unused), `stride` bytes a line; counts from 1."""

    pixels: bytes
    width: int
    height: int
    stride: int
    number: int
    pages: int


def draw_page(pdf: bytes, number: int, width: int = RENDER_WIDTH) -> Page:
    """Draw page `number` of a PDF, or its last one; touches no Qt, so any thread may do it.

    Raises ValueError when it is no PDF.
    """
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(pdf)
    except pypdfium2.PdfiumError as error:
        raise ValueError("not a PDF that can be drawn") from error
    try:
        at = min(max(1, number), len(document)) - 1
        page = document[at]
        bitmap = page.render(scale=width / page.get_width(), rev_byteorder=False, prefer_bgrx=True)
        drawn = Page(
            bytes(bitmap.buffer),
            bitmap.width,
            bitmap.height,
            bitmap.stride,
            at + 1,
            len(document),
        )
        bitmap.close()
        page.close()
        return drawn
    finally:
        document.close()


class ManifestPaper(QWidget):
    """A page on white paper with a soft edge: the only shadow of the desk, because it is paper."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._image = QImage()
        self.setMinimumSize(220, 311)

    def show_page(self, page: Page | None) -> None:
        """Show a page, or an empty sheet."""
        self._image = QImage()
        if page is not None:
            kind = QImage.Format.Format_RGB32
            seen = QImage(page.pixels, page.width, page.height, page.stride, kind)
            self._image = seen.copy()  # the bytes may go, the picture stays
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(372, round(372 * _A4))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        sheet = self._sheet()
        shade = QColor(theme.current().edge)
        for step in range(_EDGE, 0, -1):
            shade.setAlpha(26)
            painter.fillRect(sheet.adjusted(-step / 2, 0, step / 2, step), shade)
        painter.fillRect(sheet, Qt.GlobalColor.white)
        if not self._image.isNull():
            painter.drawImage(sheet, self._scaled(sheet))
            return
        painter.setPen(QColor("#62676C"))
        painter.setFont(fonts.font(Role.BODY))
        painter.drawText(sheet, Qt.AlignmentFlag.AlignCenter, texts.say("closeout.no_page"))

    def _scaled(self, sheet: QRectF) -> QImage:
        ratio = self.devicePixelRatioF()
        size = QSize(round(sheet.width() * ratio), round(sheet.height() * ratio))
        smooth = Qt.TransformationMode.SmoothTransformation
        return self._image.scaled(size, Qt.AspectRatioMode.IgnoreAspectRatio, smooth)

    def _sheet(self) -> QRectF:
        tall = self._image.height() / self._image.width() if not self._image.isNull() else _A4
        width = min(self.width() - 2 * _EDGE, (self.height() - 2 * _EDGE) / tall)
        height = width * tall
        return QRectF(int((self.width() - width) / 2), _EDGE, int(width), int(height))
