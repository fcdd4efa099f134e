"""How each kind of passage is set: block, character, list and table formats of one look.

Colours are in the muted lines only. Everything else that has a colour is painted under the text
(`ornaments`), so that another theme needs no new layout.
"""

from __future__ import annotations

from PySide6.QtGui import (
    QFont,
    QFontDatabase,
    QFontInfo,
    QFontMetricsF,
    QTextBlockFormat,
    QTextCharFormat,
    QTextFrameFormat,
    QTextLength,
    QTextListFormat,
    QTextTableCellFormat,
    QTextTableFormat,
)

from reader.domain.document import Block, InlineSpan, PassageKind, SpanStyle
from reader.ui.theme import Theme

# On either side of the text, inside the column: room for the margin bars (pixels at zoom 1).
GUTTER = 34.0
_TOP = 26.0
_BOTTOM = 120.0
# From line to line, in sizes of the font.
_LINE_HEIGHT = 1.56
_TIGHT_LINE_HEIGHT = 1.34
# Ordinary prose; its mean advance per character says how wide a measure of n characters is.
_PROSE = "Networks that once moved only timber now carry gold, people and coca paste downriver. "
_BULLETS = (
    QTextListFormat.Style.ListDisc,
    QTextListFormat.Style.ListCircle,
    QTextListFormat.Style.ListSquare,
)
_DEEPEST_INDENT = 8


