"""Hand-coded statements: each quotes a document that lies beside the coding, at an exact span of characters.

What the coder read is never trusted to still stand there: the document's digest and every single quote are checked
on each load, and one that fails stops the load.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from followthemoney.schema import Schema
from followthemoney.types import registry

from contrared.collect.coding import FORMAT, Coding, Link, Party, Quote, Stated
from contrared.collect.codingform import parse
from contrared.collect.digest import digest
from contrared.collect.draft import Draft, Reject
from contrared.collect.encodings import read_text
from contrared.collect.opening import head, open_bytes
from contrared.collect.reader import About
from contrared.model import InputError, Locator
from contrared.model.ftm import model

_HEAD = 1 << 16
_MARK = re.compile(rf'^#?\s*format\s*=\s*"?{re.escape(FORMAT)}"?\s*$'.encode(), re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Relation:
    """How a relation of the coding is said in FollowTheMoney.

    Attributes:
        schema: Edge schema.
        source: Property that holds the coding's subject.
        target: Property that holds its object.
        label: Property that keeps the relation's own word.
    """

    schema: str = "UnknownLink"
    source: str = "subject"
    target: str = "object"
    label: str = "role"


#: Relations a coder may use. Those FollowTheMoney has no edge for become ``UnknownLink`` with the word as its role.
RELATIONS: Mapping[str, Relation] = {
    **dict.fromkeys(
        (
            "arms",
            "assists",
            "competes-with",
            "cooperates-with",
            "counters",
            "created",
            "finances",
            "harbours",
            "linked-with",
            "protects",
            "supplies",
            "supports",
            "trades-with",
            "trains",
        ),
        Relation(),
    ),
    "acts-for": Relation("Representation", "agent", "client"),
    "associate-of": Relation("Associate", "person", "associate", "relationship"),
    "directs": Relation("Directorship", "director", "organization"),
    "employed-by": Relation("Employment", "employee", "employer"),
    "member-of": Relation("Membership", "member", "organization"),
    "owns": Relation("Ownership", "owner", "asset"),
    "part-of": Relation("Membership", "member", "organization"),
    "relative-of": Relation("Family", "person", "relative", "relationship"),
    "succeeds": Relation("Succession", "successor", "predecessor"),
}


class CodedReader:
    """Reads a coding and the document it quotes."""

    name = "statements"
    version = "1"
    summary = "statements coded by hand from a document, each with its quote and place (TOML or CSV)"

    def recognise(self, path: Path) -> bool:
        """Whether the file's header says it is a coding, or the folder holds exactly one."""
        return _coding_file(path) is not None

    def files(self, path: Path) -> Mapping[str, Path]:
        """The coding first, then the document it names.

        Raises:
            InputError: no coding there, its header is wrong, or the document does not lie beside it.
        """
        coding = _coding_file(path) or path
        if coding.is_dir():
            raise InputError("the folder does not hold exactly one coding", where=str(path), do="name the file itself")
        document = _parse(coding, coding.name).header.document
        beside = coding.parent / document
        if not beside.is_file():
            raise InputError(
                f"the document {document} is not there",
                where=coding.name,
                do="put the document into the same folder as the coding",
            )
        return {coding.name: coding, document: beside}

    def about(self, files: Mapping[str, Path]) -> About:
        """What the coding's header says."""
        header = _parse(*_coding_of(files)).header
        return About(
            dataset=header.dataset,
            publisher=header.publisher,
            licence=header.licence,
            url=header.url,
            as_of=header.as_of,
            grade=str(header.grade),
            handling=header.handling.banner,
        )

    def read(self, files: Mapping[str, Path]) -> Iterator[Draft | Reject]:
        """Entities first, then links, in the order of the file; nothing is yielded before all of it is verified.

        Raises:
            InputError: the document's digest differs, a quote does not stand where its span says, or a schema,
                property, relation or entity is unknown; names file, line and statement.
        """
        path, name = _coding_of(files)
        coding = _parse(path, name)
        document = _document(files[coding.header.document], coding, name)
        yield from _Builder(coding, name, document).drafts()


def _coding_file(path: Path) -> Path | None:
    if path.is_dir():
        found = [item for item in sorted(path.iterdir()) if item.is_file() and _coding_file(item)]
        return found[0] if len(found) == 1 else None
    return path if path.name.lower().endswith((".toml", ".csv")) and _MARK.search(head(path, _HEAD)) else None


def _coding_of(files: Mapping[str, Path]) -> tuple[Path, str]:
    """Path and name of the coding among the files of a load; the archive's own file names carry no suffix."""
    for name, path in files.items():
        if name.lower().endswith((".toml", ".csv")) and _MARK.search(head(path, _HEAD)):
            return path, name
    raise InputError("no coding among the files", where=", ".join(files), do=f'it must say format = "{FORMAT}"')


def _parse(path: Path, name: str) -> Coding:
    return parse(read_text(path), name)


def _document(path: Path, coding: Coding, name: str) -> str:
    with open_bytes(path) as stream:
        found = hashlib.sha256(stream.read()).hexdigest()
    if found != coding.header.sha256:
        raise InputError(
            f"{coding.header.document} has sha256 {found}, the coding was made on {coding.header.sha256}",
            where=name,
            do="restore the document that was coded, or check every span against the new one and change sha256",
        )
    return read_text(path)


