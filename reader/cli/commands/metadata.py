"""`dossier metadata`: what is known of a document, and correcting it."""

from __future__ import annotations

import argparse

from reader.cli.arguments import CommandTable
from reader.cli.exits import Exit
from reader.cli.records import Record, document_record
from reader.cli.session import Session
from reader.domain.changes import LibraryChanges
from reader.domain.document import Document
from reader.domain.metadata import EDITABLE, LISTS

# The option of a field, where it is not the field's own name: a list is given entry by entry.
_OPTIONS = {"authors": "author", "countries": "country", "tags": "tag"}
_HELP = {
    "title": "its title",
    "publisher": "who published it",
    "authors": "an author",
    "published": "when it was published: 2023, 2023-05 or 2023-05-31",
    "accessed": "when it was looked at: 2023, 2023-05 or 2023-05-31",
    "url": "its web address",
    "language": "the code of its language, such as en",
    "kind": "what it is: article, profile, report, …",
    "countries": "a country that it is about: a name, an alias, ISO2 or ISO3",
    "tags": "a word to find it by",
}
_ORIGINS = {"stated": "stated", "inferred": "inferred", "by_hand": "by hand", None: ""}


def register(commands: CommandTable) -> None:
    """Declare the command."""
    parser = commands.add(
        "metadata",
        "what is known of a document, and correct it",
        "Print a document's metadata with where each value comes from, or set some of it by hand."
        " What is set by hand stays when the source is imported again.",
        run,
        notes="Several authors, countries or tags are given one by one and take the place of all"
        " that were there. Exit code 4 for no such document; with 1, nothing was changed.",
    )
    parser.add_argument("document", metavar="DOCUMENT", help="a document's identifier")
    for name in EDITABLE:
        several = name in LISTS
        parser.add_argument(
            f"--{_OPTIONS.get(name, name)}",
            metavar="TEXT",
            dest=name,
            action="append" if several else "store",
            help=_HELP[name] + ("; may be given several times" if several else ""),
        )
    for option, dest, says in (
        ("--clear", "cleared", "a field that is unknown"),
        ("--reset", "reset", "a field that is to be what the source says again"),
    ):
        parser.add_argument(
            option,
            metavar="FIELD",
            dest=dest,
            action="append",
            default=[],
            choices=EDITABLE,
            help=f"{says} ({', '.join(EDITABLE)}); may be given several times",
        )


def run(arguments: argparse.Namespace, session: Session) -> Exit:
    """Print or change a document's metadata."""
    values = {
        name: getattr(arguments, name) for name in EDITABLE if getattr(arguments, name) is not None
    }
    _check(arguments, frozenset(values))
    values |= dict.fromkeys(arguments.cleared)
    if not values and not arguments.reset:
        with session.reading() as library:
            document = library.documents.get(arguments.document)
        _tell(arguments, session, document, document)
        return Exit.DONE
    with session.writing() as library:
        before = library.documents.get(arguments.document)
        changes = LibraryChanges()
        # What could be refused comes first: nothing is changed then.
        if values:
            changes |= library.metadata.edit(before.id, **values)
        if arguments.reset:
            changes |= library.metadata.reset(before.id, *arguments.reset)
        after = library.documents.get(before.id)
        if changes.search_index:
            session.bring_up_to_date(library)
    _tell(arguments, session, before, after)
    return Exit.DONE


def _check(arguments: argparse.Namespace, given: frozenset[str]) -> None:
    """Refuse what contradicts itself."""
    for one, other, words in (
        (given, arguments.cleared, "set and cleared"),
        (given, arguments.reset, "set and reset"),
        (arguments.cleared, arguments.reset, "cleared and reset"),
    ):
        both = sorted({*one} & {*other})
        if both:
            arguments.usage.error(f"{both[0]} cannot be {words} at once")


def _tell(
    arguments: argparse.Namespace, session: Session, before: Document, after: Document
) -> None:
    old, new = _values(before), _values(after)
    changed = {
        name: {"before": old[name], "after": new[name]}
        for name in EDITABLE
        if old[name] != new[name]
    }
    if arguments.json:
        session.output.json({**document_record(after), "changed": changed})
        return
    names = changed if before is not after else dict.fromkeys(EDITABLE)
    rows = [(name, _words(name, after), _origin(name, after)) for name in EDITABLE if name in names]
    if rows:
        session.output.table([("FIELD", "VALUE", "FROM"), *rows])
    else:
        session.output.line("Nothing was changed")


def _values(document: Document) -> Record:
    """The editable fields with their origin: a value that is now by hand has changed too."""
    record = document_record(document)
    origins = document.metadata.origins
    return {
        name: {"value": record[name], "origin": origins[name].value if name in origins else None}
        for name in EDITABLE
    }


def _words(name: str, document: Document) -> str:
    metadata = document.metadata
    if name == "countries":
        return "; ".join(
            f"{code} ({metadata.country_reasons[code]})"
            if code in metadata.country_reasons
            else code
            for code in metadata.countries
        )
    value = getattr(metadata, name)
    return "; ".join(value) if isinstance(value, tuple) else str(value or "")


def _origin(name: str, document: Document) -> str:
    metadata = document.metadata
    origin = metadata.origins.get(name)
    return _ORIGINS[origin] if origin or getattr(metadata, name) else "unknown"
