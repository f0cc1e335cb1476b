"""A table's rows for Qt: cells of its columns, its own sorting and searching (no proxy)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from fbm_desk.gui.cells import Cell, Column
from fbm_desk.gui.rows_index import Arrangement, RowsIndex, Waiting

T = TypeVar("T")
_Index = QModelIndex | QPersistentModelIndex
_ROLE = Qt.ItemDataRole
_TRAILING = Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter
_LEADING = Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter


class RowsModel(QAbstractTableModel, Generic[T]):
    """The rows shown by a `Table`, each known by `identity`; `kind` is what filters choose.

    A `doubtful` row lies on amber.
    """

    def __init__(
        self,
        columns: Sequence[Column[T]],
        identity: Callable[[T], str],
        searched: Callable[[T], str] = lambda _row: "",
        kind: Callable[[T], str] = lambda _row: "",
        doubtful: Callable[[T], bool] = lambda _row: False,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self.identity = identity
        self.doubtful = doubtful
        self._index = RowsIndex([one.key for one in columns], identity, searched, kind)

    @property
    def rows(self) -> Sequence[T]:
        """The rows shown, in order."""
        return self._index.shown

    @property
    def waiting(self) -> Waiting:
        """What came in and is not shown yet."""
        return self._index.waiting

    @property
    def sorted_by(self) -> tuple[int, bool]:
        """The sorted column and whether it runs downwards."""
        return self._index.arrangement.column, self._index.arrangement.descending

    def load(self, rows: Sequence[T], haystacks: Sequence[str] = ()) -> None:
        """Show `rows`, arranged as asked for so far."""
        self.beginResetModel()
        self._index.load(rows, haystacks)
        self.endResetModel()

    def renew(self, rows: Sequence[T], haystacks: Sequence[str] = ()) -> None:
        """Take newer `rows` without moving one that is shown."""
        self._index.renew(rows, haystacks)
        if shown := len(self._index.shown):
            last = self.index(shown - 1, len(self.columns) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    def show_elsewhere(self, rows: Sequence[T]) -> None:
        """Show just these rows, of wherever, until the next search or filter."""
        self.beginResetModel()
        self._index.show_elsewhere(rows)
        self.endResetModel()

    @property
    def elsewhere(self) -> bool:
        """True while rows of elsewhere are shown."""
        return self._index.elsewhere is not None

    def arrange_anew(self) -> None:
        """Show what waits, in its place."""
        self._arrange(self._index.arrangement)

    def narrow(self, words: str, kind: str) -> None:
        """Show only rows in which all `words` are found, of one `kind` unless it is empty."""
        self._arrange(replace(self._index.arrangement, words=words, kind=kind))

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; Qt calls this when a head is clicked."""
        down = order == Qt.SortOrder.DescendingOrder
        self._arrange(replace(self._index.arrangement, column=column, descending=down))

    def row(self, at: int) -> T:
        """The row shown at a position."""
        return self._index.shown[at]

    def position(self, identity: str) -> int:
        """Where a row stands, -1 if it is not shown."""
        return self._index.position(identity)

    def cell(self, index: _Index) -> Cell:
        """The cell as a value, for painting."""
        return self.columns[index.column()].cell(self._index.shown[index.row()])

    def rowCount(self, parent: _Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._index.shown)

    def columnCount(self, parent: _Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.columns)

    def data(self, index: _Index, role: int = _ROLE.DisplayRole) -> object:
        if not index.isValid():
            return None
        if role in (_ROLE.DisplayRole, _ROLE.ToolTipRole):
            return self.cell(index).text
        if role == _ROLE.AccessibleTextRole:
            return f"{self.columns[index.column()].title}: {self.cell(index).text}"
        if role == _ROLE.TextAlignmentRole:
            return _TRAILING if self.columns[index.column()].trailing else _LEADING
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = _ROLE.DisplayRole
    ) -> object:
        if orientation == Qt.Orientation.Vertical:
            return str(section + 1) if role == _ROLE.DisplayRole else None
        if role in (_ROLE.DisplayRole, _ROLE.AccessibleTextRole):
            return self.columns[section].title
        if role == _ROLE.TextAlignmentRole:
            return _TRAILING if self.columns[section].trailing else _LEADING
        return None

    def _arrange(self, arrangement: Arrangement) -> None:
        self.beginResetModel()
        self._index.arrange(arrangement)
        self.endResetModel()
