"""The profile pane: a country at a glance, above the table of its indicators."""

from __future__ import annotations

import html

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from reader.library.profile_values import CountryProfile, sources_words
from reader.ui.profile.elided_label import ElidedLabel
from reader.ui.profile.figures import tabular
from reader.ui.profile.heading import ProfileHeading
from reader.ui.profile.pyramid import PyramidPicture
from reader.ui.profile.score_figure import ScoreFigure
from reader.ui.profile.section_bodies import section_bodies
from reader.ui.profile.sections import Sections
from reader.ui.profile.source_row import SourceRow
from reader.ui.theme import Theme

NO_COUNTRY = "Choose a country to see its profile."
NO_RANK = "Rank needs more countries: import the index workbook."
_MARGIN = 16


class ProfilePane(QWidget):
    """A country's overall scores with their picture, ranks, and what the library holds on it.

    `documentActivated` carries the identifier of a document to open, `passageActivated` that of a
    document and the ordinal of the passage that the summary is taken from.
    """

    documentActivated = Signal(str)
    passageActivated = Signal(str, int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._profile: CountryProfile | None = None
        self._heading = ProfileHeading(theme, self)
        self._picture = PyramidPicture(theme, self)
        self._figures: list[ScoreFigure] = []
        self._scores = QWidget(self)
        self._figure_row = QHBoxLayout(self._scores)
        self._ranks = QLabel(self)
        self._edition = ElidedLabel(self)
        self._message = QLabel(self)
        self._sections = Sections(theme, self)
        self._arrange()
        self.set_theme(theme)
        self.show_profile(None)

    def show_profile(self, profile: CountryProfile | None) -> None:
        """Show a country; None says that none is chosen."""
        self._profile = profile
        scored = profile is not None and profile.has_scores
        self._heading.setVisible(profile is not None)
        self._scores.setVisible(scored)
        self._ranks.setVisible(scored)
        self._message.setVisible(not scored)
        self._message.setText(_message(profile))
        note = _edition_note(profile) if profile is not None and scored else ""
        self._edition.setVisible(bool(note))
        self._edition.set_text(note)
        if profile is None:
            self._sections.show_sections([])
            self._sections.hide()
            return
        country = profile.country
        self._heading.show_country(
            country.name,
            country.region or country.continent,
            sources_words(profile.sources, profile.newest),
        )
        if scored:
            self._show_scores(profile)
            self._ranks.setText(_ranks(profile))
            self._ranks.setToolTip("Place by criminality: 1 is the highest score")
        bodies = section_bodies(
            profile, self._theme, self.documentActivated.emit, self.passageActivated.emit
        )
        self._sections.show_sections(bodies)
        self._sections.setVisible(bool(bodies))

    def set_theme(self, theme: Theme) -> None:
        """Use the colours and fonts of another look."""
        self._theme = theme
        palette = theme.palette()
        palette.setColor(QPalette.ColorRole.Window, theme.colour("surface"))
        self.setPalette(palette)
        muted = QPalette(palette)
        muted.setColor(QPalette.ColorRole.WindowText, theme.colour("muted"))
        for label in (self._ranks, self._edition, self._message):
            label.setPalette(muted)
        self._ranks.setFont(tabular(theme.font("small")))
        self._edition.setFont(theme.font("small"))
        self._message.setFont(theme.font("tool"))
        self._heading.set_theme(theme)
        self._picture.set_theme(theme)
        self._sections.set_theme(theme)
        for figure in self._figures:
            figure.set_theme(theme)
        if self._profile is not None:
            self._ranks.setText(_ranks(self._profile))
        for row in self.findChildren(SourceRow):
            row.set_theme(theme)
        for label in self._sections.findChildren(QLabel):
            label.setFont(theme.font("small", bold=bool(label.property("bold"))))
            label.setPalette(muted if label.property("quiet") else palette)

    @property
    def sections(self) -> Sections:
        """Summary, facts, sources and latest items."""
        return self._sections

    @property
    def picture(self) -> PyramidPicture:
        """The pyramid and the panel."""
        return self._picture

    @property
    def text(self) -> str:
        """What the pane says above its sections, one line each."""
        labels = (self._message.text(), self._ranks.text(), self._edition.text)
        shown = [
            words
            for words, widget in zip(labels, (self._message, self._ranks, self._edition))
            if not widget.isHidden()
        ]
        scores = [] if self._scores.isHidden() else self._figures
        figures = [each.text for each in scores if not each.isHidden()]
        heading = [] if self._heading.isHidden() else [self._heading.text]
        return "\n".join([*heading, *figures, *shown])

    def _arrange(self) -> None:
        self.setAutoFillBackground(True)
        self.setMinimumWidth(300)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.setAccessibleName("Country profile")
        self._message.setWordWrap(True)
        self._ranks.setWordWrap(True)
        self._ranks.setTextFormat(Qt.TextFormat.RichText)
        self._figure_row.setContentsMargins(0, 4, 0, 0)
        self._figure_row.setSpacing(12)
        self._figure_row.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignTop)
        self._figure_row.addStretch(0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(_MARGIN, 12, _MARGIN, 6)
        layout.setSpacing(4)
        layout.addWidget(self._heading)
        layout.addWidget(self._scores)
        layout.addWidget(self._ranks)
        layout.addWidget(self._edition)
        layout.addWidget(self._message)
        layout.addWidget(self._sections)

    def _show_scores(self, profile: CountryProfile) -> None:
        totals, index = profile.totals, profile.index
        values = [
            totals[each].value if each in totals else None
            for each in ("criminal_markets", "criminal_actors", "resilience")
        ]
        self._picture.show_scores(values[0], values[1], values[2], highest=index.highest)
        headline = profile.headline_totals()
        while len(self._figures) < len(headline):
            figure = ScoreFigure(self._theme, self._scores)
            self._figures.append(figure)
            figure.setMaximumWidth(170)
            self._figure_row.insertWidget(self._figure_row.count() - 1, figure, 1)
        for figure, (identifier, name) in zip(self._figures, headline):
            figure.show_total(
                name, totals.get(identifier), index.direction(identifier), profile.previous_edition
            )
            figure.setToolTip(profile.score_source or "")
        for place, figure in enumerate(self._figures):
            figure.setVisible(place < len(headline))


def _message(profile: CountryProfile | None) -> str:
    if profile is None:
        return NO_COUNTRY
    name = profile.country.name
    return f"No scores for {name} in the library. Import an index page or a score sheet."


def _edition_note(profile: CountryProfile) -> str:
    if profile.edition is None:
        return ""
    if profile.edition_basis:
        return f"Edition {profile.edition}, inferred: {profile.edition_basis}"
    source = profile.score_source or profile.index.name
    return source if profile.edition in source else f"{source}, edition {profile.edition}"


def _ranks(profile: CountryProfile) -> str:
    country = profile.country
    names = {"world": "World", "continent": country.continent, "region": country.region}
    shown = [
        f"{html.escape(name).replace(' ', '&nbsp;')}&nbsp;<b>{rank.place}</b>/{rank.of}"
        for key, name in names.items()
        if name and (rank := profile.ranks.get(key)) is not None
    ]
    return " &nbsp; ".join(shown) or NO_RANK