class _Builder:
    """Turns a checked coding into drafts."""

    def __init__(self, coding: Coding, name: str, document: str) -> None:
        self._coding = coding
        self._name = name
        self._text = document
        self._schemata: dict[str, Schema] = {}

    def drafts(self) -> list[Draft]:
        drafts: dict[str, Draft] = {}
        for party in self._coding.parties:
            schema = self._schema(party)
            if party.id in self._schemata:
                raise self._error(f"entity {party.id!r} is declared twice", party, "keep one of the two")
            self._schemata[party.id] = schema
            drafts[party.id] = Draft(self._id(party.id), schema.name, self._coding.header.document)
        for stated in self._coding.stated:
            self._state(drafts, stated)
        links: dict[str, Draft] = {}
        for link in self._coding.links:
            draft = self._link(link)
            if draft.entity_id in links:
                raise self._error("the same link with the same words is coded twice", link.quote, "keep one of the two")
            links[draft.entity_id] = draft
        return [*drafts.values(), *links.values()]

    def _state(self, drafts: Mapping[str, Draft], stated: Stated) -> None:
        schema = self._known(stated.subject, stated.quote)
        prop = schema.get(stated.prop)
        if prop is None or prop.stub:
            raise self._error(
                f"{schema.name} has no property {stated.prop!r}",
                stated.quote,
                "use a property that FollowTheMoney gives this schema, or [[link]] for a relation",
            )
        value = stated.value or " ".join(stated.quote.text.split())
        if prop.type == registry.entity:
            self._known(value, stated.quote)
            value = self._id(value)
        elif prop.type.clean(value) is None:
            raise self._error(
                f"{value!r} is not a valid {prop.type.name}", stated.quote, "give the value apart from the quote"
            )
        drafts[stated.subject].add(
            stated.prop, value, self._place(stated.quote), lang=stated.lang, original=stated.quote.text
        )

    def _link(self, link: Link) -> Draft:
        relation = RELATIONS.get(link.relation)
        if relation is None:
            raise self._error(
                f"unknown relation {link.relation!r}", link.quote, "use one of " + ", ".join(sorted(RELATIONS))
            )
        edge = model.schemata[relation.schema]
        for prop, party in ((relation.source, link.subject), (relation.target, link.object)):
            needed = edge.properties[prop].range
            schema = self._known(party, link.quote)
            if needed is not None and not schema.is_a(needed):
                raise self._error(
                    f"{link.relation!r} needs a {needed.name} as {prop}, and {party!r} is a {schema.name}",
                    link.quote,
                    "change the relation or the entity's schema",
                )
        # The quote, not the span, is in the id: a corrected span is still the same link.
        key = "\0".join((link.subject, link.relation, link.object, link.quote.text))
        subject = self._id(link.subject)
        draft = Draft(f"{subject}-link-{digest(key, 12)}", relation.schema, self._coding.header.document)
        place = self._place(link.quote)
        for prop, value in (
            (relation.source, subject),
            (relation.target, self._id(link.object)),
            (relation.label, link.relation),
            ("description", " ".join(link.quote.text.split())),
        ):
            draft.add(prop, value, place, original=link.quote.text)
        for field, value in (("speaker", link.quote.speaker), ("note", link.quote.note)):
            # These are the coder's words, so their evidence is the coding, not the document.
            at = Locator(line=link.quote.line, field=field)
            draft.add("summary", " ".join(value.split()), str(at), original=value, file=self._name)
        return draft

    def _place(self, quote: Quote) -> str:
        """Locator of a quote, after making sure that it stands there."""
        length = len(self._text)
        if not 0 <= quote.start < quote.end <= length:
            raise self._error(
                f"span [{quote.start}, {quote.end}] is outside the document's {length} characters or empty",
                quote,
                "count characters from 0; end is one past the last",
            )
        there = self._text[quote.start : quote.end]
        if there != quote.text:
            at = self._text.find(quote.text)
            raise self._error(
                f"at [{quote.start}, {quote.end}] the document reads {_short(there)}, not {_short(quote.text)}",
                quote,
                f"the quoted words stand at [{at}, {at + len(quote.text)}]"
                if at >= 0
                else "copy the words exactly as the document has them, line breaks included",
            )
        return str(Locator(page=quote.page, start=quote.start, end=quote.end))

    def _schema(self, party: Party) -> Schema:
        schema = model.get(party.schema)
        if schema is None or schema.abstract or schema.edge:
            raise self._error(
                f"{party.schema!r} is not a FollowTheMoney schema of entities",
                party,
                "use e.g. Person, Organization, PublicBody, Company, Vessel",
            )
        return schema

    def _known(self, party: str, quote: Quote) -> Schema:
        if party not in self._schemata:
            raise self._error(f"entity {party!r} is not declared", quote, "add it as [[entity]], or correct the id")
        return self._schemata[party]

    def _id(self, party: str) -> str:
        return f"{self._coding.header.prefix}-{party}"

    def _error(self, what: str, row: Party | Quote, do: str) -> InputError:
        return InputError(what, where=f"{self._name}, line {row.line}, {row.label}", do=do)


def _short(text: str) -> str:
    return repr(text if len(text) <= 60 else text[:59] + "…")
