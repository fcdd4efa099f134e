"""What stands in the sections of a profile: summary, facts, sources, latest, other indices."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from reader.library.profile_values import CountryProfile, Fact, ProfileSource, source_words
from reader.ui.profile.other_indices import OtherIndicesBody
from reader.ui.profile.source_row import SourceRow
from reader.ui.theme import Theme

Open = Callable[[str], None]
OpenAt = Callable[[str, int], None]
_FACT_NAMES = 132  # pixels: the column of the facts' names
_GAP = 8


def section_bodies(
    profile: CountryProfile, theme: Theme, open_document: Open, open_passage: OpenAt
) -> list[tuple[str, str, QWidget]]:
    """The sections that there is something to say in: key, heading and body."""
    sections: list[tuple[str, str, QWidget]] = []
    if profile.summary:
        sections.append(("summary", "Summary", _summary(profile, theme, open_passage)))
    if profile.facts:
        sections.append(("facts", "Facts", _facts(profile, theme, open_document, open_passage)))
    if profile.documents:
        rows = [_source(each, theme, open_document) for each in profile.documents]
        sections.append(("sources", f"Sources {len(rows)}", _column(rows)))
    latest = profile.latest()
    if latest:
        rows = [_latest(each, theme, open_document) for each in latest]
        sections.append(("latest", "Latest", _column(rows)))
    if profile.other_indices:
        body = OtherIndicesBody(profile.other_indices, theme)
        sections.append(("other_indices", f"Other indices {len(profile.other_indices)}", body))
    return sections


def _summary(profile: CountryProfile, theme: Theme, open_passage: OpenAt) -> QWidget:
    text = _label(profile.summary or "", theme)
    text.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse
        | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    parts: list[QWidget] = [text]
    if profile.summary_source is not None:
        document, ordinal = profile.summary_source
        title = _title(profile, document)
        row = SourceRow(theme, f"From: {title}" if title else "Open its source")
        row.clicked.connect(lambda: open_passage(document, ordinal))
        parts.append(row)
    return _column(parts)


def _facts(
    profile: CountryProfile, theme: Theme, open_document: Open, open_passage: OpenAt
) -> QWidget:
    """Each fact's name as the link to where it is stated; a source is named where it begins."""
    body = QWidget()
    grid = QGridLayout(body)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(8)
    grid.setVerticalSpacing(0)
    grid.setColumnMinimumWidth(0, _FACT_NAMES)
    grid.setColumnStretch(1, 1)
    line = 0
    source: str | None = None
    for fact in profile.facts:
        title = _title(profile, fact.source) or "its source"
        if fact.source != source:
            source = fact.source
            if line:
                grid.setRowMinimumHeight(line, _GAP)
                line += 1
            publisher = _publisher(profile, fact.source)
            from_ = f"From {title}, {publisher}" if publisher else f"From {title}"
            grid.addWidget(_label(from_, theme, quiet=True), line, 0, 1, 2)
            line += 1
        # The date often stands in the words already: "(2025 est.)".
        dated = fact.date is not None and str(fact.date) not in fact.value
        value = _label(f"{fact.value} ({fact.date})" if dated else fact.value, theme)
        value.setContentsMargins(0, 3, 0, 3)
        row = _fact_link(fact, title, theme, open_document, open_passage)
        grid.addWidget(row, line, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(value, line, 1, Qt.AlignmentFlag.AlignTop)
        line += 1
    return body


def _fact_link(
    fact: Fact, title: str, theme: Theme, open_document: Open, open_passage: OpenAt
) -> SourceRow:
    row = SourceRow(theme, fact.name)
    row.setFixedWidth(_FACT_NAMES)
    row.setAccessibleName(f"{fact.name}: {fact.value}")
    row.setAccessibleDescription(f"Open where {title} states it")
    row.setToolTip(f"{fact.name}\nOpen where {title} states it")
    passage = fact.passage
    if passage is None:
        row.clicked.connect(lambda: open_document(fact.source))
    else:
        row.clicked.connect(lambda: open_passage(fact.source, passage))
    return row


def _source(source: ProfileSource, theme: Theme, open_document: Open) -> SourceRow:
    row = SourceRow(theme, source.title, source_words(source))
    row.clicked.connect(lambda: open_document(source.document))
    return row


def _latest(source: ProfileSource, theme: Theme, open_document: Open) -> SourceRow:
    row = SourceRow(theme, f"{source.date}  {source.title}")
    row.clicked.connect(lambda: open_document(source.document))
    return row


def _title(profile: CountryProfile, document: str) -> str | None:
    return next((each.title for each in profile.documents if each.document == document), None)


def _publisher(profile: CountryProfile, document: str) -> str | None:
    return next((each.publisher for each in profile.documents if each.document == document), None)


def _label(text: str, theme: Theme, *, quiet: bool = False) -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setFont(theme.font("small"))
    label.setProperty("quiet", quiet)
    palette = theme.palette()
    if quiet:
        palette.setColor(label.foregroundRole(), theme.colour("muted"))
    label.setPalette(palette)
    return label


def _column(parts: list[QWidget] | list[SourceRow]) -> QWidget:
    body = QWidget()
    layout = QVBoxLayout(body)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(2)
    for part in parts:
        layout.addWidget(part)
    return body
