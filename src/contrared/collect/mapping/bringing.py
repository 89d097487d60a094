"""Getting at a table wherever it is: a file, an archive with one in it, or the answer of a database."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from contrared.collect.mapping.asking import ask, is_url, make_question
from contrared.collect.mapping.document import read_mapping
from contrared.collect.mapping.reader import MappedReader
from contrared.collect.mapping.unpacking import is_archive, unpack
from contrared.model import InputError


@contextmanager
def mapped(table: str, mapping: Path, folder: Path, dataset: str = "") -> Iterator[tuple[Path, MappedReader]]:
    """The file to load and the reader to load it with.

    What must be written for it (a table taken out of an archive, the answer of a database) is gone afterwards; the load
    has put it into the node's archive by then.

    Args:
        table: Path of a file, or URL of a database.
        mapping: Path of the mapping.
        dataset: Dataset that is loaded into, where it is not the mapping's.
        folder: A folder on the node's own volume, where such files may lie in between.

    Raises:
        InputError: mapping, file, archive or database cannot be used.
    """
    document = read_mapping(mapping)
    with tempfile.TemporaryDirectory(prefix="table-", dir=folder) as between:
        place = Path(between)
        if is_url(table):
            if len(document.queries) != 1:
                raise InputError(
                    "a database is asked one question a load",
                    where=mapping.name,
                    do="put each query into a file of its own",
                )
            question = make_question(table, document.queries[0], mapping.name)
            path = ask(question, place)
            # The answer is written as these settings have it, whatever the mapping says of other tables.
            plain = replace(document, reading=replace(document.reading, delimiter=",", encoding="utf-8", header=()))
            about = replace(document.about, url=document.about.url or question.shown)
            yield path, MappedReader(plain, mapping, (path.name, path), about=about, dataset=dataset)
            return
        path = Path(table)
        if is_archive(path):
            found = unpack(path, place)
            yield path, MappedReader(document, mapping, (found.name, found), packed=(path.name, path), dataset=dataset)
            return
        yield path, MappedReader(document, mapping, (path.name, path), dataset=dataset)


@contextmanager
def unpacked(path: Path) -> Iterator[Path]:
    """A table to look at, taken out of the archive it is in, if it is in one.

    Raises:
        InputError: the file or the archive cannot be used.
    """
    with tempfile.TemporaryDirectory(prefix="contrared-") as between:
        yield unpack(path, Path(between)) if is_archive(path) else path
