"""The section of a profile that shows figures of other publications, each on its own scale."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from reader.library.other_indices import (
    OtherIndex,
    figure_words,
    meaning_words,
)
from reader.ui.profile.figures import tabular
from reader.ui.theme import Theme


class OtherIndicesBody(QWidget):
    """One heading an index with its edition, below it a line a figure: name, figure, meaning."""

    def __init__(self, others: tuple[OtherIndex, ...], theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(2, 0, 0, 2)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(2)
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(2, 1)
        for other in others:
            self._add_index(other)

    def _add_index(self, other: OtherIndex) -> None:
        heading = self._label(f"{other.index.name} {other.edition}", bold=True)
        heading.setToolTip(other.source)
        basis = f", edition inferred: {other.edition_basis}" if other.edition_basis else ""
        heading.setAccessibleName(f"{other.index.name} {other.edition}{basis}. {other.source}")
        first = self._grid.rowCount()
        if first > 1:
            self._grid.setRowMinimumHeight(first, 4)
            first += 1
        self._grid.addWidget(heading, first, 0, 1, 3)
        lines = [
            (
                each.indicator.name,
                figure_words(each),
                meaning_words(each, other.previous_edition),
                each.indicator.definition,
            )
            for each in other.figures
        ]
        lines += [(each.name, each.value, "", "") for each in other.categories]
        for at, (name, figure, meaning, definition) in enumerate(lines, first + 1):
            named = self._label(name)
            named.setToolTip(definition)
            value = self._label(figure)
            value.setFont(tabular(value.font()))
            value.setAccessibleName(f"{name}: {figure}")
            meant = self._label(meaning, quiet=True)
            self._grid.addWidget(named, at, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(
                value, at, 1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop
            )
            self._grid.addWidget(meant, at, 2, Qt.AlignmentFlag.AlignTop)
        source = self._label(f"{other.source}{basis}", quiet=True)
        self._grid.addWidget(source, first + 1 + len(lines), 0, 1, 3)

    def _label(self, text: str, *, quiet: bool = False, bold: bool = False) -> QLabel:
        label = QLabel(text)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        label.setFont(self._theme.font("small", bold=bold))
        label.setProperty("quiet", quiet)
        label.setProperty("bold", bold)
        palette = self._theme.palette()
        if quiet:
            palette.setColor(label.foregroundRole(), self._theme.colour("muted"))
        label.setPalette(palette)
        return label
