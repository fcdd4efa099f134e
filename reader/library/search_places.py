"""Sets of passages that queries name: those with notes or tags, and those that are evidence."""

from __future__ import annotations

import bisect
import threading
from collections.abc import Mapping, Set
from dataclasses import dataclass, field

from reader.catalogue.derived_store import DerivedStore
from reader.catalogue.search_store import NotedRow, PassageStarts, SearchStore
from reader.library.kept import Kept
from reader.search.engine import Key
from reader.text.folding import fold


@dataclass(frozen=True, slots=True)
class NotedPassages:
    """A bookmark and the entries of the index that it stands in.

    `spans` are its ranges in code points of the passages' texts, by version and ordinal of the
    passage itself; a table's cell is searched under its row's first cell.
    """

    note: NotedRow
    entries: frozenset[Key]
    spans: Mapping[Key, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Places:
    """What a catalogue and its evidence said at one moment.

    `tags` are the entries of bookmarks by folded tag, with the tag as it is written; `evidence`
    are the passages of newest versions by indicator.
    """

    noted: tuple[NotedPassages, ...] = ()
    tags: Mapping[str, tuple[str, frozenset[Key]]] = field(default_factory=dict)
    evidence: Mapping[str, frozenset[Key]] = field(default_factory=dict)


class PlacesKept:
    """The newest Places, read again when something changed. Usable from several threads."""

    def __init__(self, store: SearchStore, derived: DerivedStore) -> None:
        self._store = store
        self._noted = Kept(store.change_mark, self._read_noted)
        self._evidence = Kept(derived.change_mark, derived.passages)
        # A version's passages never change.
        self._starts: dict[int, PassageStarts] = {}
        self._lock = threading.Lock()
        self._made_of: tuple[object, object, object] = (None, None, None)
        self._places = Places()

    def current(self, versions: Set[int]) -> Places:
        """The passages of these newest versions; `versions` is the same object while unchanged."""
        noted, evidence = self._noted.current(), self._evidence.current()
        with self._lock:
            made_of = (noted, evidence, versions)
            if any(one is not other for one, other in zip(made_of, self._made_of)):
                kept = tuple(each for each in noted if each.note.version in versions)
                self._places = Places(kept, _by_tag(kept), _of_versions(evidence, versions))
                self._made_of = made_of
            return self._places

    def _read_noted(self) -> tuple[NotedPassages, ...]:
        return tuple(self._place(note) for note in self._store.noted())

    def _place(self, note: NotedRow) -> NotedPassages:
        starts = self._starts.get(note.version)
        if starts is None:
            starts = self._starts[note.version] = self._store.passage_starts(note.version)
        entries: set[Key] = set()
        spans: dict[Key, tuple[int, int]] = {}
        at = max(0, bisect.bisect_right(starts.starts, note.start) - 1)
        while at < len(starts.starts) and starts.starts[at] < note.end:
            begins = starts.starts[at]
            # The separator after a passage belongs to none.
            ends = starts.starts[at + 1] - 1 if at + 1 < len(starts.starts) else note.end
            start, end = max(note.start, begins) - begins, min(note.end, ends) - begins
            if start < end:
                entries.add((note.version, starts.heads[at]))
                spans[note.version, starts.ordinals[at]] = (start, end)
            at += 1
        return NotedPassages(note, frozenset(entries), spans)


def _of_versions(found: Mapping[str, set[Key]], versions: Set[int]) -> Mapping[str, frozenset[Key]]:
    return {
        indicator: frozenset(key for key in keys if key[0] in versions)
        for indicator, keys in found.items()
    }


def _by_tag(noted: tuple[NotedPassages, ...]) -> Mapping[str, tuple[str, frozenset[Key]]]:
    held: dict[str, set[Key]] = {}
    labels: dict[str, str] = {}
    for each in noted:
        for tag in each.note.tags:
            key = fold(tag).strip()
            held.setdefault(key, set()).update(each.entries)
            labels[key] = min(labels.get(key, tag), tag)
    return {key: (labels[key], frozenset(entries)) for key, entries in held.items()}
