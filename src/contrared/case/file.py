"""The case file: question, purpose, legal basis, sources and groups of interest, in TOML."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from contrared.collect.options import check_as_of
from contrared.model import Handling, InputError


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class CaseSource(_Strict):
    """A file of the case, and what is said about it."""

    path: str = Field(description="File or folder, relative to the case file.")
    reader: str | None = Field(None, description="Reader; recognised from the content unless given.")
    dataset: str = Field("", description="Dataset; the reader's own unless given.")
    as_of: str = Field("", description="Date the content speaks for; the file's own unless given.")
    later: bool = Field(False, description="Only asked what has changed since; not part of the network.")
    reliability: str = Field("", description="A–F; the reader's default unless given.")
    credibility: str = Field("", description="1–6; the reader's default unless given.")
    handling: str = Field("", description="Handling banner; TLP:CLEAR unless given.")
    releasable_to: tuple[str, ...] = Field((), description="Who it may be passed on to.")
    obtained_from: str = Field("", description="From whom it came.")
    obtained_how: str = Field("", description="How it came.")
    obtained_at: str = Field("", description="When it came.")
    legal_basis: str = Field("", description="Law, order or warrant under which it is held.")
    evidential_status: str = Field("", description="public, evidence, intelligence or tip.")
    expires: str = Field("", description="Until when it may be held.")
    licence: str = Field("", description="Terms, where they differ from what the reader knows.")


class GroupOfInterest(_Strict):
    """A group the case is about; it must cite why it may be."""

    id: str = Field(description="Entity id of the group, e.g. ofac-4697.")
    name: str = Field(description="Name used in the brief.")
    names: tuple[str, ...] = Field((), description="Further names to look for in remarks.")
    designation: str = Field("", description="Programme under which it is listed; checked against the sources.")
    authorisation: str = Field("", description="Case authorisation, where there is no designation.")

    @field_validator("authorisation")
    @classmethod
    def _one_of_both(cls, value: str, info: Any) -> str:
        if not value and not info.data.get("designation"):
            raise ValueError("a group of interest cites a designation or an authorisation")
        return value


class CaseJudgement(_Strict):
    """A decision about two entities that a named person made for the case; recorded in the ledger like any other."""

    left: str = Field(description="Entity id.")
    right: str = Field(description="Entity id.")
    verdict: Literal["same", "different", "unsure"] = Field(description="What was decided.")
    by: str = Field(min_length=2, description="Who decided.")
    at: str = Field(min_length=10, description="When, ISO date.")
    why: str = Field(min_length=3, description="Why.")


class Pair(_Strict):
    """Two parties between which a path is looked for, beside every pair of a terror and a crime group."""

    a: str = Field(description="Entity id.")
    b: str = Field(description="Entity id.")


class Options(_Strict):
    """How the case is worked."""

    max_hops: Annotated[int, Field(ge=1, le=8)] = Field(4, description="Longest path looked for between two groups.")
    seed: int = Field(1, description="Seed of everything that draws at random.")


class CaseFile(_Strict):
    """``case.toml``."""

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]{1,62}$", description="Id of the case.")
    title: str = Field(min_length=3, description="Title of the brief.")
    question: str = Field(min_length=3, description="The question the brief answers.")
    purpose: str = Field(min_length=3, description="Purpose recorded with every read.")
    legal_basis: str = Field(min_length=3, description="Legal basis of the case.")
    handling: str = Field("TLP:AMBER", description="Handling of the brief.")
    region: tuple[str, ...] = Field((), description="Countries the question is about, ISO 3166-1 alpha-2.")
    source: tuple[CaseSource, ...] = Field(min_length=1, description="Files of the case.")
    group: tuple[GroupOfInterest, ...] = Field((), description="Groups of interest.")
    judgement: tuple[CaseJudgement, ...] = Field((), description="Decisions on identity made for the case.")
    pair: tuple[Pair, ...] = Field((), description="Further pairs between which a path is looked for.")
    options: Options = Field(Options.model_validate({}), description="How the case is worked.")


def read_case(path: Path) -> CaseFile:
    """Read and check a case file.

    Raises:
        InputError: not TOML, an unknown or missing field, a bad value; names file and field.
    """
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as exc:
        raise InputError(f"cannot be read ({exc.strerror})", where=str(path), do="check the path") from exc
    except UnicodeDecodeError as exc:
        raise InputError("is not UTF-8", where=str(path), do="save the case file as UTF-8") from exc
    except tomllib.TOMLDecodeError as exc:
        raise InputError(f"not TOML: {exc}", where=str(path), do="correct that line") from exc
    try:
        case = CaseFile.model_validate(data)
    except ValidationError as exc:
        first = exc.errors()[0]
        field = ".".join(str(part) for part in first["loc"])
        message = re.sub(r"^Value error, ", "", first["msg"])
        raise InputError(f"{field}: {message}", where=str(path), do="see the reference of case.toml") from exc
    Handling.parse(case.handling)
    for source in case.source:
        check_as_of(source.as_of, f"{path.name}, source {source.path}")
    ids = [group.id for group in case.group]
    for group_id in ids:
        if ids.count(group_id) > 1:
            raise InputError(f"group {group_id} stands there twice", where=str(path), do="remove one of them")
    return case