class ReadingFormats:
    """The formats of one theme at one zoom (1.0 is 100 %)."""

    def __init__(self, theme: Theme, zoom: float = 1.0) -> None:
        self.theme = theme
        self.zoom = zoom
        self.font = self._font("reading", "reading")
        self.space = QFontMetricsF(self.font).height()

    def _font(self, size: str, role: str) -> QFont:
        font = self.theme.font(size, role=role)
        font.setPointSizeF(self.theme.size(size) * self.zoom)
        return font

    @property
    def measure(self) -> float:
        """The width of the text column in pixels."""
        advance = QFontMetricsF(self.font).horizontalAdvance(_PROSE) / len(_PROSE)
        return advance * self.theme.size("reading_measure")

    def frame(self) -> QTextFrameFormat:
        """The root frame: gutters for the margin bars, air above and below."""
        frame = QTextFrameFormat()
        frame.setLeftMargin(GUTTER)
        frame.setRightMargin(GUTTER)
        frame.setTopMargin(_TOP)
        frame.setBottomMargin(_BOTTOM)
        return frame

    def block(self, passage: Block, *, after_list_item: bool = False) -> QTextBlockFormat:
        """The block format of a passage; items of one list stand closer together."""
        block = self._spaced(_LINE_HEIGHT)
        above, below = 0.0, 0.62
        if passage.kind is PassageKind.HEADING:
            return self.heading_block(passage.level)
        if passage.kind is PassageKind.LIST_ITEM:
            above, below = (0.0 if after_list_item else 0.1), 0.3
        elif passage.kind is PassageKind.QUOTE:
            block.setLeftMargin(1.4 * self.space)
            block.setRightMargin(1.4 * self.space)
            above = 0.2
        elif passage.kind is PassageKind.CAPTION:
            block = self._spaced(_TIGHT_LINE_HEIGHT)
            above, below = 0.35, 0.55
        elif passage.kind is PassageKind.CODE:
            block = self._spaced(_TIGHT_LINE_HEIGHT)
            block.setLeftMargin(0.5 * self.space)
            block.setRightMargin(0.5 * self.space)
            above, below = 0.5, 0.9
        elif passage.kind is PassageKind.TABLE_CELL:
            return self._spaced(_TIGHT_LINE_HEIGHT)
        if after_list_item and passage.kind is not PassageKind.LIST_ITEM:
            above += 0.35
        block.setTopMargin(above * self.space)
        block.setBottomMargin(below * self.space)
        return block

    @property
    def picture_gap(self) -> float:
        """The air between a picture and the text below it, in pixels."""
        return 0.3 * self.space

    def below_picture(self, block: QTextBlockFormat, height: float, text: str) -> QTextBlockFormat:
        """`block` with room for a picture of so many pixels above its text."""
        above = max(block.topMargin(), 0.62 * self.space)
        block.setTopMargin(above + height + self.picture_gap)
        if not text:
            block.setLineHeight(1.0, QTextBlockFormat.LineHeightTypes.FixedHeight.value)
        return block

    def cell_below_picture(self, height: float) -> QTextTableCellFormat:
        """A table's cell with room for a picture of so many pixels above its text."""
        form = QTextTableCellFormat()
        form.setTopPadding(self.cell_padding + height + self.picture_gap)
        return form

    def heading_block(self, level: int) -> QTextBlockFormat:
        """The block format of a heading of level 1 to 6."""
        block = self._spaced(_TIGHT_LINE_HEIGHT)
        block.setHeadingLevel(level)
        above, below = {1: (0.9, 0.3), 2: (1.15, 0.42)}.get(level, (0.72, 0.34))
        block.setTopMargin(above * self.space)
        block.setBottomMargin(below * self.space)
        return block

    def _spaced(self, ems: float) -> QTextBlockFormat:
        """A block whose lines stand so many font sizes apart, whatever the family's own leading."""
        metrics = QFontMetricsF(self.font)
        percent = 100 * ems * QFontInfo(self.font).pixelSize() / metrics.lineSpacing()
        block = QTextBlockFormat()
        block.setLineHeight(percent, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        return block

    def meta_block(self) -> QTextBlockFormat:
        """The block format of the line below the title."""
        block = self._spaced(_LINE_HEIGHT)
        block.setBottomMargin(0.35 * self.space)
        return block

    def characters(self, passage: Block) -> QTextCharFormat:
        """The character format that a passage begins with."""
        if passage.kind is PassageKind.HEADING:
            return self.heading(passage.level)
        form = QTextCharFormat()
        if passage.kind is PassageKind.CAPTION:
            form.setFont(self._font("small", "tool"))
            form.setForeground(self.theme.colour("muted"))
        elif passage.kind is PassageKind.QUOTE:
            form.setFontItalic(True)
        elif passage.kind is PassageKind.CODE:
            form.setFont(self._fixed())
        elif passage.kind is PassageKind.TABLE_CELL:
            form.setFont(self._font("tool", "tool"))
            if passage.cell is not None and passage.cell.header:
                form.setFontWeight(QFont.Weight.DemiBold)
        return form

    def heading(self, level: int) -> QTextCharFormat:
        """The character format of a heading of level 1 to 6."""
        body, title = self.theme.size("reading"), self.theme.size("reading_title")
        second = self.theme.size("reading_heading")
        # Level 2 a step above the heading token, level 3 the token, deeper ones body size.
        sizes = {1: title, 2: second + (title - second) * 0.4, 3: second}
        form = QTextCharFormat()
        form.setFontPointSize(sizes.get(level, body) * self.zoom)
        form.setFontWeight(QFont.Weight.Bold)
        if level > 4:
            form.setFontItalic(True)
        return form

    def meta(self) -> QTextCharFormat:
        """The muted line below the title."""
        form = QTextCharFormat()
        form.setFont(self._font("small", "tool"))
        form.setForeground(self.theme.colour("muted"))
        return form

    def _fixed(self) -> QFont:
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        font.setPointSizeF(self.theme.size("reading") * 0.88 * self.zoom)
        return font

    def styled(self, base: QTextCharFormat, spans: list[InlineSpan]) -> QTextCharFormat:
        """`base` with every style of `spans` laid over it."""
        form = QTextCharFormat(base)
        for span in spans:
            if span.style is SpanStyle.STRONG:
                form.setFontWeight(QFont.Weight.Bold)
            elif span.style is SpanStyle.EMPHASIS:
                form.setFontItalic(not base.fontItalic())
            elif span.style is SpanStyle.CODE:
                form.setFontFamilies(self._fixed().families())
                form.setFontFixedPitch(True)
            elif span.style is SpanStyle.LINK and span.target:
                form.setAnchor(True)
                form.setAnchorHref(span.target)
        return form

    def list_format(self, passage: Block) -> QTextListFormat:
        """The bullet or the number of a list item; the level indents it."""
        level = min(max(passage.level, 1), _DEEPEST_INDENT)
        form = QTextListFormat()
        form.setIndent(level)
        if passage.ordered is None:
            form.setStyle(_BULLETS[(level - 1) % len(_BULLETS)])
        else:
            form.setStyle(QTextListFormat.Style.ListDecimal)
            form.setStart(passage.ordered)
        return form

    @property
    def indent_width(self) -> float:
        """The indentation of one list level in pixels."""
        return 1.25 * self.space

    @property
    def cell_padding(self) -> float:
        """The air around the text in a table cell, in pixels."""
        return 0.22 * self.space

    def table(self, shares: list[float], *, begins: bool, ends: bool) -> QTextTableFormat:
        """A table of the column's width, whose columns have these shares of it (sum 100).

        It has air above where it `begins` and below where it `ends`: a long one comes in pieces.
        """
        form = QTextTableFormat()
        form.setTopMargin(0.35 * self.space if begins else 0.0)
        form.setBottomMargin(0.6 * self.space if ends else 0.0)
        form.setBorder(0)
        form.setCellPadding(self.cell_padding)
        form.setCellSpacing(0)
        form.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
        form.setColumnWidthConstraints(
            [QTextLength(QTextLength.Type.PercentageLength, share) for share in shares]
        )
        return form

    @staticmethod
    def spacer() -> tuple[QTextBlockFormat, QTextCharFormat]:
        """A block of next to no height, without a passage: around a table, and at the end."""
        block, characters = QTextBlockFormat(), QTextCharFormat()
        block.setLineHeight(2.0, QTextBlockFormat.LineHeightTypes.FixedHeight.value)
        characters.setFontPointSize(1.0)
        return block, characters
