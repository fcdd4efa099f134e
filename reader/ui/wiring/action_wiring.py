"""What each action of `shortcuts.toml` does in the window."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from reader.ui.keys_page import key_groups, keys_table, keys_text
from reader.ui.left_panel import LeftTab

if TYPE_CHECKING:
    from reader.ui.main_window import MainWindow


def handlers(window: MainWindow) -> dict[str, Callable[[], object]]:
    """What to call for each action, by its identifier.

    Parts that the window makes late are made only when an action needs them.
    """
    return {
        "import": lambda: window.importing.ask_for_files(),
        "import_folder": lambda: window.importing.ask_for_folder(),
        "paste_import": lambda: window.importing.paste(),
        "watched_folders": lambda: window.watching.toggle(),
        "show_import": lambda: window.importing.show_last(),
        "map_table": lambda: window.mapping.ask_for_table(),
        "show_library": lambda: window.left.go_to_tab(LeftTab.LIBRARY),
        "undo_removal": lambda: window.documents.undo(),
        "backup": lambda: window.keeping.ask_for_backup(),
        "restore": lambda: window.keeping.ask_for_restore(),
        "merge": lambda: window.keeping.ask_for_merge(),
        "move": lambda: window.keeping.ask_for_move(),
        "open_library": lambda: window.keeping.ask_for_library(),
        "details": lambda: window.details.toggle(),
        "quit": window.close,
        "search": window.top_bar.search_field.focus_field,
        "find": lambda: window.in_pane(lambda pane: pane.open_find_bar()),
        "next_hit": lambda: window.versions.step(1, window.highlights.walk.step),
        "previous_hit": lambda: window.versions.step(-1, window.highlights.walk.step),
        "narrow_results": lambda: window.results.narrow(),
        "order_results": lambda: window.results.choose_order(),
        "query_details": lambda: window.results.show_details(),
        "save_search": lambda: window.results.save(),
        "copy_hits": lambda: window.results.copy(),
        "export_results": lambda: window.results.export(),
        "forget_searches": lambda: window.completion.forget_all(),
        "show_results": lambda: window.left.go_to_tab(LeftTab.RESULTS),
        "back": window.tabs.go_back,
        "forward": window.tabs.go_forward,
        "compare_versions": lambda: window.versions.compare_in_front(),
        "outline": lambda: window.in_pane(lambda pane: pane.show_outline()),
        "next_tab": lambda: window.tabs.step_tab(1),
        "previous_tab": lambda: window.tabs.step_tab(-1),
        "close_tab": window.tabs.close_current,
        "reopen_tab": window.tabs.reopen,
        "indicators": lambda: window.indicators.view.setFocus(),
        "next_evidence": lambda: window.country.step(1),
        "previous_evidence": lambda: window.country.step(-1),
        "export_indicators": lambda: window.country.export(),
        "bookmark": lambda: window.marks.mark_selection(),
        "show_bookmarks": lambda: window.left.go_to_tab(LeftTab.BOOKMARKS),
        "show_report": lambda: window.left.go_to_tab(LeftTab.REPORT),
        "export_report": lambda: window.marks.export(),
        "zoom_in": lambda: window.zoom(1.1),
        "zoom_out": lambda: window.zoom(1 / 1.1),
        "zoom_reset": lambda: window.tabs.set_zoom(1.0),
        "theme": window.next_theme,
        "pages": lambda: window.pages.switch(),
        "keys": lambda: _show_keys(window),
        "about": lambda: window.say("Dossier: an offline reference reader. It never goes online."),
    }


def _show_keys(window: MainWindow) -> None:
    groups = key_groups(window.actions_by_name)
    # The list below the search field would lie over them.
    window.completion.hide()
    window.said = keys_text(groups)
    window.notice.say(window.said, table=keys_table(groups))
