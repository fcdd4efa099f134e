"""Answer a query by reading every text: slow, and plain enough to be taken for right."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import product

from reader.domain.query import (
    And,
    Exact,
    Fuzzy,
    InPassages,
    InVersions,
    Leaf,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Word,
    positive_leaves,
)
from reader.search.engine import IndexedVersion, Key
from reader.text.folding import as_written, fold
from reader.text.stemming import stem
from reader.text.tokens import words


@dataclass(frozen=True)
class Entry:
    """An entry as it is read: its own words, and those of its headings and its title."""

    key: Key
    language: str
    own: tuple[str, ...]
    above: tuple[str, ...]


@dataclass
class Reading:
    """The entries of some versions, in order."""

    versions: Sequence[IndexedVersion]
    entries: list[Entry] = field(default_factory=list)

    def __post_init__(self) -> None:
        for version in self.versions:
            language = version.language if version.language in ("en", "es") else "en"
            title = words(version.title)
            for entry in version.entries:
                above = [word for heading in entry.headings for word in words(heading)] + title
                key = version.version, entry.passage
                self.entries.append(Entry(key, language, tuple(words(entry.text)), tuple(above)))

    def hits(self, root: Node) -> set[Key]:
        """The entries that match, with a word of their own where words are asked for."""
        return {entry.key for entry in self.entries if self._hit(root, entry)}

    def whole(self, root: Node) -> set[int]:
        """The versions that match, but in no one entry."""
        leaves = positive_leaves(root)
        if len(leaves) < 2 or any(isinstance(each, InPassages) for each in _nodes(root)):
            return set()
        found = {version.version for version in self.versions if self._holds(root, version.version)}
        owned = {
            entry.key[0] for entry in self.entries if any(_own(leaf, entry) for leaf in leaves)
        }
        return (found & owned) - {version for version, _ in self.hits(root)}

    def entry_of(self, passage: Key) -> Key | None:
        """The entry that holds a passage."""
        keys = [entry.key for entry in self.entries if entry.key[0] == passage[0]]
        at = bisect_right(keys, passage) - 1
        return keys[at] if at >= 0 else None

    def _hit(self, node: Node, entry: Entry) -> bool:
        leaves = positive_leaves(node)
        match node:
            case Or(nodes):
                return any(self._hit(each, entry) for each in nodes)
            case And():
                return self._matches(node, entry) and (
                    not leaves or any(_own(leaf, entry) for leaf in leaves)
                )
            case Not() | InVersions() | InPassages():
                return self._matches(node, entry)
        return _own(node, entry)

    def _matches(self, node: Node, entry: Entry) -> bool:
        match node:
            case Or(nodes):
                return any(self._matches(each, entry) for each in nodes)
            case And(nodes):
                return all(self._matches(each, entry) for each in nodes)
            case Not(child):
                return not self._matches(child, entry)
            case InVersions(versions):
                return entry.key[0] in versions
            case InPassages(passages):
                return entry.key in {self.entry_of(each) for each in passages}
        return _own(node, entry) or _above(node, entry)

    def _holds(self, node: Node, version: int) -> bool:
        match node:
            case Or(nodes):
                return any(self._holds(each, version) for each in nodes)
            case And(nodes):
                return all(self._holds(each, version) for each in nodes)
            case Not(child):
                return not self._holds(child, version)
            case InVersions(versions):
                return version in versions
        return any(self._matches(node, each) for each in self.entries if each.key[0] == version)


def _nodes(node: Node) -> Iterator[Node]:
    yield node
    match node:
        case And(nodes) | Or(nodes):
            for each in nodes:
                yield from _nodes(each)
        case Not(child):
            yield from _nodes(child)


def _own(leaf: Leaf, entry: Entry) -> bool:
    wanted = words(leaf.text)
    one = _one_word(leaf, wanted, entry)
    if one is not None:
        return any(one)
    if isinstance(leaf, Near):
        return _near(list(dict.fromkeys(map(fold, wanted))), leaf.within, entry)
    length = len(wanted)
    return any(
        all(
            _as_typed(asked, held, last=place == length)
            if isinstance(leaf, Exact)
            else _form(asked, held, entry)
            for place, (asked, held) in enumerate(zip(wanted, entry.own[at : at + length]), 1)
        )
        for at in range(len(entry.own) - length + 1)
        if length
    )


def _above(leaf: Leaf, entry: Entry) -> bool:
    if isinstance(leaf, Exact | Phrase):
        return False
    around = Entry(entry.key, entry.language, entry.above, ())
    return any(_one_word(leaf, words(leaf.text), around) or ())


def _one_word(leaf: Leaf, wanted: Sequence[str], entry: Entry) -> list[bool] | None:
    """Which words of an entry a leaf of one word matches; None for one of several."""
    match leaf:
        case Near():
            if len(set(map(fold, wanted))) != 1:
                return None
            return [_form(wanted[0], each, entry) for each in entry.own]
        case _ if len(wanted) != 1:
            return None
        case Word() | Phrase():
            return [_form(wanted[0], each, entry) for each in entry.own]
        case Exact():
            return [_as_typed(wanted[0], each, last=True) for each in entry.own]
        case Prefix():
            return [fold(each).startswith(fold(wanted[0])) for each in entry.own]
        case Fuzzy(_, edits):
            return [_alike(fold(wanted[0]), fold(each), edits) for each in entry.own]
    return None


def _form(asked: str, held: str, entry: Entry) -> bool:
    return stem(asked, entry.language) == stem(held, entry.language)


def _as_typed(asked: str, held: str, *, last: bool) -> bool:
    if last and as_written(held).endswith("'s") and not as_written(asked).endswith("'s"):
        return _as_typed(asked, held[:-2], last=False)
    if as_written(asked) == fold(asked):
        return fold(held) == fold(asked)
    return as_written(held) == as_written(asked)


def _alike(asked: str, held: str, edits: int | None) -> bool:
    if not asked.isalpha() or not held.isalpha():
        return asked == held
    return distance(asked, held) <= ((1 if len(asked) <= 5 else 2) if edits is None else edits)


def _near(wanted: Sequence[str], within: int, entry: Entry) -> bool:
    places = [
        [at for at, held in enumerate(entry.own) if _form(asked, held, entry)] for asked in wanted
    ]
    span = within + len(wanted) - 1
    return any(max(each) - min(each) <= span for each in product(*places))


def distance(one: str, other: str) -> int:
    """Edits between two words, a swap of neighbours counting as one (optimal string alignment)."""
    rows = [[max(i, j) for j in range(len(other) + 1)] for i in range(len(one) + 1)]
    for i, a in enumerate(one, 1):
        for j, b in enumerate(other, 1):
            rows[i][j] = min(rows[i - 1][j] + 1, rows[i][j - 1] + 1, rows[i - 1][j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and b == one[i - 2]:
                rows[i][j] = min(rows[i][j], rows[i - 2][j - 2] + 1)
    return rows[-1][-1]
