"""What `contrared check` says of a node at rest: volume, swap, ledger and keys."""

from __future__ import annotations

import tempfile
from pathlib import Path

from contrared.store import Node
from contrared.store.keyring import Keyring
from contrared.store.postgres import address
from contrared.store.rest import resting
from contrared.store.tls import protected
from contrared.store.volume import swap_of, volume_of


def at_rest(node: Node) -> tuple[str, ...]:
    """What whoever carries the disk away could read, in sentences; the first is about the volume."""
    volume = resting(node.root, node.ledger.url)
    reason = node.settings.storage.unencrypted
    said = [f"volume {volume.state} ({volume.why})" + (f"; it may be, says node.toml: {reason}" if reason else "")]
    swap = swap_of()
    if swap is not None and not swap.safe:
        said.append(f"memory may be swapped to a volume that is not known to be encrypted ({swap.why})")
    passing = Path(tempfile.gettempdir())
    if not (found := volume_of(passing)).safe:
        said.append(f"a brief passes through {passing} while it is set, volume {found.state} ({found.why}): see TMPDIR")
    if not node.ledger.url.startswith("sqlite:"):
        said.append("the ledger lies in a database server, whose disks are not looked at from here")
    if not protected(address(node.ledger.url)):
        why = node.settings.ledger.unprotected
        said.append(
            f"whoever is on the way to the database server can read the ledger; they may, says node.toml: {why}"
        )
    said.append(_keys(Keyring(node.root / "keys")))
    return tuple(said)


def _keys(ring: Keyring) -> str:
    opened = ring.unsealed()
    if not ring.sealed:
        return f"keys lie open ({', '.join(opened)}): `contrared keyring seal` seals them under a passphrase"
    if opened:
        return f"keys are sealed under a passphrase, but for {', '.join(opened)}: run `contrared keyring seal` again"
    return "keys are sealed under a passphrase"
