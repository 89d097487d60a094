"""Policies in Cedar: a table for each legal order, default deny, the rule named, a file that cannot be read refused."""

from __future__ import annotations

import re
from importlib import resources
from pathlib import Path

import pytest

from contrared.govern import enter
from contrared.govern.cedar import PROFILES, CedarPolicy
from contrared.govern.policy import Person, SourceClass
from contrared.govern.users import FORCES, ROLES, Users
from contrared.model import Handling, InputError, PolicyError
from contrared.store import Node


def person(told: str) -> Person:
    role, _, force = told.partition(" ")
    return Person("u", "U", role, "AGENCY", "co", force)


# role and force | act, handling and status for a source | case | permitted | a word of the rule
INTERIOR = [
    ("analyst police", "read TLP:AMBER intelligence", "c", True, "police-read"),
    ("analyst police", "read TLP:AMBER intelligence", "", False, "default deny"),
    ("analyst police", "read TLP:CLEAR public", "", True, "public-sources"),
    ("analyst police", "read TLP:AMBER tip", "c", True, "police-read"),
    ("officer police", "read TLP:AMBER tip", "c", False, "tips-are-for-analysts"),
    ("officer military", "read TLP:CLEAR public", "", True, "public-sources"),
    ("officer military", "read TLP:CLEAR intelligence", "c", False, "soldiers-do-not-read"),
    ("officer military", "screen", "", True, "soldiers-at-a-checkpoint"),
    ("officer military", "encounter", "", True, "soldiers-at-a-checkpoint"),
    ("officer military", "dismiss", "", False, "default deny"),
    ("supervisor military", "release TLP:GREEN intelligence", "c", False, "soldiers-do-not-read"),
    ("officer police", "release TLP:GREEN intelligence", "c", False, "default deny"),
    ("supervisor police", "release TLP:GREEN intelligence", "c", True, "supervisors-release"),
    ("supervisor police", "release TLP:AMBER+STRICT intelligence", "c", False, "default deny"),
    ("supervisor police", "release TLP:GREEN//H2 intelligence", "c", False, "h2-is-not-passed-on"),
    ("supervisor police", "see protected", "", True, "protection-by-supervisors"),
    ("analyst police", "see protected", "", False, "default deny"),
]
BARRED = [
    ("officer military", "screen", "", False, "military-barred"),
    ("supervisor military", "read TLP:CLEAR public", "c", False, "military-barred"),
    ("officer military", "enter", "", False, "military-barred"),
    ("officer police", "screen", "", True, "police-and-customs"),
    ("officer customs", "read TLP:GREEN intelligence", "", True, "customs-read"),
    ("officer customs", "read TLP:GREEN evidence", "c", False, "default deny"),
    ("officer customs", "read TLP:AMBER intelligence", "c", False, "default deny"),
    ("officer police", "merge", "", False, "default deny"),
    ("analyst police", "merge", "", True, "merging-by-analysts"),
    ("supervisor police", "export TLP:AMBER evidence", "c", True, "release-by-supervisors"),
    ("supervisor police", "export TLP:AMBER evidence", "", False, "default deny"),
]
PROSECUTOR = [
    ("prosecutor judicial", "release TLP:RED evidence", "c", False, "red-stays"),
    ("prosecutor judicial", "release TLP:AMBER evidence", "c", True, "prosecutors"),
    ("prosecutor judicial", "release TLP:AMBER evidence", "", False, "default deny"),
    ("supervisor police", "release TLP:CLEAR public", "c", False, "police-release-nothing"),
    ("officer police", "read TLP:AMBER evidence", "c", True, "police-under-direction"),
    ("officer police", "read TLP:AMBER evidence", "", False, "default deny"),
    ("officer police", "dismiss", "", False, "default deny"),
    ("prosecutor judicial", "dismiss", "", True, "prosecutors-decide"),
    ("officer military", "read TLP:CLEAR public", "c", False, "no-military"),
]
FIU = [
    ("analyst fiu", "read TLP:AMBER+STRICT intelligence", "", True, "fiu-reads"),
    ("analyst fiu", "release TLP:GREEN intelligence", "", False, "default deny"),
    ("supervisor fiu", "release TLP:GREEN intelligence", "", True, "head-hands-on"),
    ("prosecutor judicial", "read TLP:GREEN intelligence", "c", False, "intelligence-stays"),
    ("prosecutor judicial", "read TLP:GREEN//REL TO co intelligence", "c", True, "others-read-what-was-released"),
    ("prosecutor judicial", "read TLP:GREEN//REL TO pe intelligence", "c", False, "intelligence-stays"),
    ("officer police", "read TLP:RED//REL TO AGENCY intelligence", "c", True, "others-read-what-was-released"),
    ("officer police", "screen", "", False, "default deny"),
]
EVERYWHERE = [
    ("administrator civil", "administer", "", True, "administrators-run"),
    ("owner", "administer", "", True, "administrators-run"),
    ("administrator civil", "read TLP:CLEAR public", "c", False, "administrators-read-nothing"),
    ("owner", "screen", "", False, "administrators-read-nothing"),
    ("oversight civil", "audit", "", True, "oversight-sees-the-record"),
    ("oversight civil", "read TLP:CLEAR public", "c", False, "default deny"),
    ("", "enter", "", False, "default deny"),
    ("analyst", "fly", "", False, "default deny"),
    ("service civil", "merge", "", False, "default deny"),
]
TABLES = {"interior-police": INTERIOR, "military-barred": BARRED, "prosecutor-led": PROSECUTOR, "separate-fiu": FIU}
CASES = [
    pytest.param(profile, *row, id=f"{profile}: {row[0] or 'nobody'}, {row[1]}, case {row[2]!r}")
    for profile, rows in TABLES.items()
    for row in [*rows, *EVERYWHERE]
]


