"""The parts of the window that are made after it stands, or when something first needs them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from reader.ui.columns import fill
from reader.ui.wiring.context import Context

if TYPE_CHECKING:
    from reader.ui.bookmarks.note_popup import NotePopup
    from reader.ui.indicators.evidence_bar import EvidenceBar
    from reader.ui.indicators.indicator_table import IndicatorTable
    from reader.ui.main_window import MainWindow
    from reader.ui.profile.profile_pane import ProfilePane
    from reader.ui.wiring.completion_wiring import CompletionWiring
    from reader.ui.wiring.country_wiring import CountryWiring
    from reader.ui.wiring.details_wiring import DetailsWiring
    from reader.ui.wiring.documents_wiring import DocumentsWiring
    from reader.ui.wiring.import_wiring import ImportWiring
    from reader.ui.wiring.keeping_wiring import KeepingWiring
    from reader.ui.wiring.mapping_wiring import MappingWiring
    from reader.ui.wiring.marks_wiring import MarksWiring
    from reader.ui.wiring.results_wiring import ResultsWiring
    from reader.ui.wiring.versions_wiring import VersionsWiring
    from reader.ui.wiring.watch_wiring import WatchWiring


def profile(window: MainWindow) -> ProfilePane:
    """The profile of the country on show."""
    from reader.ui.profile.profile_pane import ProfilePane

    return ProfilePane(window.frame_theme(), window)


def indicators(window: MainWindow) -> IndicatorTable:
    """The scored indicators of the country on show."""
    from reader.ui.indicators.indicator_table import IndicatorTable

    return IndicatorTable(window.frame_theme(), window)


def evidence_bar(window: MainWindow) -> EvidenceBar:
    """The way through the evidence of one indicator."""
    from reader.ui.indicators.evidence_bar import EvidenceBar

    return EvidenceBar(window.frame_theme(), window)


def country(window: MainWindow, context: Context) -> CountryWiring:
    """The right column and the evidence bar: made when the window stands, or when needed."""
    from reader.ui.wiring.country_wiring import CountryWiring

    if (layout := window.middle.layout()) is not None:
        layout.addWidget(window.evidence_bar)
    fill(window.right, window.profile, window.indicators, stretched=window.indicators)
    return CountryWiring(
        context,
        window.top_bar,
        window.profile,
        window.indicators,
        window.evidence_bar,
        marks_changed=window.highlights.refresh,
    )


def completion(window: MainWindow, context: Context) -> CompletionWiring:
    """Ways to go on with what is typed in the search field, and recent searches."""
    from reader.ui.wiring.completion_wiring import CompletionWiring

    return CompletionWiring(
        context,
        window.top_bar.search_field,
        window.search,
        window.left,
        theme=window.frame_theme,
        show_profile=lambda code: window.country.show_country(code),
    )


def importing(window: MainWindow, context: Context) -> ImportWiring:
    """Bringing files in, and the index up to date."""
    from reader.ui.wiring.import_wiring import ImportWiring

    return ImportWiring(
        context,
        window.worker,
        window,
        notice=window.notice,
        stage=window.stage,
        theme=window.frame_theme,
        began=window.progress.begin,
        ended=lambda work: window.libraryChanged.emit(work.changes),
        mend=lambda document: window.details.open_document(document),
        describe=lambda path: window.mapping.open(path),
    )


def mapping(window: MainWindow, context: Context) -> MappingWiring:
    """Describing a foreign table of scores, over the three columns."""
    from reader.ui.wiring.mapping_wiring import MappingWiring

    return MappingWiring(
        context,
        window,
        window.splitter,
        window.frame_theme(),
        lambda paths: window.importing.run(paths),
    )


def documents(window: MainWindow, context: Context) -> DocumentsWiring:
    """What is done with documents in the library's tree."""
    from reader.ui.wiring.documents_wiring import DocumentsWiring

    return DocumentsWiring(
        context,
        window.left.library,
        window.question,
        window.notice,
        index_wanted=lambda: window.importing.index(),
        show_profile=lambda code: window.country.show_country(code),
        show_details=lambda one: window.details.open_document(one),
    )


def keeping(window: MainWindow, context: Context) -> KeepingWiring:
    """What is done with the whole library."""
    from reader.ui.wiring.keeping_wiring import KeepingWiring

    return KeepingWiring(
        context,
        window,
        window.question,
        window.notice,
        began=window.progress.begin,
        index_wanted=lambda: window.importing.index(),
        let_go=window.stop_worker,
        switch=lambda folder: window.switch(folder),
    )


def versions(window: MainWindow, context: Context) -> VersionsWiring:
    """What documents said before."""
    from reader.ui.wiring.versions_wiring import VersionsWiring

    return VersionsWiring(context)


def details(window: MainWindow, context: Context) -> DetailsWiring:
    """The details of the document in front, over the right column."""
    from reader.ui.wiring.details_wiring import DetailsWiring

    return DetailsWiring(
        context, window.right, window.frame_theme(), lambda: window.importing.index()
    )


def results(window: MainWindow, context: Context) -> ResultsWiring:
    """What is done with the results of a search."""
    from reader.ui.wiring.results_wiring import ResultsWiring, Ways

    def indicator(identifier: str) -> None:
        if window.country.profile is None:
            window.say("Choose a country first: its indicators show on the right then.")
        elif window.indicators.select_indicator(identifier):
            window.indicators.view.setFocus()
        else:
            name = window.country.profile.country.name
            window.say(f"The library has no scores of that indicator for {name}.")

    return ResultsWiring(
        context,
        window.left,
        window.search,
        question=window.question,
        notice=window.notice,
        ways=Ways(
            country=lambda code: window.country.show_country(code),
            indicator=indicator,
            bookmark=lambda identifier: window.marks.open_bookmark(identifier),
        ),
    )


def note_popup(window: MainWindow) -> NotePopup:
    """The frame in which a note on a selection is written."""
    from reader.ui.bookmarks.note_popup import NotePopup

    return NotePopup(window.frame_theme(), window.tabs)


def marks(window: MainWindow, context: Context) -> MarksWiring:
    """Bookmarks and reports: made after the window stands, or when first needed."""
    from reader.ui.wiring.marks_wiring import MarksWiring

    window.versions.serve(window.left.bookmarks)
    return MarksWiring(
        context,
        window.left.bookmarks,
        window.left.report,
        window.note_popup,
        window.left,
        counted=window.top_bar.show_marks,
    )


def watching(window: MainWindow, context: Context) -> WatchWiring:
    """Folders that are looked into while the window is open."""
    from reader.ui.wiring.watch_wiring import WatchWiring

    return WatchWiring(
        context,
        window,
        stage=window.stage,
        theme=window.frame_theme,
        busy=lambda: window.progress.busy,
        bring_in=lambda *work: window.importing.run_quietly(*work),
    )


def regions(window: MainWindow) -> list[QWidget]:
    """Where the Tab key goes, from left to right; of the late parts those that were made."""
    made = vars(window)
    right = [made[name] for name in ("evidence_bar", "profile", "indicators") if name in made]
    if "details" in made and window.details.is_open:
        right = [*right[:1], window.details.sheet]
    parts = [
        window.left,
        window.tabs,
        *(window.importing.parts if "importing" in made else ()),
        *(window.watching.parts if "watching" in made else ()),
        *right,
    ]
    if "mapping" in made and window.mapping.is_open:
        parts = [window.mapping.sheet]
    return [window.top_bar, window.notice, window.question, *parts, window.progress]
