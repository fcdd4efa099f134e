"""From a key in the search field to ways to go on, and what one has searched for before."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from reader.domain.query_history import remembered
from reader.library.search_help import Completion, CompletionKind
from reader.ui.left_panel import LeftPanel
from reader.ui.search.search_field import SearchField
from reader.ui.theme import Theme
from reader.ui.wiring.context import Context
from reader.ui.wiring.search_wiring import SearchWiring

if TYPE_CHECKING:
    from reader.ui.search.completion_keys import CompletionKeys
    from reader.ui.search.completion_list import CompletionList

_KEY = "completion"
_LIMIT = 12
# A query that has stood so long beside its hits was meant.
_RESTED_MS = 2000


class CompletionWiring(QObject):
    """Asks for completions with every key, shows them, and does what is taken from them."""

    def __init__(
        self,
        context: Context,
        field: SearchField,
        search: SearchWiring,
        left: LeftPanel,
        *,
        theme: Callable[[], Theme],
        show_profile: Callable[[str], object],
    ) -> None:
        super().__init__(field)
        self._context = context
        self._field = field
        self._search = search
        self._left = left
        self._theme = theme
        self._show_profile = show_profile
        self._list: CompletionList | None = None
        self._keys: CompletionKeys | None = None
        self._asked = ("", 0)
        self._kept: str | None = None
        self._rest = QTimer(self, interval=_RESTED_MS, singleShot=True)
        self._rest.timeout.connect(self._rested)
        field.attended.connect(self._attended)
        field.completionsWanted.connect(self._wanted)
        search.searched.connect(self._rest.start)
        field.entered.connect(self.remember)
        left.results.hitOpened.connect(lambda _: self.remember())
        left.results.foundOpened.connect(lambda _: self.remember())
        field.line.textChanged.connect(lambda _: self._let_go())
        field.line.cursorPositionChanged.connect(lambda *_: self._cursor_moved())
        field.line.focused.connect(self._focused)

    @property
    def rows(self) -> CompletionList | None:
        """The list, once there was something to show."""
        return self._list

    def typed(self, text: str) -> None:
        """Ask for the completions of what stands before the cursor."""
        self._rest.stop()
        if self._kept is not None and not text.startswith(self._kept):
            self._kept = None
        self._ask()

    def remember(self) -> None:
        """Keep what stands in the field among the recent searches."""
        self._rest.stop()
        text = self._field.text()
        if text.strip():
            session, in_one_go = self._context.session, self._kept is not None
            session.searches = remembered(session.searches, text, in_one_go=in_one_go)
            self._kept = text

    def forget_all(self) -> None:
        """Forget what was searched for."""
        self._context.session.searches = ()
        self.hide()
        self._context.say("The recent searches are forgotten")

    def prepare(self) -> None:
        """Make the list while nobody waits for it."""
        self._made()

    def set_theme(self, theme: Theme) -> None:
        """Use the colours and fonts of another look."""
        if self._list is not None:
            self._list.set_theme(theme)

    # When there is something to ask

    def _attended(self) -> None:
        if not self._field.text().strip():
            self._ask()

    def _wanted(self) -> None:
        """Ctrl+Space: into the list, which may still have to be opened."""
        if self._list is not None and not self._list.isHidden():
            self._enter()
        else:
            self._ask(then=self._enter)

    def _ask(self, then: Callable[[], None] | None = None) -> None:
        text, cursor = self._field.text(), self._field.caret
        completing, history = self._context.library.completing, self._context.session.searches
        self._asked = (text, cursor)

        def show(completions: tuple[Completion, ...]) -> None:
            if (self._field.text(), self._field.caret) != (text, cursor):
                return
            if not self._field.line.hasFocus():
                return
            self._made().show_completions(text[:cursor], completions)
            if then is not None:
                then()

        self._context.tasks.read(
            _KEY,
            lambda: completing.run(text, cursor, _LIMIT, history),
            show,
            # Results say what is wrong with the index; the list is silent.
            lambda _: self.hide(),
        )

    def _made(self) -> CompletionList:
        """The list, made when it is first needed: a start shows none."""
        if self._list is None:
            from reader.ui.search.completion_keys import CompletionKeys
            from reader.ui.search.completion_list import CompletionList

            self._list = CompletionList(self._theme(), self._field, self._field.window())
            self._list.keep_clear_of(self._left)
            self._list.taken.connect(self._take)
            self._keys = CompletionKeys(self._field.line, self._list, self._walkable)
            self._keys.taken.connect(self._take)
            self._keys.forgotten.connect(self._forget)
        return self._list

    # What one does with it

    def _walkable(self) -> bool:
        """Whether there are rows in the results, of passages or of what else was found."""
        return bool(self._field.text().strip()) and not self._left.results.message

    def _enter(self) -> None:
        if self._keys is not None:
            self._keys.enter_list()

    def _take(self, completion: Completion) -> None:
        self.hide()
        if completion.country is not None:
            self._show_profile(completion.country)
            return
        if completion.kind is CompletionKind.FILTER:
            # A filter's name goes on with its values.
            self._field.put(completion.query, completion.cursor)
            self._search.search(completion.query)
            self._ask()
        else:
            self._search.search_for(completion.query)
            self._field.put(completion.query, completion.cursor)

    def _forget(self, completion: Completion) -> None:
        session = self._context.session
        session.searches = tuple(each for each in session.searches if each != completion.query)

    def _rested(self) -> None:
        results = self._search.results
        if results is not None and results.total and results.query.text == self._field.text():
            self.remember()

    # When it has to go

    def hide(self) -> None:
        """Close the list, and let nothing that is looked for open it."""
        self._context.tasks.void(_KEY)
        if self._list is not None:
            self._list.hide()

    def _let_go(self) -> None:
        """The text was put in by something else than a key: the list is of another one."""
        if self._field.text() != self._asked[0] and not self._field.line.isModified():
            self.hide()

    def _cursor_moved(self) -> None:
        if self._list is None or self._list.isHidden():
            return
        text, cursor = self._asked
        if self._field.text() == text and self._field.caret != cursor:
            self.hide()

    def _focused(self, here: bool) -> None:
        if not here:
            self.hide()
