"""Folders that the reader has named to be looked into: which they are, and what is new in them.

Which they are is a matter of this machine and lies in its cache, not in the library: no path of a
machine travels with a library. A file is known by its size and time there; whether its content is
new, the import sees by its hash.
"""

from __future__ import annotations

import concurrent.futures
import contextlib
import hashlib
import json
import os
import threading
import time
from collections.abc import Iterable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from reader.domain.errors import InvalidInput, NotFound, ReaderError
from reader.library.progress import CancelToken

if TYPE_CHECKING:
    from reader.library.folder_listing import Listing

MOST_AT_ONCE = 5000
"""So many files are handed out by one look; the next one hands out more."""
_ANSWER_SECONDS = 20.0
_STEP_SECONDS = 0.05
_MOST_KNOWN = 200_000
_GONE = "the folder is not there; it is looked for again"
_SILENT = "the folder does not answer; it is asked again"


@dataclass(frozen=True, slots=True)
class Watched:
    """A folder at its last look: how many files it held, and what was wrong with it, if anything.

    `waiting` counts the files that may still be being written; they are seen to at the next look.
    """

    folder: Path
    files: int = 0
    waiting: int = 0
    trouble: str | None = None


@dataclass(frozen=True, slots=True)
class Look:
    """What one look at all folders found.

    `ready` are the files to import, at most `MOST_AT_ONCE`; `news` is what is to be said, each
    thing once.
    """

    folders: tuple[Watched, ...]
    ready: tuple[Path, ...]
    news: tuple[str, ...]


class Watching:
    """Keeps the list of watched folders, and looks into them. Usable from several threads."""

    def __init__(self, cache: Path, spared: Sequence[Path]) -> None:
        """`cache` is the library's folder there; what lies in `spared` folders is never taken."""
        self._note = cache / "watched.json"
        self._known = cache / "watched"
        self._spared = tuple(spared)
        self._guard = threading.RLock()
        self._states: dict[Path, _State] = {}
        self._handed: dict[Path, tuple[_State, str, str]] = {}

    def folders(self) -> tuple[Path, ...]:
        """The watched folders, in the order in which they were named."""
        try:
            noted = json.loads(self._note.read_text(encoding="utf-8"))
            return tuple(Path(each) for each in noted["folders"])
        except (OSError, ValueError, LookupError, TypeError):
            return ()

    def add(self, folder: Path) -> Path:
        """Watch a folder from now on; it takes the place of watched ones below it.

        Raises InvalidInput for what is no folder, is watched already or belongs to the library,
        ReaderError when that cannot be noted.
        """
        folder = Path(os.path.abspath(folder))  # noqa: PTH100 (`..` is to go, links are to stay)
        if not folder.is_dir():
            raise InvalidInput("there is no such folder", item=str(folder), remedy="Check the name")
        for spared in self._spared:
            if folder.resolve().is_relative_to(spared.resolve()):
                raise InvalidInput(
                    "the folder is Dossier's own", item=str(folder), remedy="Choose another"
                )
        with self._guard:
            known = self.folders()
            for each in known:
                if folder.is_relative_to(each):
                    raise InvalidInput(
                        f"the folder is watched already, with {each}"
                        if folder != each
                        else "the folder is watched already",
                        item=str(folder),
                        remedy="There is nothing to do",
                    )
            self._write([*(each for each in known if not each.is_relative_to(folder)), folder])
        return folder

    def remove(self, folder: Path) -> None:
        """Watch a folder no longer; what it brought stays. Raises NotFound, ReaderError."""
        folder = Path(os.path.abspath(folder))  # noqa: PTH100 (as it was added)
        with self._guard:
            known = self.folders()
            if folder not in known:
                raise NotFound("the folder is not watched", item=str(folder))
            self._write([each for each in known if each != folder])
            self._states.pop(folder, None)
            with contextlib.suppress(OSError):
                self._known_file(folder).unlink()

    def follow(self, cache: Path) -> None:
        """Take over what was noted under another cache folder: the library has moved here."""
        older = Watching(cache, ())
        with self._guard, contextlib.suppress(OSError, ReaderError):
            folders = older.folders()
            if folders and not self.folders():
                self._write(folders)
                older._known.replace(self._known)

    def look(self, cancel: CancelToken | None = None) -> Look:
        """Look into all folders once.

        A file is ready when it is new or has changed since it was taken, and has stayed as it is
        since the look before. One that was handed out is so again until `took` or `leave` names it.
        Blocks for as long as listing takes: call it off the UI thread. Raises Cancelled.
        """
        token = cancel or CancelToken()
        folders = self.folders()
        with self._guard:
            self._states = {
                each: self._states.get(each) or _State(each, _read_known(self._known_file(each)))
                for each in folders
            }
            states = tuple(self._states.values())
        for state in states:
            state.begin(self._spared, token)
        looks: list[Watched] = []
        ready: list[Path] = []
        news: list[str] = []
        handed: dict[Path, tuple[_State, str, str]] = {}
        for state in states:
            news += state.end(token)
            with self._guard:
                found = state.ready()
            for path, stamp in found[: MOST_AT_ONCE - len(ready)]:
                file = state.folder / path
                handed[file] = (state, path, stamp)
                ready.append(file)
            looks.append(state.seen)
        with self._guard:
            self._handed = handed
        return Look(tuple(looks), tuple(ready), tuple(news))

    def settled(self, seconds: float, cancel: CancelToken | None = None) -> Look:
        """Two looks with some time between: what has not changed meanwhile is ready."""
        first = self.look(cancel)
        time.sleep(seconds)
        second = self.look(cancel)
        return Look(second.folders, second.ready, (*first.news, *second.news))

    def took(self, files: Iterable[Path]) -> None:
        """Files of the last look were imported, or failed: not again until they change."""
        with self._guard:
            touched = set()
            for file in files:
                if file in self._handed:
                    state, path, stamp = self._handed.pop(file)
                    state.taken[path] = stamp
                    touched.add(state.folder)
            for folder in touched & self._states.keys():
                state = self._states[folder]
                state.forget_gone()
                # Where it cannot be kept, the next start sees by their hashes that nothing is new.
                with contextlib.suppress(ReaderError):
                    known = {"folder": str(folder), "taken": state.taken}
                    _keep(self._known_file(folder), known)

    def leave(self, files: Iterable[Path]) -> None:
        """Leave files of the last look alone until they change, or the program starts again."""
        with self._guard:
            for file in files:
                if file in self._handed:
                    state, path, stamp = self._handed.pop(file)
                    state.left[path] = stamp

    def _write(self, folders: Iterable[Path]) -> None:
        _keep(self._note, {"folders": [str(each) for each in folders]})

    def _known_file(self, folder: Path) -> Path:
        name = hashlib.sha256(os.fsencode(folder)).hexdigest()[:16]
        return self._known / f"{name}.json"


