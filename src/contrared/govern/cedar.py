"""Policy in Cedar files that a lawyer can read; default deny, and every decision names its rule.

A profile is a set of rules for one kind of legal order. A node names its profile in ``node.toml``, or brings a file of
its own. Files are checked against the schema when the node starts: one that cannot be read stops it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import cedarpy

from contrared.govern.policy import Decision, Person, SourceClass
from contrared.model import InputError

#: Profiles that ship with the project.
PROFILES = ("owner", "interior-police", "military-barred", "prosecutor-led", "separate-fiu")
_NODE = {"type": "Node", "id": "node"}


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: its id, whether it permits, what it says in one sentence, and where it stands."""

    id: str
    permits: bool
    says: str
    where: str


@dataclass(frozen=True)
class CedarPolicy:
    """A policy, parsed once.

    Attributes:
        name: Name of the profile or file.
        rules: Rules by Cedar's own number for them.
        parsed: Cedar's handle.
        case: Case that requests are made for.
    """

    name: str
    rules: dict[str, Rule]
    parsed: cedarpy.PolicySet
    case: str = ""

    @classmethod
    def profile(cls, name: str) -> CedarPolicy:
        """One of the profiles that ship.

        Raises:
            InputError: there is no such profile.
        """
        if name not in PROFILES:
            raise InputError(f"no profile {name!r}", where="[policy] profile", do=f"use one of {', '.join(PROFILES)}")
        return _profile(name)

    @classmethod
    def read(cls, path: Path) -> CedarPolicy:
        """A policy from a file; the rules every profile shares hold beside it.

        Raises:
            InputError: it cannot be read, does not parse, or asks for what the schema does not have; names the line.
        """
        try:
            text = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as exc:
            raise InputError(
                f"cannot be read ({exc})", where=str(path), do="check the path, and that it is UTF-8"
            ) from exc
        return _compiled(str(path), {str(path): text, "base.cedar": _shipped("base.cedar")})

    def for_case(self, case: str) -> CedarPolicy:
        """The policy for requests that are made for a case."""
        return replace(self, case=case)

    def may(self, person: Person, action: str, purpose: str, about: SourceClass | None = None) -> Decision:
        """Whether ``person`` may do ``action``; the rule that decides, or that none permits it."""
        (decision,) = self._decided(person, action, purpose, [about])
        return decision

    def may_each(self, person: Person, action: str, purpose: str, classes: Sequence[SourceClass]) -> list[Decision]:
        """What :meth:`may` says of each of some classes, in their order; Cedar is entered once for all of them."""
        return self._decided(person, action, purpose, classes) if classes else []

    def _decided(
        self, person: Person, action: str, purpose: str, classes: Sequence[SourceClass | None]
    ) -> list[Decision]:
        user = {"type": "User", "id": person.id}
        attributes = {"role": person.role, "agency": person.agency, "country": person.country, "force": person.force}
        entities: list[dict[str, Any]] = [{"uid": user, "attrs": attributes, "parents": []}]
        requests = []
        for number, about in enumerate(classes):
            resource = _NODE if about is None else {"type": "Source", "id": f"class {number}"}
            entities.append({"uid": resource, "attrs": {} if about is None else _class(about), "parents": []})
            requests.append(
                {
                    "principal": user,
                    "action": {"type": "Action", "id": action},
                    "resource": resource,
                    "context": {"purpose": purpose, "case": self.case},
                }
            )
        parsed = cedarpy.Entities.from_json_str(json.dumps(entities))
        return [self._read(one, person, action) for one in cedarpy.is_authorized_batch(requests, self.parsed, parsed)]

    def _read(self, found: cedarpy.AuthzResult, person: Person, action: str) -> Decision:
        if found.diagnostics.errors:
            # A rule that cannot be evaluated must not be passed over: a forbid might be among them.
            return Decision(False, f"{self.name}: a rule could not be evaluated ({found.diagnostics.errors[0]})")
        permitted = found.decision == cedarpy.Decision.Allow
        decided = [self.rules[key] for key in found.diagnostics.reasons]
        if not decided:
            return Decision(False, f"default deny: no rule of {self.name} lets {person.role or 'nobody'} {action}")
        first = min((rule for rule in decided if rule.permits == permitted), key=lambda rule: rule.id)
        return Decision(permitted, f"{first.id}: {first.says} ({first.where})")


def _class(about: SourceClass) -> dict[str, Any]:
    handling = about.handling
    return {
        "tlp": handling.tlp.value,
        "europol": [str(handling.code)] if handling.code is not None else [],
        "caveats": sorted(handling.caveats),
        "releasable": sorted(name.lower() if len(name) == 2 else name for name in handling.releasable_to),
        "status": about.evidential_status,
    }


@cache
def _profile(name: str) -> CedarPolicy:
    files = {f"{name}.cedar": _shipped(f"{name}.cedar")}
    if name != "owner":
        files["base.cedar"] = _shipped("base.cedar")
    return _compiled(name, files)


@cache
def _shipped(name: str) -> str:
    return resources.files("contrared.govern.profiles").joinpath(name).read_text(encoding="utf-8")


def _compiled(name: str, files: dict[str, str]) -> CedarPolicy:
    schema = _shipped("schema.cedarschema")
    statements = [(where, line, text) for where, content in files.items() for line, text in _statements(content)]
    for where, line, text in statements:
        try:
            cedarpy.PolicySet.from_str(text)
        except ValueError as exc:
            raise InputError(f"this rule cannot be read: {exc}", where=f"{where}, line {line}", do=_MEND) from exc
        checked = cedarpy.validate_policies(text, schema)
        if not checked.validation_passed:
            said = str(getattr(checked.errors[0], "error", checked.errors[0]))
            raise InputError(f"this rule does not fit the schema: {said}", where=f"{where}, line {line}", do=_MEND)
    rules: dict[str, Rule] = {}
    for place, (where, line, text) in enumerate(statements):
        rule = _rule(text, f"{where}, line {line}")
        if any(known.id == rule.id for known in rules.values()):
            raise InputError(f"two rules are called {rule.id!r}", where=rule.where, do=_MEND)
        rules[f"policy{place}"] = rule
    return CedarPolicy(name, rules, cedarpy.PolicySet.from_str("\n".join(text for _, _, text in statements)))


def _rule(text: str, where: str) -> Rule:
    (told,) = json.loads(cedarpy.policies_to_json_str(text))["staticPolicies"].values()
    notes = told.get("annotations", {})
    if not notes.get("id") or not notes.get("says"):
        raise InputError("a rule has an @id, and @says in one sentence what it means", where=where, do=_MEND)
    return Rule(notes["id"], told["effect"] == "permit", notes["says"], where)


_MEND = "correct it; the node does not start with a policy it cannot read"
_TOKEN = re.compile(r'//[^\n]*|"(?:[^"\\]|\\.)*"|;|\n', re.DOTALL)


def _statements(content: str) -> list[tuple[int, str]]:
    """Rules of a file, each with the line it begins on."""
    found, start = [], 0
    for match in _TOKEN.finditer(content):
        if match.group() == ";":
            found.append((start, content[start : match.end()]))
            start = match.end()
    if _TOKEN.sub(lambda match: match.group() if match.group().startswith('"') else "", content[start:]).strip():
        found.append((start, content[start:]))
    return [(_line(content, start, text), text) for start, text in found]


def _line(content: str, start: int, text: str) -> int:
    blank = re.match(r"(\s|//[^\n]*\n)*", text)
    return content.count("\n", 0, start + (blank.end() if blank else 0)) + 1
