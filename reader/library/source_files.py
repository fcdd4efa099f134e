"""Which files an import is about, their bytes, and what was saved beside them."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from reader.domain.errors import ImportFailed

# Far above any saved page or report; a file beyond it is refused before it is read.
LARGEST_FILE = 64 * 1024 * 1024
_LARGEST_COMPANION = 16 * 1024 * 1024
_PAGES = (".html", ".htm", ".xhtml")
_MARKDOWN = (".md", ".markdown", ".mdown", ".mkd")
# How browsers and office programs call the folder of a page's pictures, in several languages.
_PAGE_FOLDERS = (
    "_files",
    ".files",
    "-files",
    "_archivos",
    "_arquivos",
    "_bestanden",
    "_fichiers",
    "_file",
    "_ficheiros",
    "_pliki",
    "_soubory",
    "-dateien",
    "-filer",
)
_NON_BLOCKING = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)

Companion = Callable[[str], bytes | None]


def no_companion(_: str) -> bytes | None:
    """Nothing was saved beside it."""
    return None


@dataclass(frozen=True, slots=True)
class FoundSource:
    """One file to import.

    `shown` names it to the user: its path, or that of its archive and its own in there. `file` is
    where its bytes lie. `named` tells a file that the user named from one found in a folder, which
    may well be of a kind that nobody reads. `wrong` says what keeps it from being read at all,
    `left` why it is left out, which is no failure. `member` is one of an archive.
    """

    shown: str
    file: Path
    named: bool = True
    companion: Companion = no_companion
    wrong: str | None = None
    left: str | None = None
    member: bool = False

    @property
    def name(self) -> str:
        """The file's own name."""
        return PurePosixPath(self.shown.replace(os.sep, "/")).name or self.shown

    @property
    def key(self) -> str:
        """A digest of where the file lies, which tells files of one name apart."""
        # An archive may give its members names that no path can have.
        place = str(Path(self.shown.replace("\0", "")).resolve())
        return hashlib.sha256(place.encode("utf-8", "replace")).hexdigest()


def shown_path(path: Path) -> str:
    """A path as text, even where the file system allows bytes that are none."""
    return os.fsencode(path).decode("utf-8", "replace")


def find_sources(paths: Iterable[Path]) -> Iterator[FoundSource]:
    """The files that paths stand for, those of a folder by their names.

    Left out of a folder: hidden files, links (they may lead out of it, or round in it), what is
    no regular file, and the folders that belong to saved pages.
    """
    for path in paths:
        if path.is_dir():
            yield from _below(path)
        else:
            yield _found(path, named=True)


def _below(folder: Path) -> Iterator[FoundSource]:
    try:
        with os.scandir(folder) as listing:
            entries = sorted(listing, key=lambda entry: entry.name)
    except OSError as error:
        reason = f"the folder cannot be read ({error.strerror or error})"
        yield FoundSource(shown_path(folder), folder, named=False, wrong=reason)
        return
    pages = {Path(each.name).stem for each in entries if each.name.lower().endswith(_PAGES)}
    for entry in entries:
        if entry.name.startswith(".") or entry.is_symlink():
            continue
        if entry.is_dir(follow_symlinks=False):
            if not belongs_to_a_page(entry.name, pages):
                yield from _below(folder / entry.name)
        elif entry.is_file(follow_symlinks=False):
            yield _found(folder / entry.name, named=False)


def _found(path: Path, *, named: bool) -> FoundSource:
    return FoundSource(shown_path(path), path, named, companions_of(path))


def belongs_to_a_page(folder: str, pages: Set[str]) -> bool:
    """Whether a folder holds what was saved with one of the pages beside it (names, no ending)."""
    return page_of(folder, pages) is not None


def page_of(folder: str, pages: Set[str]) -> str | None:
    """Which of the pages beside it (names, no ending) a folder was saved with, if with any."""
    for ending in _PAGE_FOLDERS:
        if folder.lower().endswith(ending) and folder[: -len(ending)] in pages:
            return folder[: -len(ending)]
    return None


def companions_of(path: Path) -> Companion:
    """What gives a file what was saved beside it, and nothing else of this machine."""
    allowed = companion_paths(path.name)
    if allowed is None:
        return no_companion

    def companion(relative: str) -> bytes | None:
        if not allowed(relative):
            return None
        try:
            folder = path.parent.resolve()
            file = folder.joinpath(*PurePosixPath(relative).parts)
            # A link anywhere on the way leads elsewhere.
            if file.resolve(strict=True) != file:
                return None
            return read_file(file, largest=_LARGEST_COMPANION)
        except (OSError, ValueError, ImportFailed):
            return None

    return companion


def companion_paths(name: str) -> Callable[[str], bool] | None:
    """Which relative paths are a file's companions: none, a page's folder, or what lies below."""
    stem, ending = Path(name).stem, Path(name).suffix.lower()
    if ending in _MARKDOWN:
        return _is_below
    if ending in _PAGES:
        return lambda relative: (
            _is_below(relative) and belongs_to_a_page(relative.split("/")[0], {stem})
        )
    return None


def _is_below(relative: str) -> bool:
    return (
        not relative.startswith("/")
        and not any(character in relative for character in "\\:\0")
        and ".." not in relative.split("/")
    )


def read_file(path: Path, *, item: str | None = None, largest: int = LARGEST_FILE) -> bytes:
    """The bytes of a regular file, never waiting for one that is none.

    Raises ImportFailed naming `item`, or the file, when it cannot be read or is too large.
    """
    item = item or shown_path(path)
    try:
        handle = os.open(path, os.O_RDONLY | _NON_BLOCKING)
        with os.fdopen(handle, "rb") as file:
            about = os.fstat(file.fileno())
            if not stat.S_ISREG(about.st_mode):
                raise ImportFailed("it is not a regular file", item=item, remedy="Check the name")
            # It may grow while it is read.
            data = file.read(largest + 1) if about.st_size <= largest else b""
            if about.st_size > largest or len(data) > largest:
                raise ImportFailed(
                    f"larger than {largest // 1024 // 1024} MB",
                    item=item,
                    remedy="Split it and import the parts",
                )
            return data
    except FileNotFoundError as error:
        raise ImportFailed("there is no such file", item=item, remedy="Check the name") from error
    except IsADirectoryError as error:
        raise ImportFailed("it is a folder", item=item, remedy="Check the name") from error
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise ImportFailed(
            f"it cannot be read ({reason})",
            item=item,
            remedy="Check its permissions, and that no other program keeps it locked",
        ) from error


def first_bytes(path: Path, count: int) -> bytes:
    """The beginning of a regular file, empty for anything else. Raises OSError."""
    with os.fdopen(os.open(path, os.O_RDONLY | _NON_BLOCKING), "rb") as file:
        return file.read(count) if stat.S_ISREG(os.fstat(file.fileno()).st_mode) else b""


def remember(paths: Sequence[Path]) -> list[str]:
    """Paths as they are kept to be asked for again: whole, wherever the program is started."""
    return [shown_path(path.absolute()) for path in paths]
