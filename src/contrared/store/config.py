"""``node.toml``: the settings of a node. Every setting is listed in ``docs/reference/node-toml.md`` (a test checks)."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from contrared.model import InputError
from contrared.store.durable import write_bytes


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class NodeSettings(_Strict):
    """Who this node is."""

    name: str = Field(description="Name people know the node by.")
    id: str = Field(description="Id of the node, from its public key.")
    language: Literal["", "en", "es", "pt"] = Field(
        "", description="Language of texts that people read: en, es or pt; that of the system where empty."
    )


class DeskSettings(_Strict):
    """Who enters when a command does not say."""

    user: str = Field("owner", description="User a command acts for unless --user is given.")
    purpose: str = Field("", description="Purpose recorded unless --purpose is given.")
    case: str = Field("", description="Case recorded unless --case is given.")


class LedgerSettings(_Strict):
    """Where transactions are kept."""

    url: str = Field(
        "sqlite:///ledger.sqlite", description="SQLAlchemy URL; a relative SQLite path is inside the node."
    )
    unprotected: str = Field(
        "",
        description="Why others may read on the way to a database on another host; without it, TLS must prove it.",
    )


class EngineSettings(_Strict):
    """How much of the machine queries over the lake may use."""

    threads: int = Field(2, ge=1, le=256, description="Threads of the query engine.")
    memory: str = Field(
        "512MB", pattern=r"^\d+(MB|GB)$", description="Memory the query engine may take before it spills."
    )


class ScreeningSettings(_Strict):
    """How hits and alerts are handled."""

    second_person: bool = Field(
        False, description="Dismissing an alert and removing from a watchlist wait for a second person."
    )
    attend_within_hours: int = Field(
        24, ge=1, le=8760, description="Hours after which an alert nobody attended is escalated."
    )


class PolicySettings(_Strict):
    """Who may do what."""

    profile: str = Field(
        "owner",
        description="owner, interior-police, military-barred, prosecutor-led, separate-fiu, or a .cedar file.",
    )


class ApprovalSettings(_Strict):
    """What takes more than one person."""

    required: Literal["profile", "always"] = Field(
        "profile",
        description="profile: under every policy but owner; always: under owner, too. Nothing turns it off elsewhere.",
    )
    approvers: int = Field(1, ge=1, le=5, description="Who must approve an act, beside whoever asks.")
    release_approvers: int = Field(1, ge=1, le=5, description="Who must approve a release.")
    bulk_approvers: int = Field(1, ge=1, le=5, description="Who must approve screening a table in bulk.")
    bulk_rows: int = Field(1000, ge=1, description="Rows above which screening a table is bulk.")
    expires_after_hours: int = Field(72, ge=1, le=720, description="Hours after which what was asked for expires.")
    review_within_hours: int = Field(
        72,
        ge=1,
        le=720,
        description="Hours within which somebody else reviews an emergency or a standing approval used.",
    )
    standing_days: int = Field(90, ge=1, le=90, description="Days that a standing approval may hold at most.")


class StorageSettings(_Strict):
    """Where the node lies on disk."""

    unencrypted: str = Field(
        "",
        description="Why the node may lie on a volume not known to be encrypted; without it, it does not open there.",
    )


class AccountSettings(_Strict):
    """How people prove who they are."""

    required: bool = Field(False, description="Whoever enters needs a session, got by `contrared login`.")
    idle_minutes: int = Field(30, ge=1, le=720, description="Minutes after which a session that is not used ends.")
    session_hours: int = Field(12, ge=1, le=24, description="Hours after which every session ends.")
    failures: int = Field(10, ge=3, le=100, description="Failed tries after which a name is locked.")
    longest_delay: int = Field(
        300, ge=1, le=3600, description="Seconds to wait after a failed try at most; the wait doubles with each."
    )


class RetentionSettings(_Strict):
    """How long sources are held whose own expiry nobody stated."""

    public_months: int = Field(120, ge=1, le=1200, description="Months public sources are held.")
    evidence_months: int = Field(240, ge=1, le=1200, description="Months evidence is held.")
    intelligence_months: int = Field(60, ge=1, le=1200, description="Months intelligence is held.")
    tip_months: int = Field(12, ge=1, le=1200, description="Months tips are held.")
    encounter_months: int = Field(24, ge=1, le=1200, description="Months encounters recorded here are held.")
    watch_months: int = Field(12, ge=1, le=1200, description="Months a party is held once it is off a watchlist.")
    legal_bases: dict[str, int] = Field(
        default={}, description="Months for sources held on a legal basis that begins so; before the kind of source."
    )
    erase_record: bool = Field(
        True, description="Deletion also erases from the record whom its lines concerned; who, when and why stay."
    )


class StatisticsSettings(_Strict):
    """Statistics without persons."""

    threshold: int = Field(5, ge=2, le=100, description="Numbers below it are left out of statistics; zeros stay.")


class LogSettings(_Strict):
    """The log that the record is sealed in."""

    promise_hours: int = Field(
        24, ge=1, le=168, description="Hours within which the log holds what a receipt promises."
    )
    policy: str = Field(
        "",
        pattern="^(keys/[A-Za-z0-9][A-Za-z0-9._-]*)?$",
        description="File of witnesses and their quorum (C2SP tlog-policy), in the folder keys/ of the node.",
    )
    oversight: str = Field("", description="Name in that policy of the oversight body: no quorum without it.")
    witness_every_seconds: int = Field(60, ge=1, le=86400, description="Seconds between askings of witnesses.")
    escrow: str = Field(
        "",
        pattern="^([A-Za-z0-9][A-Za-z0-9._-]{0,62} [0-9a-f]{64})?$",
        description="Name and key of the oversight body that salts are sealed to; set by `contrared audit escrow`.",
    )


class ExchangeSettings(_Strict):
    """On which terms partners are asked and answered."""

    elements_a_day: int = Field(
        40_000,
        ge=160,
        description="Elements evaluated for a partner, a purpose and a day (UTC); a question has 40 to 160.",
    )
    questions_a_day: int = Field(200, ge=1, description="Questions that one user may ask partners on a day (UTC).")
    epoch_days: int = Field(7, ge=1, le=31, description="Days the key for a partner and category serves.")
    grace_days: int = Field(2, ge=0, le=31, description="Days after them until the key is destroyed.")
    decide_within_hours: int = Field(
        72, ge=1, le=720, description="Hours a partner's request waits for a decision before it expires."
    )
    message_days: int = Field(14, ge=1, le=31, description="Days a message may be under way, on a stick for instance.")
    oversight: str = Field(
        "",
        pattern="^([0-9a-f]{64})?$",
        description="X25519 key, hex, that seeds of questions are sealed to; that of [log] escrow where empty.",
    )
    ask_at_encounters: bool = Field(
        False, description="Partners are asked, blind, as soon as an encounter is recorded."
    )
    encounter_purpose: str = Field("border control", description="Purpose that partners are told then.")
    encounter_legal_basis: str = Field(
        "", description="Legal basis that partners are told then; without one none is asked."
    )


class HandoverSettings(_Strict):
    """Deposits of the whole node with its keepers."""

    every_days: int = Field(0, ge=0, le=366, description="Days within which a deposit must be made; 0 for none.")
    keepers: str = Field(
        "",
        pattern="^(keys/[A-Za-z0-9][A-Za-z0-9._-]*)?$",
        description="File of keepers, one a line, in the folder keys/ of the node.",
    )
    needed: int = Field(2, ge=2, le=255, description="How many keepers together open a deposit.")
    to: str = Field("", description="Folder that deposits are put into; better not on this machine's disk.")


class Config(_Strict):
    """All settings of a node."""

    node: NodeSettings
    desk: DeskSettings = DeskSettings.model_validate({})
    ledger: LedgerSettings = LedgerSettings.model_validate({})
    engine: EngineSettings = EngineSettings.model_validate({})
    screening: ScreeningSettings = ScreeningSettings.model_validate({})
    policy: PolicySettings = PolicySettings.model_validate({})
    approvals: ApprovalSettings = ApprovalSettings.model_validate({})
    storage: StorageSettings = StorageSettings.model_validate({})
    accounts: AccountSettings = AccountSettings.model_validate({})
    retention: RetentionSettings = RetentionSettings.model_validate({})
    statistics: StatisticsSettings = StatisticsSettings.model_validate({})
    log: LogSettings = LogSettings.model_validate({})
    exchange: ExchangeSettings = ExchangeSettings.model_validate({})
    handover: HandoverSettings = HandoverSettings.model_validate({})


def read(path: Path) -> Config:
    """Read ``node.toml``.

    Raises:
        InputError: not TOML, an unknown setting, or a value out of range; names file and setting.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as exc:
        raise InputError(f"not UTF-8 at byte {exc.start}", where=str(path), do="save it as UTF-8") from exc
    except OSError as exc:
        raise InputError(f"cannot be read ({exc.strerror})", where=str(path), do="check who may read it") from exc
    try:
        return Config.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as exc:
        raise InputError(f"not TOML: {exc}", where=str(path), do="correct that line") from exc
    except ValidationError as exc:
        first = exc.errors()[0]
        setting = ".".join(str(part) for part in first["loc"])
        if first["type"] == "extra_forbidden":
            raise InputError(
                f"{setting}: this version of contrared has no such setting",
                where=str(path),
                do="correct its spelling or remove it; if a newer contrared wrote it, use that one",
            ) from exc
        raise InputError(f"{setting}: {first['msg']}", where=str(path), do="see the reference of node.toml") from exc