@pytest.mark.parametrize(("profile", "who", "act", "case", "permitted", "rule"), CASES)
def test_each_legal_order(profile: str, who: str, act: str, case: str, permitted: bool, rule: str) -> None:
    policy = CedarPolicy.profile(profile).for_case(case)
    about, verb = None, act
    if " TLP" in act:
        verb, banner, status = act.split(" ")[0], act[act.index("TLP") : act.rindex(" ")], act.split(" ")[-1]
        about = SourceClass(Handling.parse(banner.replace("//", " // ")), status)
    found = policy.may(person(who), verb, "a purpose", about)
    assert (found.permitted, found.rule.startswith(rule)) == (permitted, True), found


@pytest.mark.parametrize("profile", [name for name in PROFILES if name != "owner"])
def test_every_act_is_somebodys(profile: str) -> None:
    """What nobody may do under a legal order is done by going around it, or not at all."""
    schema = (resources.files("contrared.govern.profiles") / "schema.cedarschema").read_text(encoding="utf-8")
    (on_node, on_source) = re.findall(r"^action (.*?)\n  appliesTo", schema, re.DOTALL | re.MULTILINE)
    policy = CedarPolicy.profile(profile).for_case("c-1")
    people = [Person("u", "U", role, "AGENCY", "co", force) for role in ROLES for force in FORCES]
    open_class = SourceClass(Handling.parse("TLP:GREEN"), "evidence")
    for told, about in ((on_node, None), (on_source, open_class)):
        for act in re.findall('"([^"]+)"', told):
            assert any(policy.may(one, act, "a case", about).permitted for one in people), act


@pytest.mark.parametrize("profile", [name for name in PROFILES if name != "owner"])
def test_nobody_enters_without_a_purpose(profile: str) -> None:
    policy = CedarPolicy.profile(profile)
    assert not policy.may(person("analyst police"), "enter", "").permitted
    assert policy.may(person("analyst police"), "enter", "case work").permitted


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("\n\npermit (principal, action resource);", "line 3"),
        ('@id("a") @says("b")\npermit (principal, action, resource)\nwhen { principal.rank == 1 };', "line 1"),
        ('// a remark; with a semicolon\n@id("a")\npermit (principal, action, resource);', "line 2: a rule has an @id"),
        ('@id("a") @says("x; y")\npermit (principal, action == Action::"fly", resource);', "line 1"),
        ('@id("tips-are-for-analysts") @says("x")\npermit (principal, action, resource);', "two rules are called"),
        ("permit (principal", "line 1"),
    ],
)
def test_a_policy_that_cannot_be_read_names_the_line_and_the_node_stays_closed(
    node: Node, tmp_path: Path, text: str, said: str
) -> None:
    path = node.root / "own.cedar"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=said):
        CedarPolicy.read(path)
    toml = node.root / "node.toml"
    toml.write_text(toml.read_text().replace('profile = "owner"', 'profile = "own.cedar"'))
    with pytest.raises(InputError, match=said):
        enter(Node.open(node.root))


def test_a_file_of_ones_own_stands_beside_the_shared_rules(tmp_path: Path) -> None:
    path = tmp_path / "own.cedar"
    path.write_text('@id("all") @says("analysts read all")\npermit (principal, action == Action::"read", resource)\n'
                    'when { principal.role == "analyst" };', encoding="utf-8")  # fmt: skip
    policy = CedarPolicy.read(path)
    assert policy.may(person("analyst"), "read", "p", SourceClass(Handling.parse("TLP:AMBER"), "evidence")).permitted
    red = policy.may(person("analyst"), "read", "p", SourceClass(Handling.parse("TLP:RED"), "evidence"))
    assert (red.permitted, red.rule.split(":")[0]) == (False, "red-stays-with-the-named")


def test_roles_and_locks_hold_at_the_door_and_are_on_record(node: Node) -> None:
    held = Users(enter(node))
    held.add("ana", "Ana", "analyst", force="police", country="CO", agency="PNC")
    toml = node.root / "node.toml"
    toml.write_text(toml.read_text().replace('profile = "owner"', 'profile = "interior-police"'))
    again = Node.open(node.root)
    desk = enter(again, "ana", "case work", "c-1")
    with pytest.raises(PolicyError, match="administer"):
        Users(desk)
    keeper = Users(enter(again, "owner", "administration"))
    keeper.lock("ana", "left the service")
    with pytest.raises(PolicyError, match="locked: left the service"):
        enter(again, "ana", "case work")
    keeper.unlock("ana", "came back")
    enter(again, "ana", "case work")
    with pytest.raises(InputError, match="nobody would be left"):
        keeper.lock("owner", "x")
    with pytest.raises(InputError, match="nobody would be left"):
        keeper.role("owner", "analyst", why="x")
    with pytest.raises(InputError, match="ids are never given twice"):
        keeper.add("ana", "Ana", "analyst")


@pytest.mark.parametrize(
    ("values", "said"),
    [
        (("Ana B", "n", "analyst"), "no id of a user"),
        (("ana", " ", "analyst"), "has a name"),
        (("ana", "n", "king"), "'king' is no role"),
    ],
)
def test_users_that_cannot_be(node: Node, values: tuple[str, str, str], said: str) -> None:
    with pytest.raises(InputError, match=said):
        Users(enter(node)).add(*values)
