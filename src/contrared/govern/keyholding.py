"""Sealing the keys of a node under a passphrase: by whoever may administer it, on record."""

from __future__ import annotations

from contrared.govern.desk import Desk
from contrared.model import InputError, PolicyError
from contrared.store import access
from contrared.store.keyring import Keyring


class Keyholding:
    """The keys of a desk's node.

    Args:
        desk: The desk of somebody who may administer the node.

    Raises:
        PolicyError: this person may not.
    """

    def __init__(self, desk: Desk) -> None:
        decision = desk.policy.may(desk.person, "administer", desk.purpose)
        if not decision.permitted:
            raise PolicyError("you may not seal or unseal keys", where=desk.person.id, do=decision.rule)
        self._desk = desk
        self._ring = Keyring(desk.node.root / "keys")

    @property
    def sealed(self) -> bool:
        """Whether a passphrase is set."""
        return self._ring.sealed

    def seal(self, passphrase: bytes) -> list[str]:
        """Seal all keys; goes on where an earlier try was cut short.

        Returns:
            Names of the keys that were sealed.

        Raises:
            NodeError: another passphrase is set, or the disk is full.
        """
        names = self._ring.seal(passphrase)
        self._desk.record("seal keys", {"keys": names})
        return names

    def unseal(self) -> list[str]:
        """Let all keys lie open.

        Returns:
            Names of the keys that were unsealed.

        Raises:
            InputError: no passphrase is set.
            NodeError: the passphrase does not open them, or the disk is full.
        """
        self._set()
        self._desk.record("unseal keys", {})
        return self._ring.unseal()

    def change(self, passphrase: bytes) -> None:
        """Set another passphrase.

        Raises:
            InputError: no passphrase is set.
            NodeError: the old one does not open the keys, or the disk is full.
        """
        self._set()
        self._ring.change(passphrase)
        self._desk.record("change passphrase", {})

    def keep_ledger_password(self) -> None:
        """Keep the password that opened the ledger, beside the keys and sealed as they are.

        Raises:
            InputError: the ledger is a file in the node, or the environment told no password.
            NodeError: it cannot be written, or the passphrase is not to be had.
        """
        node = self._desk.node
        if node.ledger.sqlite:
            raise InputError("the ledger is a SQLite file, which has no password", where=str(node.root))
        access.keep_password(node.root, access.told())
        self._desk.record("keep password of the ledger", {"file": str(access.KEPT)})

    def _set(self) -> None:
        if not self.sealed:
            raise InputError("the keys lie open: no passphrase is set", do="run `contrared keyring seal`")