def put(path: Path, section: str, name: str, value: str) -> None:
    """Set one setting of text in ``node.toml`` and leave every other line as it is.

    Raises:
        InputError: the file would be broken by it; it is left as it was.
        NodeError: it cannot be written.
    """
    read(path)
    lines = path.read_text(encoding="utf-8").splitlines()
    told = f'{name} = "' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    heads = [number for number, line in enumerate(lines) if line.strip() == f"[{section}]"]
    if not heads:
        lines += [f"[{section}]", told]
    else:
        after = heads[0] + 1
        end = next((n for n in range(after, len(lines)) if lines[n].lstrip().startswith("[")), len(lines))
        there = [n for n in range(after, end) if lines[n].partition("=")[0].strip() == name]
        if there:
            lines[there[0]] = told
        else:
            lines.insert(after, told)
    text = "\n".join(lines) + "\n"
    try:
        Config.model_validate(tomllib.loads(text))
    except (tomllib.TOMLDecodeError, ValidationError) as exc:
        raise InputError(f"{section}.{name} cannot be set to that", where=str(path), do="set it by hand") from exc
    write_bytes(path, text.encode())


def render(config: Config) -> str:
    """The file ``contrared init`` writes, each setting with its comment."""
    lines = ["# Settings of this Contrared node. Reference: docs/reference/node-toml.md", ""]
    for section, model in config:
        lines.append(f"[{section}]")
        for name, info in type(model).model_fields.items():
            lines.append(f"# {info.description}")
            lines.append(f"{name} = {_toml(getattr(model, name))}")
        lines.append("")
    return "\n".join(lines)


def _toml(value: object) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_toml(key)} = {_toml(each)}" for key, each in value.items()) + "}"
    if isinstance(value, int):
        return str(value).lower()
    return '"' + str(value).replace("\\", "\\\\").replace('"', '\\"') + '"'
