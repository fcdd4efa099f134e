"""What is done with documents in the library's tree: removed, grouped, tagged, opened as files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices

from reader.domain.changes import LibraryChanges
from reader.domain.errors import ReaderError
from reader.library.removal import Affected, Marks
from reader.ui.documents.library_groups import Grouping
from reader.ui.documents.library_menu import MenuCalls
from reader.ui.documents.library_tree import LibraryTree
from reader.ui.housekeeping.question_bar import Answer, QuestionBar
from reader.ui.housekeeping.words import counted, marks_question, names_of, purge_question
from reader.ui.notice_bar import NoticeBar
from reader.ui.reading_tabs import Place
from reader.ui.tasks import CATALOGUE, WORKER
from reader.ui.wiring.context import Context

REMOVING = "Removing"
DELETING = "Deleting"
_WEB_PAGES = (".html", ".htm", ".xhtml", ".mht", ".mhtml", ".svg")


def open_with_desktop(path: Path) -> bool:
    """Hand a file or a folder to the desktop; whether it took it."""
    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


class DocumentsWiring(QObject):
    """Carries out what the tree's menu and keys ask for, and can undo a removal."""

    def __init__(
        self,
        context: Context,
        tree: LibraryTree,
        question: QuestionBar,
        notice: NoticeBar,
        *,
        index_wanted: Callable[[], object],
        show_profile: Callable[[str], object],
        show_details: Callable[[str], object] | None = None,
        launch: Callable[[Path], bool] = open_with_desktop,
    ) -> None:
        super().__init__(tree)
        self._context = context
        self._tree = tree
        self._question = question
        self._notice = notice
        self._index_wanted = index_wanted
        self.launch = launch
        self._removed: list[list[str]] = []
        tree.removeRequested.connect(self.remove)
        tree.putRequested.connect(self.put)
        tree.groupingChanged.connect(self._keep_grouping)
        tree.set_menu_calls(
            MenuCalls(
                open=lambda one: context.tabs.open(Place(one)),
                details=show_details,
                put=self.put,
                put_new=self._ask_for_collection,
                take=self._take,
                tag=self._ask_for_tag,
                open_original=self.open_original,
                reveal_original=self.reveal_original,
                remove=self.remove,
                restore=self.restore,
                purge=self.purge,
                rename=self._ask_for_name,
                delete=self._delete_collection,
                profile=show_profile,
                writable=context.library.writable,
            )
        )

    # Removing

    def remove(self, identifiers: list[str]) -> None:
        """Take sources out of use; what becomes of marks in them is asked."""
        if not self._may_write("removed"):
            return
        removal = self._context.library.removal

        def show(affected: Affected) -> None:
            if not affected.marks:
                self._remove(affected, Marks.KEEP)
                return
            self._question.ask(
                marks_question(affected),
                (
                    Answer("Keep the marks", lambda _: self._remove(affected, Marks.KEEP)),
                    Answer("Remove them too", lambda _: self._remove(affected, Marks.REMOVE)),
                ),
            )

        self._context.tasks.read(
            "affected", lambda: removal.look(identifiers), show, self._context.explain
        )

    def _remove(self, affected: Affected, marks: Marks) -> None:
        removal = self._context.library.removal
        identifiers = list(affected.identifiers)

        def done(changes: LibraryChanges) -> None:
            self._removed.append(identifiers)
            self._context.tabs.close_documents(frozenset(identifiers))
            self._changed(changes)
            self._notice.say(
                f"Removed {names_of(affected.names)}. It can be put back at any time from"
                " “Removed documents”."
                if len(identifiers) == 1
                else f"Removed {names_of(affected.names)}. They can be put back at any time from"
                " “Removed documents”.",
                action=("Undo", self.undo),
            )

        self._write(REMOVING, lambda: removal.remove(identifiers, marks), done)

    def undo(self) -> None:
        """Ctrl+Z: put back what was removed last."""
        if not self._removed:
            self._context.say("There is no removal to undo.")
            return
        self.restore(self._removed.pop())

    def restore(self, identifiers: list[str]) -> None:
        """Put removed sources back, with the marks that went with them."""
        removal = self._context.library.removal

        def done(changes: LibraryChanges) -> None:
            self._removed = [each for each in self._removed if set(each).isdisjoint(identifiers)]
            self._notice.hide()
            self._changed(changes)
            self._context.say(f"Put back {counted(len(identifiers), 'source')}.")

        self._write(REMOVING, lambda: removal.restore(identifiers), done)

    def purge(self, identifiers: list[str]) -> None:
        """Delete removed sources for good, after a question."""
        if not self._may_write("deleted"):
            return
        removal = self._context.library.removal

        def done(changes: LibraryChanges) -> None:
            self._removed = [each for each in self._removed if set(each).isdisjoint(identifiers)]
            self._notice.hide()
            self._context.tabs.close_documents(frozenset(identifiers))
            self._changed(changes)
            self._context.say(f"Deleted {counted(len(identifiers), 'source')} for good.")

        def purge(_: str) -> None:
            # Not while an import brings in a file that goes here.
            self._write(DELETING, lambda: removal.purge(identifiers), done, lane=WORKER)

        def ask(affected: Affected) -> None:
            self._question.ask(purge_question(affected), (Answer("Delete for good", purge),))

        self._context.tasks.read(
            "affected", lambda: removal.look(identifiers), ask, self._context.explain
        )

    # Collections and tags

    def put(self, documents: list[str], name: str) -> None:
        """Put documents into a collection, made if there is none of that name."""
        if not self._may_write("changed"):
            return
        collections = self._context.library.collections
        self._write(
            "Collection",
            lambda: collections.put(name, documents),
            lambda changes: self._tell(changes, f"{_documents(documents)} put into “{name}”."),
        )

    def _take(self, documents: list[str], name: str) -> None:
        collections = self._context.library.collections
        self._write(
            "Collection",
            lambda: collections.take(name, documents),
            lambda changes: self._tell(changes, f"{_documents(documents)} taken out of “{name}”."),
        )

    def _ask_for_collection(self, documents: list[str]) -> None:
        if self._may_write("changed"):
            self._question.ask(
                f"Put {_documents(documents).lower()} into a new collection.",
                (Answer("Make it", lambda name: self.put(documents, name)),),
                field="Name of the collection",
            )

    def _ask_for_name(self, old: str) -> None:
        if not self._may_write("changed"):
            return
        collections = self._context.library.collections

        def rename(new: str) -> None:
            self._write("Collection", lambda: collections.rename(old, new), self._changed)

        self._question.ask(
            f"Another name for the collection “{old}”.",
            (Answer("Rename", rename),),
            field="Name of the collection",
            written=old,
        )

    def _delete_collection(self, name: str) -> None:
        if not self._may_write("changed"):
            return
        collections = self._context.library.collections
        library = self._context.library

        def held() -> list[str]:
            return [each.id for each in library.documents.all() if name in each.collections]

        def delete(documents: list[str]) -> None:
            def done(changes: LibraryChanges) -> None:
                self._changed(changes)
                self._notice.say(
                    f"Deleted the collection “{name}”; its documents stay.",
                    action=("Undo", lambda: self.put(documents, name)),
                )

            self._write("Collection", lambda: collections.delete(name), done)

        self._context.tasks.read("held", held, delete, self._context.explain)

    def _ask_for_tag(self, documents: list[str]) -> None:
        if not self._may_write("changed"):
            return
        tagging = self._context.library.tagging

        def add(tag: str) -> None:
            self._write(
                "Tag",
                lambda: tagging.add(tag, documents),
                lambda changes: self._tell(changes, f"Tagged “{tag}”."),
            )

        def take_off(tag: str) -> None:
            self._write(
                "Tag",
                lambda: tagging.remove(tag, documents),
                lambda changes: self._tell(changes, f"The tag “{tag}” is taken off."),
            )

        self._question.ask(
            f"A tag for {_documents(documents).lower()}.",
            (Answer("Add the tag", add), Answer("Take it off", take_off)),
            field="Tag",
        )

    # Originals

    def open_original(self, document: str) -> None:
        """Open a copy of a document's original with the program that the desktop has for it."""
        copies = self._context.library.source_copies

        def open_it(copy: Path) -> None:
            if not self.launch(copy):
                self._context.say(f"No program opens {copy.name}.")

        def show(copy: Path) -> None:
            if copy.suffix.lower() not in _WEB_PAGES:
                open_it(copy)
                return
            self._question.ask(
                f"“{copy.name}” opens in your web browser, which may load pictures and scripts from"
                " the network. Dossier itself never does.",
                (Answer("Open in the browser", lambda _: open_it(copy)),),
            )

        self._context.tasks.read(
            "original", lambda: copies.open_copy(document), show, self._context.explain
        )

    def reveal_original(self, document: str) -> None:
        """Open the folder that the kept original lies in, and say what it is called there."""
        copies = self._context.library.source_copies

        def show(path: Path) -> None:
            self.launch(path.parent)
            self._context.say(f"The original is kept as {path.name[:12]}…, without an ending.")

        self._context.tasks.read(
            "original", lambda: copies.kept_file(document), show, self._context.explain
        )

    # Own

    def _keep_grouping(self, grouping: Grouping) -> None:
        self._context.session.grouping = grouping.value

    def _may_write(self, what: str) -> bool:
        if self._context.library.writable:
            return True
        self._context.say(f"This library is open for reading only: nothing can be {what}.")
        return False

    def _changed(self, changes: LibraryChanges) -> None:
        self._context.changed(changes)
        if changes.search_index:
            self._index_wanted()

    def _tell(self, changes: LibraryChanges, words: str) -> None:
        self._changed(changes)
        self._context.say(words)

    def _write(
        self,
        name: str,
        change: Callable[[], LibraryChanges],
        done: Callable[[LibraryChanges], None],
        *,
        lane: str = CATALOGUE,
    ) -> None:
        def failed(error: ReaderError) -> None:
            self._context.explain(error)

        self._context.tasks.write(name, lambda _report, _cancel: change(), done, failed, lane=lane)


def _documents(documents: list[str]) -> str:
    return counted(len(documents), "Document")
