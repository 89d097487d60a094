"""Lists held against what the log says was loaded: a name taken out afterwards changes a hash that is sealed."""

from __future__ import annotations

from contrared.govern import record
from contrared.govern.oversight.settled import Suspicion
from contrared.govern.rights.standing import DELETED
from contrared.store import Node
from contrared.store.lake import file_hash


def altered(node: Node) -> list[Suspicion]:
    """Versions of lists whose files are not those that were loaded, versions that are gone, and originals that are.

    A version whose sources were deleted on time, on record, is held against what the deletion left. Loads of before
    the record named hashes are held against nothing; :func:`contrared.govern.verify.verify` holds them against their
    own list of hashes.
    """
    sealed: dict[tuple[str, str], tuple[str, dict[str, str]]] = {}
    for entry in record.entries(node.ledger):
        if entry.action in ("load", "entry") and isinstance(entry.what.get("files"), dict):
            sealed[entry.what["dataset"], entry.what["version"]] = (entry.user, entry.what["files"])
        if entry.action == DELETED:
            for each in entry.what["versions"]:
                sealed.pop((each["dataset"], each["before"]), None)
                if each["after"]:
                    sealed[each["dataset"], each["after"]] = (entry.user, each["files"])
    held = {version.key: version for version in node.lake.versions()}
    found = []
    for (dataset, name), (_, files) in sorted(sealed.items()):
        what = f"{dataset}@{name}"
        if (dataset, name) not in held:
            found.append(Suspicion("list altered", what, "", "was loaded and is gone"))
            continue
        folder = node.lake.folder(held[dataset, name])
        for file, told in sorted(files.items()):
            if not (folder / file).is_file():
                found.append(Suspicion("list altered", what, "", f"{file} is gone"))
            elif file_hash(folder / file) != told:
                found.append(Suspicion("list altered", what, "", f"{file} is not what was loaded"))
    return found
