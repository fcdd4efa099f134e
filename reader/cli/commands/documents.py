"""`dossier documents`: what documents the library holds."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from reader.cli.arguments import CommandTable
from reader.cli.exits import Exit
from reader.cli.records import document_record, source_words
from reader.cli.session import Session

if TYPE_CHECKING:
    from reader.library.library import Library


def register(commands: CommandTable) -> None:
    """Declare the command."""
    parser = commands.add(
        "documents",
        "the documents that the library holds",
        "List all documents by title, with their identifiers, which other commands take.",
        run,
        notes="Exit code 4 for no such collection.",
    )
    parser.add_argument("--collection", metavar="NAME", help="only those in a collection")
    parser.add_argument("--tag", metavar="TAG", help="only those that carry a tag")
    kind = parser.add_mutually_exclusive_group()
    kind.add_argument(
        "--removed", action="store_true", help="those that were removed and can be put back"
    )
    kind.add_argument(
        "--scores", action="store_true", help="the files that gave scores only, instead"
    )


def run(arguments: argparse.Namespace, session: Session) -> Exit:
    """List the documents."""
    with session.reading() as library:
        if arguments.scores:
            return _score_files(library, arguments, session)
        found = library.removal.removed() if arguments.removed else library.documents.all()
        collection = library.collections.get(arguments.collection) if arguments.collection else None
    tag = (arguments.tag or "").casefold()
    documents = [
        document
        for document in found
        if (collection is None or collection in document.collections)
        and (not tag or any(each.casefold() == tag for each in document.metadata.tags))
    ]
    if arguments.json:
        session.output.json(
            [
                {
                    **document_record(document),
                    "collections": list(document.collections),
                    "removed": document.removed,
                    "passages": document.version.passage_count,
                }
                for document in documents
            ]
        )
        return Exit.DONE
    rows = [("DOCUMENT", "COUNTRIES", "PASSAGES", "TITLE", "SOURCE", "FILE")]
    rows += [
        (
            document.id,
            " ".join(document.metadata.countries),
            str(document.version.passage_count),
            document.metadata.title,
            source_words(document.metadata),
            document.version.source_name,
        )
        for document in documents
    ]
    session.output.table(rows, right=(2,))
    return Exit.DONE


def _score_files(library: Library, arguments: argparse.Namespace, session: Session) -> Exit:
    removal = library.removal
    files = [*removal.score_files(), *removal.score_files(removed=True)]
    if arguments.json:
        session.output.json(
            [
                {
                    "score_file": file.id,
                    "source_name": file.source_name,
                    "indices": list(file.indices),
                    "editions": list(file.editions),
                    "countries": list(file.countries),
                    "scores": file.scores,
                    "imported": file.imported_at,
                    "sha256": file.sha256,
                    "removed": file.removed,
                }
                for file in files
            ]
        )
        return Exit.DONE
    rows = [("SCORE FILE", "COUNTRIES", "SCORES", "EDITIONS", "FILE", "")]
    rows += [
        (
            file.id,
            str(len(file.countries)),
            str(file.scores),
            " ".join(file.editions),
            file.source_name,
            "removed" if file.removed else "",
        )
        for file in files
    ]
    session.output.table(rows, right=(1, 2))
    return Exit.DONE
