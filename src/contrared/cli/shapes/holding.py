"""Shapes of what a node holds and what cases make of it."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, Field

from contrared.api.shapes import Problem, Reason
from contrared.cli.shapes.bordering import BorderShape
from contrared.cli.shapes.watching import AlertShape


class InitShape(BaseModel):
    """``contrared init --json``."""

    node: str = Field(description="Folder of the node.")
    id: str = Field(description="Id of the node, from its public key.")
    name: str = Field(description="Name of the node.")
    unencrypted: str = Field(description="Why its volume need not be encrypted; empty where it is.")


class CheckShape(BaseModel):
    """``contrared check --json``."""

    ok: bool = Field(description="True when nothing is wrong.")
    checked: dict[str, int] = Field(description="How many of each kind were looked at.")
    problems: list[Problem] = Field(description="What is wrong.")
    at_rest: list[str] = Field(description="What whoever carries the disk away could read, line by line.")


class KeyringShape(BaseModel):
    """``contrared keyring --json``."""

    sealed: bool = Field(description="Whether a passphrase is set.")
    keys: list[str] = Field(description="Keys that were sealed or unsealed now.")


class VersionShape(BaseModel):
    """One dataset version."""

    dataset: str = Field(description="Dataset name.")
    version: str = Field(description="Version id.")
    as_of: str = Field(description="Date the content speaks for.")
    current: bool = Field(description="True for the version that speaks for the latest date.")
    statements: int = Field(description="Number of statements.")
    evidence: int = Field(description="Number of evidence rows.")
    entities: int = Field(description="Number of entities.")
    rejects: int = Field(description="Rows and values set aside, see rejects.csv.")
    reader: str = Field(description="Reader and its version.")
    loaded_at: str = Field(description="When it was loaded, UTC.")


class LoadShape(BaseModel):
    """``contrared load --json``."""

    already: bool = Field(description="True where the same content was there before; nothing was written.")
    version: VersionShape = Field(description="The version that now stands.")
    rejects_file: str = Field(description="Path of rejects.csv.")
    notices: list[str] = Field(description="What the reader found doubtful about the whole, with counts.")
    alerts: list[AlertShape] = Field(description="What the change means for those watched and met.")


class DatasetsShape(BaseModel):
    """``contrared datasets --json``."""

    versions: list[VersionShape] = Field(description="All versions, by dataset and date.")


class SourcesShape(BaseModel):
    """``contrared sources --json``."""

    sources: dict[str, dict[str, Any]] = Field(description="All fields of each source, by source id.")


class Change(BaseModel):
    """One statement that came or went."""

    statement_id: str = Field(description="Statement id.")
    prop: str = Field(description="Property.")
    value: str = Field(description="Value.")


class EntityChange(BaseModel):
    """What changed about one entity."""

    entity_id: str = Field(description="Entity id.")
    schema_: str = Field(alias="schema", serialization_alias="schema", description="FtM schema.")
    name: str = Field(description="A name of it.")
    kinds: list[str] = Field(
        description="added, removed, renamed, alias, programme, remark, number, birth, address or other."
    )
    removed: list[Change] = Field(description="Statements no longer made.")
    added: list[Change] = Field(description="Statements newly made.")


class RenumberedShape(BaseModel):
    """A party that may have been given another id; left to a person."""

    old: str = Field(description="Id that is gone.")
    new: str = Field(description="Id that is new.")
    why: str = Field(description="number, or name (with the day of birth).")
    value: str = Field(description="What both bear.")


class DiffShape(BaseModel):
    """``contrared diff --json``."""

    dataset: str = Field(description="Dataset name.")
    first: str = Field(description="Earlier version id.")
    second: str = Field(description="Later version id.")
    kinds: dict[str, int] = Field(description="How many parties changed in each way.")
    added: list[EntityChange] = Field(description="Parties only in the later version.")
    removed: list[EntityChange] = Field(description="Parties only in the earlier version.")
    changed: list[EntityChange] = Field(description="Parties in both whose statements differ.")
    renumbered: list[RenumberedShape] = Field(description="Parties that may have been given another id.")
    unknown_properties: list[str] = Field(description="Properties one of the versions cannot carry: unknown.")
    unknown: int = Field(description="Statements of those properties, neither removed nor added but unknown.")


class LinkShape(BaseModel):
    """Two entities the machine compared."""

    left: str = Field(description="Entity id.")
    right: str = Field(description="Entity id.")
    kind: str = Field(description="auto (merged, can be undone) or candidate (left to a person).")
    score: float = Field(description="0 to 1.")
    reasons: list[Reason] = Field(description="Why.")


class WeightShape(BaseModel):
    """What one kind of agreement is worth in a bulk linkage."""

    field: str = Field(description="Name of the field.")
    level: str = Field(description="How two entries agree in it.")
    m: float = Field(description="Share of pairs of one party that agree in this way.")
    u: float = Field(description="Share of pairs of two parties that do.")
    bits: float = Field(description="log2(m / u): what the agreement is worth.")
    by_commonness: bool = Field(description="Whether a rare value counts for more, and a common one for less.")


class AlarmShape(BaseModel):
    """What the monitor of a bulk linkage found."""

    kind: str = Field(description="dependent, constant or precision.")
    field: str = Field(description="Field it is about; empty where it is about all.")
    measured: float = Field(description="What was measured.")
    limit: float = Field(description="From where on it is told.")
    text: str = Field(description="In words, with what to do.")


class LinkageShape(BaseModel):
    """A bulk linkage of registers of one kind."""

    kind: str = Field(description="person or organisation.")
    entries: int = Field(description="Entries compared.")
    pairs: int = Field(description="Pairs likely enough to be looked at.")
    drafts: int = Field(description="Pairs drafted as one party; no person has reviewed them.")
    apart: int = Field(description="Pairs that contradict each other, as members of one household do.")
    weights: list[WeightShape] = Field(description="The model.")
    warnings: list[AlarmShape] = Field(description="What the monitor found.")


class ResolveShape(BaseModel):
    """``contrared resolve --json``."""

    entities: int = Field(description="Parties compared.")
    merged: int = Field(description="Entities that share a canonical id with another.")
    clusters: int = Field(description="Canonical parties made of several entities.")
    automatic: int = Field(description="Automatic links in force.")
    candidates: int = Field(description="Pairs left to a person.")
    judgements: int = Field(description="Human judgements in force.")
    seconds: float = Field(description="Wall time.")
    registers: list[LinkageShape] = Field(description="What bulk linkage gave, by kind of register; empty without.")
    alone: list[str] = Field(description="Registers too large to be compared with lists pair by pair.")


class ExplainShape(BaseModel):
    """``contrared resolve --explain --json``."""

    left: str = Field(description="Entity id.")
    right: str = Field(description="Entity id.")
    score: float = Field(description="0 to 1.")
    decision: str = Field(description="What the machine or a person made of the pair.")
    reasons: list[Reason] = Field(description="Why.")


class JudgementShape(BaseModel):
    """``contrared judge --json`` and ``contrared undo --json``."""

    id: str = Field(description="Judgement id.")
    left: str = Field(description="Entity id.")
    right: str = Field(description="Entity id.")
    verdict: str = Field(description="same, different, unsure, or withdrawn.")
    by: str = Field(description="Who judged.")
    why: str = Field(description="Why.")
    supersedes: str | None = Field(description="Judgement it takes the place of.")


class JudgementsShape(BaseModel):
    """``contrared judgements --json``."""

    judgements: list[JudgementShape] = Field(description="All judgements, oldest first.")


class EvidenceShape(BaseModel):
    """One place that states a statement."""

    source_id: str = Field(description="Source id.")
    locator: str = Field(description="Where in the source.")
    grade: str = Field(description="Admiralty grade of the source.")
    publisher: str = Field(description="Who issued it.")
    as_of: str = Field(description="Date it speaks for.")
    tip: str = Field(description="Of a tip: open, corroborated or false; empty where the source is none.")


class StatementShape(BaseModel):
    """One statement with its evidence."""

    id: str = Field(description="Statement id.")
    entity_id: str = Field(description="Entity it is about.")
    schema_: str = Field(alias="schema", serialization_alias="schema", description="FtM schema.")
    prop: str = Field(description="Property.")
    value: str = Field(description="Value.")
    original_value: str | None = Field(description="What literally stands in the source, where it differs.")
    dataset: str = Field(description="Dataset.")
    corrected: str = Field(default="", description="Correction that says it is false; empty where none does.")
    as_of: str = Field(description="Date it was stated.")
    evidence: list[EvidenceShape] = Field(description="Where it stands.")


class ShowShape(BaseModel):
    """``contrared show --json``."""

    canonical_id: str = Field(description="Canonical id.")
    entities: list[str] = Field(description="Entities that share it.")
    caption: str = Field(description="A name of it.")
    protected: list[str] = Field(description="Protection marks in force.")
    statements: list[StatementShape] = Field(description="Everything stated about it.")
    linked: list[StatementShape] = Field(description="Statements of its listings, documents, addresses and links.")
    candidates: list[LinkShape] = Field(description="Who else it may be, left to a person.")


class Original(BaseModel):
    """A statement and the line of the original that makes it."""

    statement: StatementShape = Field(description="The statement.")
    source: dict[str, Any] = Field(description="All fields of the source.")
    locator: str = Field(description="Where in the source.")
    text: str = Field(description="The passage of the original.")
    highlight: tuple[int, int] | None = Field(description="Characters of the passage that state it.")


class WhyShape(BaseModel):
    """``contrared why --json``."""

    claim: str = Field(description="Claim, statement or entity id.")
    kind: str = Field(description="judgement, fact, tie, counter-evidence, action, statement or entity.")
    text: str = Field(description="What is claimed.")
    originals: list[Original] = Field(description="What it rests on, down to the original.")
    more: int = Field(description="Places not shown because of --limit.")


class InvestigateShape(BaseModel):
    """``contrared investigate --json``."""

    case: str = Field(description="Case id.")
    out: str = Field(description="Folder of the results.")
    files: dict[str, str] = Field(description="Files written, by kind.")
    figures: dict[str, int] = Field(description="What was found.")
    seconds: dict[str, float] = Field(description="Wall time of each step.")
    alerts: list[AlertShape] = Field(description="Alerts raised by what newer lists of the case changed.")


class DemoShape(InvestigateShape):
    """``contrared demo --json``, of all or of the case alone."""

    border: BorderShape | None = Field(description="The border scenario that opens it; null for the case alone.")


class ExportShape(BaseModel):
    """``contrared export --json``."""

    format: str = Field(description="Format.")
    files: list[str] = Field(description="Files written.")
    rows: int = Field(description="Rows written: entities, statements, nodes and edges, objects.")
    name: str = Field(default="", description="evidence: hash that stands for the whole pack, for the covering letter.")
    originals: int = Field(default=0, description="evidence: originals in the pack.")
    withheld_originals: int = Field(
        default=0, description="evidence: originals left out, since they name protected persons."
    )
    custody: int = Field(default=0, description="evidence: lines of the chain of custody with a proof.")


class ProtectShape(BaseModel):
    """``contrared protect --json``."""

    entity_id: str = Field(description="Entity id.")
    marks: list[str] = Field(description="Marks now in force.")
