"""The country on show: its profile, its scores, and the passages behind them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from reader.domain.country import Country
from reader.domain.errors import NotFound
from reader.domain.scoring import Score
from reader.library.evidence import EvidencePassage
from reader.library.profile_values import CountryProfile
from reader.library.score_export import write_indicators
from reader.ui.indicators.evidence_bar import EvidenceBar
from reader.ui.indicators.indicator_table import IndicatorTable
from reader.ui.profile.profile_pane import ProfilePane
from reader.ui.reading_tabs import Place
from reader.ui.top_bar import TopBar
from reader.ui.wiring.context import Context


@dataclass(frozen=True)
class _Overview:
    """What the library holds on countries, and the profile of the one shown."""

    countries: list[Country]
    profile: CountryProfile | None


class CountryWiring(QObject):
    """Shows a country, and walks through the evidence of one indicator at a time."""

    def __init__(
        self,
        context: Context,
        top: TopBar,
        pane: ProfilePane,
        table: IndicatorTable,
        bar: EvidenceBar,
        *,
        marks_changed: Callable[[], object],
    ) -> None:
        super().__init__(pane)
        self._context = context
        self._top = top
        self._pane = pane
        self._table = table
        self._bar = bar
        self._marks_changed = marks_changed
        self._profile: CountryProfile | None = None
        self._country: str | None = context.session.country
        self._edition: str | None = None
        self._evidence: list[EvidencePassage] = []
        self._at = -1
        self._indicator: str | None = None
        bar.hide()
        top.countryChosen.connect(self.show_country)
        top.editionChosen.connect(self.show_edition)
        pane.documentActivated.connect(lambda document: context.tabs.open(Place(document)))
        pane.passageActivated.connect(self._open_passage)
        table.indicatorChosen.connect(self.open_evidence)
        table.exportRequested.connect(self.export)
        bar.previousRequested.connect(lambda: self.step(-1))
        bar.nextRequested.connect(lambda: self.step(1))
        bar.closeRequested.connect(self.close_evidence)

    @property
    def profile(self) -> CountryProfile | None:
        """The profile on show."""
        return self._profile

    @property
    def scores(self) -> dict[str, Score]:
        """The scores on show, by indicator."""
        if self._profile is None:
            return {}
        rows = (row for pillar in self._profile.pillars for row in pillar.rows)
        return {row.indicator.id: row.score for row in rows if row.score is not None}

    @property
    def chosen(self) -> tuple[str, int, int] | None:
        """The evidence being read: indicator, version and passage."""
        if not 0 <= self._at < len(self._evidence):
            return None
        link = self._evidence[self._at].link
        return link.indicator, link.version, link.passage

    def show_country(self, code: str) -> None:
        """Show the profile of a country (alpha-2)."""
        if code != self._country:
            self._country, self._edition = code, None
            self.close_evidence()
        self.refresh()

    def show_edition(self, edition: str) -> None:
        """Show another edition of the country's scores."""
        self._edition = edition
        self.refresh()

    def refresh(self) -> None:
        """Read the profile anew; a country that nothing is held on gives way to one that is."""
        self._context.tasks.read("profile", self._read, self._show)

    def _read(self) -> _Overview:
        library = self._context.library
        held = library.documents.countries()
        countries = [each.country for each in held]
        code = self._country
        if code is None or all(each.iso2 != code for each in countries):
            richest = max(held, key=lambda each: (each.scores, each.documents), default=None)
            code = richest.country.iso2 if richest else None
        if code is None:
            return _Overview(countries, None)
        try:
            profile = library.profiles.get(code, self._edition)
        except NotFound:
            profile = library.profiles.get(code)
        return _Overview(countries, profile)

    def _show(self, overview: _Overview) -> None:
        profile = overview.profile
        self._profile = profile
        self._country = profile.country.iso2 if profile else None
        self._context.session.country = self._country
        self._pane.show_profile(profile)
        self._table.show_profile(profile)
        self._top.show_countries(overview.countries, profile.country if profile else None)
        index = self._context.library.index
        self._top.show_editions(
            index.short_name,
            profile.editions if profile else (),
            profile.edition if profile else None,
        )
        self._marks_changed()
        self._recount()

    def _recount(self) -> None:
        """Read the evidence that is walked through anew, and stay at its passage."""
        country, indicator = self._country, self._indicator
        if country is None or indicator is None:
            return
        evidence, chosen = self._context.library.evidence, self.chosen

        def show(found: list[EvidencePassage]) -> None:
            if indicator != self._indicator or chosen != self.chosen:
                return
            links = [(each.link.indicator, each.link.version, each.link.passage) for each in found]
            at = links.index(chosen) if chosen in links else min(max(self._at, 0), len(found) - 1)
            self._evidence, self._at = found, at
            self._tell_where(indicator)
            self._marks_changed()

        self._context.tasks.read(
            "evidence-again",
            lambda: evidence.of_country(country, indicator),
            show,
            self._context.explain,
        )

    def open_evidence(self, indicator: str, at: int = 0) -> None:
        """Open the best passage behind an indicator's score, or the `at`-th."""
        country = self._country
        if country is None:
            return
        evidence = self._context.library.evidence

        def show(found: list[EvidencePassage]) -> None:
            self._evidence = found
            self._at = min(at, len(found) - 1)
            self._table.select_indicator(indicator)
            self._bar.show()
            self._show_current(indicator)

        self._context.tasks.read(
            "evidence",
            lambda: evidence.of_country(country, indicator),
            show,
            self._context.explain,
        )

    def open_evidence_at(self, indicator: str, document: str, passage: int) -> None:
        """Choose an indicator in the table and the passage of its evidence that was clicked."""
        country = self._country
        if country is None:
            return
        evidence = self._context.library.evidence

        def show(found: list[EvidencePassage]) -> None:
            self._evidence = found
            places = [(each.document.id, each.passage.ordinal) for each in found]
            wanted = (document, passage)
            self._at = places.index(wanted) if wanted in places else min(0, len(found) - 1)
            self._table.select_indicator(indicator)
            self._bar.show()
            self._show_current(indicator)

        self._context.tasks.read(
            "evidence",
            lambda: evidence.of_country(country, indicator),
            show,
            self._context.explain,
        )

    def step(self, step: int) -> None:
        """Go to the next (1) or previous (-1) passage of the indicator's evidence."""
        if self._evidence and 0 <= self._at + step < len(self._evidence):
            self._at += step
            self._show_current(self._evidence[self._at].link.indicator)

    def close_evidence(self) -> None:
        """Stop walking through evidence."""
        self._context.tasks.void("evidence")
        self._evidence, self._at, self._indicator = [], -1, None
        self._bar.hide()
        self._marks_changed()

    def export(self) -> None:
        """Ask where to, and write the indicator table as CSV."""
        profile = self._profile
        if profile is None:
            return
        name = f"{profile.country.iso2.lower()}-{profile.index.id}-{profile.edition or ''}.csv"
        file, _ = QFileDialog.getSaveFileName(
            self._table, "Export the indicators", name, "CSV (*.csv)"
        )
        if file:
            path = Path(file)
            self._context.tasks.read(
                "export-indicators",
                lambda: write_indicators(path, [profile]),
                lambda _: self._context.say(f"The indicators are in {path}"),
                self._context.explain,
            )

    def _show_current(self, indicator: str) -> None:
        self._indicator = indicator
        self._tell_where(indicator)
        if not self._evidence:
            self._marks_changed()
            return
        current = self._evidence[self._at]
        passage = current.passage
        self._context.tabs.open(
            Place(current.document.id, (passage.start, passage.end)),
            preview=True,
            then=lambda _: self._marks_changed(),
        )

    def _tell_where(self, indicator: str) -> None:
        described = self._context.library.index.indicator(indicator)
        score = self.scores.get(indicator)
        value = score.value if score else None
        if not self._evidence:
            self._bar.show_no_evidence(described, value)
            return
        current = self._evidence[self._at]
        self._bar.show_passage(
            described,
            value,
            position=self._at + 1,
            count=len(self._evidence),
            matched=current.link.matched,
            state=current.link.state,
        )

    def _open_passage(self, document: str, ordinal: int) -> None:
        documents = self._context.library.documents

        def find() -> tuple[int, int]:
            passages = documents.passages(documents.get(document))
            passage = passages[min(ordinal, len(passages) - 1)]
            return passage.start, passage.end

        self._context.tasks.read(
            "profile-passage",
            find,
            lambda place: self._context.tabs.open(Place(document, place)),
            self._context.explain,
        )