@dataclass(slots=True)
class _State:
    """One folder between looks: stamps of what was taken, left alone, and seen last, by path."""

    folder: Path
    taken: dict[str, str]
    left: dict[str, str] = field(default_factory=dict)
    seen: Watched = field(init=False)
    _stamps: dict[str, str] = field(default_factory=dict)
    _before: dict[str, str] = field(default_factory=dict)
    _said: set[str] = field(default_factory=set)
    _listing: Future[Listing] | None = None

    def __post_init__(self) -> None:
        self.seen = Watched(self.folder)

    def begin(self, spared: Sequence[Path], token: CancelToken) -> None:
        """Have the folder listed, unless that is still under way.

        A thread of its own, which nobody waits for in the end: a drive that has gone may keep it
        for ever.
        """
        if self._listing is not None:
            return
        listing: Future[Listing] = Future()
        self._listing = listing

        def work() -> None:
            from reader.library.folder_listing import list_folder

            try:
                listing.set_result(list_folder(self.folder, spared, token.check))
            except (OSError, ReaderError) as error:
                listing.set_exception(error)

        threading.Thread(target=work, name="watched folder", daemon=True).start()

    def end(self, token: CancelToken) -> list[str]:
        """Wait for the listing, within reason, and note it; what is to be said of it."""
        listing = self._listing
        assert listing is not None  # noqa: S101 (`begin` was called)
        deadline = time.monotonic() + _ANSWER_SECONDS
        while not concurrent.futures.wait([listing], timeout=_STEP_SECONDS).done:
            token.check()
            if time.monotonic() > deadline:
                return self._troubled(_SILENT)
        self._listing = None
        try:
            found = listing.result()
        except (FileNotFoundError, NotADirectoryError):
            return self._troubled(_GONE)
        except OSError as error:
            return self._troubled(f"the folder cannot be read ({error.strerror or error})")
        self._before, self._stamps = self._stamps, found.stamps
        trouble = None
        if found.cut:
            from reader.library.folder_listing import MOST_ENTRIES

            trouble = f"it holds more than {MOST_ENTRIES:,} files: not all of them are watched"
        elif found.closed:
            trouble = f"what is in {found.closed[0]} cannot be read"
        self.seen = Watched(self.folder, len(found.stamps), self._waiting(), trouble)
        if trouble is None:
            self._said.clear()
        return self._once(trouble)

    def ready(self) -> list[tuple[str, str]]:
        """Files that have stayed as they are since the look before, with their stamps."""
        return [(path, stamp) for path, stamp in self._new() if self._before.get(path) == stamp]

    def forget_gone(self) -> None:
        """Files that are no longer there need not be known for ever."""
        if len(self.taken) > _MOST_KNOWN:
            self.taken = {path: one for path, one in self.taken.items() if path in self._stamps}

    def _new(self) -> list[tuple[str, str]]:
        return [
            (path, stamp)
            for path, stamp in self._stamps.items()
            if self.taken.get(path) != stamp and self.left.get(path) != stamp
        ]

    def _waiting(self) -> int:
        return sum(self._before.get(path) != stamp for path, stamp in self._new())

    def _troubled(self, trouble: str) -> list[str]:
        # Nothing is ready until it was seen twice again.
        self._stamps, self._before = {}, {}
        self.seen = Watched(self.folder, trouble=trouble)
        return self._once(trouble)

    def _once(self, trouble: str | None) -> list[str]:
        if trouble is None or trouble in self._said:
            return []
        self._said.add(trouble)
        return [f"Watched folder {self.folder}: {trouble}"]


def _read_known(file: Path) -> dict[str, str]:
    try:
        taken = json.loads(file.read_text(encoding="utf-8"))["taken"]
        return {str(path): str(stamp) for path, stamp in taken.items()}
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return {}


def _keep(file: Path, value: object) -> None:
    """Write JSON in place of what was there, whole or not at all. Raises ReaderError."""
    fresh = file.with_suffix(".new")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        # Names that are no text are written with escapes.
        fresh.write_text(json.dumps(value), encoding="ascii")
        fresh.replace(file)
    except OSError as error:
        raise ReaderError(
            f"the watched folders could not be noted ({error.strerror or error})",
            item=str(file),
            remedy="Free disk space, or name a writable cache folder in DOSSIER_CACHE",
        ) from error
