"""What stands in the sections of a profile: summary, facts, sources and the latest items."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from reader.library.profile_values import CountryProfile, Fact, ProfileSource, source_words
from reader.ui.profile.source_row import SourceRow
from reader.ui.theme import Theme

Open = Callable[[str], None]
OpenAt = Callable[[str, int], None]


def section_bodies(
    profile: CountryProfile, theme: Theme, open_document: Open, open_passage: OpenAt
) -> list[tuple[str, str, QWidget]]:
    """The sections that there is something to say in: key, heading and body."""
    sections: list[tuple[str, str, QWidget]] = []
    if profile.summary:
        sections.append(("summary", "Summary", _summary(profile, theme, open_passage)))
    if profile.facts:
        sections.append(("facts", "Facts", _facts(profile, theme, open_document)))
    if profile.documents:
        rows = [_source(each, theme, open_document) for each in profile.documents]
        sections.append(("sources", f"Sources {len(rows)}", _column(rows)))
    latest = profile.latest()
    if latest:
        rows = [_latest(each, theme, open_document) for each in latest]
        sections.append(("latest", "Latest", _column(rows)))
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


def _facts(profile: CountryProfile, theme: Theme, open_document: Open) -> QWidget:
    body = QWidget()
    grid = QGridLayout(body)
    grid.setContentsMargins(2, 0, 0, 0)
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(2)
    grid.setColumnStretch(1, 1)
    for line, fact in enumerate(profile.facts):
        name = _label(fact.name, theme, quiet=True)
        name.setWordWrap(False)
        grid.addWidget(name, 2 * line, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(_label(fact.value, theme), 2 * line, 1)
        grid.addWidget(_fact_source(profile, fact, theme, open_document), 2 * line + 1, 1)
    return body


def _fact_source(
    profile: CountryProfile, fact: Fact, theme: Theme, open_document: Open
) -> SourceRow:
    title = _title(profile, fact.source) or "its source"
    row = SourceRow(theme, f"{title}, {fact.date}" if fact.date else title)
    row.clicked.connect(lambda: open_document(fact.source))
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
