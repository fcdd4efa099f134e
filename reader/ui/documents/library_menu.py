"""What can be done with the chosen rows of the library: one menu, made anew each time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from reader.domain.document import Document
from reader.ui.documents.library_groups import DocumentGroup, Item, Shelf


@dataclass(frozen=True)
class Chosen:
    """The chosen rows, each once; `group` is the one that the current row belongs to."""

    items: tuple[Item, ...]
    group: DocumentGroup | None

    @property
    def documents(self) -> tuple[Document, ...]:
        """Those of them that are documents."""
        return tuple(each for each in self.items if isinstance(each, Document))

    @property
    def identifiers(self) -> list[str]:
        """What commands know them by."""
        return [each.id for each in self.items]

    @property
    def removed(self) -> bool:
        """Whether they were removed already."""
        return self.group is not None and self.group.shelf is Shelf.REMOVED


@dataclass(frozen=True)
class MenuCalls:
    """What the menu's entries call; lists hold identifiers, names are those of collections."""

    open: Callable[[str], object]
    details: Callable[[str], object] | None
    put: Callable[[list[str], str], object]
    put_new: Callable[[list[str]], object]
    take: Callable[[list[str], str], object]
    tag: Callable[[list[str]], object]
    open_original: Callable[[str], object]
    reveal_original: Callable[[str], object]
    remove: Callable[[list[str]], object]
    restore: Callable[[list[str]], object]
    purge: Callable[[list[str]], object]
    rename: Callable[[str], object]
    delete: Callable[[str], object]
    profile: Callable[[str], object]
    writable: bool = True
    """Whether the library may be changed; what would change it is not offered else."""


def library_menu(
    parent: QWidget, chosen: Chosen, collections: Sequence[str], calls: MenuCalls
) -> QMenu:
    """The menu for the chosen rows; empty where nothing can be done."""
    menu = QMenu(parent)
    if not chosen.items:
        _for_group(menu, chosen.group, calls)
    elif chosen.removed:
        if not calls.writable:
            return menu
        _add(menu, "Put back", lambda: calls.restore(chosen.identifiers))
        menu.addSeparator()
        _add(menu, "Delete for good…", lambda: calls.purge(chosen.identifiers))
    else:
        if chosen.documents:
            _for_documents(menu, chosen, collections, calls)
            menu.addSeparator()
        if not calls.writable:
            return menu
        action = _add(menu, "Remove…", lambda: calls.remove(chosen.identifiers))
        action.setShortcut("Del")
    return menu


def _for_documents(
    menu: QMenu, chosen: Chosen, collections: Sequence[str], calls: MenuCalls
) -> None:
    documents = [each.id for each in chosen.documents]
    single = documents[0] if len(chosen.items) == 1 else None
    if single is not None:
        _add(menu, "Open", lambda: calls.open(single))
        if (details := calls.details) is not None:
            _add(menu, "Document details", lambda: details(single))
        menu.addSeparator()
    if calls.writable:
        _for_shelving(menu, chosen, documents, collections, calls)
    if single is not None:
        menu.addSeparator()
        _add(menu, "Open the original", lambda: calls.open_original(single))
        _add(menu, "Show the original in its folder", lambda: calls.reveal_original(single))


def _for_shelving(
    menu: QMenu,
    chosen: Chosen,
    documents: list[str],
    collections: Sequence[str],
    calls: MenuCalls,
) -> None:
    below = menu.addMenu("Add to collection")
    for each in collections:
        _add(below, each.replace("&", "&&"), partial(calls.put, documents, each))
    if collections:
        below.addSeparator()
    _add(below, "New collection…", lambda: calls.put_new(documents))
    name = chosen.group.collection if chosen.group else None
    if name is not None:
        shown = name.replace("&", "&&")
        _add(menu, f"Take out of “{shown}”", lambda: calls.take(documents, name))
    _add(menu, "Add a tag…", lambda: calls.tag(documents))


def _for_group(menu: QMenu, group: DocumentGroup | None, calls: MenuCalls) -> None:
    if group is None:
        return
    code, name = group.country, group.collection
    if code is not None:
        _add(menu, "Show the profile", lambda: calls.profile(code))
    if name is not None and calls.writable:
        _add(menu, "Rename the collection…", lambda: calls.rename(name))
        _add(menu, "Delete the collection", lambda: calls.delete(name))


def _add(menu: QMenu, words: str, call: Callable[[], object]) -> QAction:
    action = QAction(words, menu)
    action.triggered.connect(lambda _checked=False: call())
    menu.addAction(action)
    return action
