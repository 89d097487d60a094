"""Who must have witnessed a checkpoint (C2SP tlog-policy): logs, witnesses, groups of them, and the quorum."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from contrared.govern.log.checkpoint import Checkpoint
from contrared.govern.log.note import COSIGNATURE, ED25519, Note, NoteError, Verifier, verified
from contrared.model import InputError

NONE = "none"


@dataclass(frozen=True, slots=True)
class Group:
    """A group witnesses what at least ``needed`` of its members witness."""

    needed: int
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Policy:
    """A policy.

    Attributes:
        logs: Logs that are accepted; any where there is none.
        witnesses: Witnesses by name.
        urls: Where to ask a witness, by name, for those with an address.
        groups: Groups by name.
        quorum: Name of the witness or group that must have witnessed; ``none`` where nobody need.
    """

    logs: tuple[Verifier, ...]
    witnesses: Mapping[str, Verifier]
    urls: Mapping[str, str] = field(default_factory=dict)
    groups: Mapping[str, Group] = field(default_factory=dict)
    quorum: str = NONE

    def met(self, signed: Collection[str]) -> bool:
        """Whether these witnesses, by their names in the policy, make the quorum."""
        return self.quorum == NONE or self._witnessed(self.quorum, signed)

    def needs(self, witness: str) -> bool:
        """Whether there is no quorum without a witness."""
        return not self.met([name for name in self.witnesses if name != witness])

    def signers(self, note: Note) -> dict[str, int | None]:
        """Witnesses that signed a note, by their names in the policy, and when.

        Raises:
            NoteError: a signature of a known witness is wrong.
        """
        found = {}
        for name, key in self.witnesses.items():
            if any((one.name, one.id) == (key.name, key.id) for one in note.signatures):
                found[name] = verified(note, [key])[key.name]
        return found

    def check(self, note: Note, logs: Collection[Verifier] = ()) -> dict[str, int | None]:
        """Check a checkpoint: signed by a log that is accepted, and witnessed by the quorum.

        Args:
            note: The checkpoint.
            logs: Logs that are accepted beside those of the policy.

        Returns:
            Witnesses that signed it, and when.

        Raises:
            NoteError: it is not.
        """
        origin = Checkpoint.parse(note.text).origin
        verified(note, [log for log in (*self.logs, *logs) if log.name == origin])
        signed = self.signers(note)
        if not self.met(signed):
            raise NoteError(f"{', '.join(signed) or 'nobody'} witnessed it, which is not the quorum {self.quorum}")
        return signed

    def _witnessed(self, name: str, signed: Collection[str]) -> bool:
        if name in self.witnesses:
            return name in signed
        group = self.groups[name]
        return sum(self._witnessed(member, signed) for member in group.members) >= group.needed


def parse(raw: bytes, where: str = "") -> Policy:
    """Read a policy.

    Args:
        raw: The file.
        where: Its name, for errors.

    Raises:
        InputError: it breaks a rule of the format; names the line.
    """
    logs: dict[bytes, Verifier] = {}
    witnesses: dict[str, Verifier] = {}
    urls: dict[str, str] = {}
    groups: dict[str, Group] = {}
    used: set[str] = set()
    quorum: str | None = None
    for number, line in enumerate(raw.split(b"\n"), 1):
        at = f"{where}, line {number}" if where else f"line {number}"
        if re.search(rb"[\x00-\x08\x0b-\x1f\x7f]", line):
            raise InputError("a policy holds no control character but tab and newline", where=at)
        # Octets beyond ASCII are names as they are, never read as characters.
        words = [word.decode("utf-8", "surrogateescape") for word in re.split(rb"[ \t]+", line.strip(b" \t"))]
        if words == [""] or words[0].startswith("#"):
            continue
        kind, arguments = words[0], words[1:]
        if kind == "log" and len(arguments) in (1, 2):
            key = _key(arguments[0], ED25519, at)
            if key.public in logs:
                raise InputError("this log stands there twice", where=at, do="remove one")
            logs[key.public] = key
        elif kind == "witness" and len(arguments) in (2, 3):
            name, key = arguments[0], _key(arguments[1], COSIGNATURE, at)
            _new(name, {**witnesses, **groups}, at)
            if any(key.public == known.public for known in witnesses.values()):
                raise InputError("this witness stands there twice", where=at, do="remove one")
            witnesses[name] = key
            if len(arguments) == 3:
                urls[name] = arguments[2]
        elif kind == "group" and len(arguments) >= 3:
            name, needed, *members = arguments
            _new(name, {**witnesses, **groups}, at)
            for member in members:
                _known(member, {**witnesses, **groups}, at)
                if member in used:
                    raise InputError(f"{member} is a member twice", where=at, do="let each count in one way only")
                used.add(member)
            groups[name] = Group(_threshold(needed, len(members), at), tuple(members))
        elif kind == "quorum" and len(arguments) == 1:
            if quorum is not None:
                raise InputError("a second quorum", where=at, do="leave one")
            if arguments[0] != NONE:
                _known(arguments[0], {**witnesses, **groups}, at)
            quorum = arguments[0]
        else:
            raise InputError(f"{line.decode('utf-8', 'replace').strip()[:60]!r} is no line of a policy", where=at)
    if quorum is None:
        raise InputError("the policy has no quorum", where=where, do="end it with `quorum NAME` or `quorum none`")
    return Policy(tuple(logs.values()), witnesses, urls, groups, quorum)


def read(path: Path) -> Policy:
    """Read a policy from a file.

    Raises:
        InputError: it cannot be read or breaks a rule of the format.
    """
    try:
        return parse(path.read_bytes(), str(path))
    except OSError as exc:
        raise InputError(f"cannot be read ({exc.strerror})", where=str(path), do="check the path") from exc


def _key(text: str, kind: int, at: str) -> Verifier:
    try:
        found = Verifier.parse(text)
    except NoteError as exc:
        raise InputError(str(exc), where=at, do="give the key as name+id+key") from exc
    if found.kind != kind:
        raise InputError(
            f"the key of {found.name} is of the wrong kind", where=at, do="give that of a log or a witness"
        )
    return found


def _new(name: str, known: Mapping[str, object], at: str) -> None:
    if name == NONE or name in known:
        raise InputError(f"the name {name} is taken", where=at, do="choose another one")


def _known(name: str, known: Mapping[str, object], at: str) -> None:
    if name not in known:
        raise InputError(f"{name} is named before it is defined", where=at, do="define it on a line before")


def _threshold(text: str, members: int, at: str) -> int:
    if text in ("any", "all"):
        return 1 if text == "any" else members
    if not re.fullmatch("[1-9][0-9]{0,3}", text) or int(text) > members:
        raise InputError(
            f"{text} of {members} is no threshold", where=at, do="say any, all, or a number of the members"
        )
    return int(text)
