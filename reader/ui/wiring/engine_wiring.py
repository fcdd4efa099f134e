"""The offer to change the search engine, once, when the library has grown large enough."""

from __future__ import annotations

from collections.abc import Callable

from reader.library.engines import TANTIVY, installed
from reader.ui.notice_bar import NoticeBar
from reader.ui.wiring.context import Context


class EngineOffer:
    """Looks, when the index is up to date, whether another engine serves this library better."""

    def __init__(
        self, context: Context, notice: NoticeBar, switch: Callable[[str], object]
    ) -> None:
        self._context = context
        self._notice = notice
        self._switch = switch

    def look(self) -> None:
        """Offer the other engine if it is recommended and was not offered yet.

        Where the engine that was chosen is missing, that is said.
        """
        engines = self._context.library.engines
        self._context.tasks.read(
            "search-engine", lambda: (engines.note, engines.to_offer()), self._tell
        )

    def indexed(self, engine: str | None) -> None:
        """The index was built, for another engine if one is named."""
        if engine is None:
            self.look()
        else:
            self._context.say(
                f"The search index was built for {engine}, which is used from now on."
            )

    def _tell(self, found: tuple[str | None, str | None]) -> None:
        note, reason = found
        if note is not None:
            self._context.say(f"{note}.")
        # What stands there already is not to be missed; there is another time.
        if reason is None or self._notice.isVisible():
            return
        self._context.library.engines.was_offered()
        if installed(TANTIVY):
            self._notice.say(f"{reason}.", action=("Switch", self._accept))
        else:
            self._notice.say(f"{reason}.")

    def _accept(self) -> None:
        self._notice.hide()
        self._switch(TANTIVY)
