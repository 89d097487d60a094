"""A node on disk: ``node.toml``, keys, archive, lake and ledger."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import insert

from contrared.model import InputError, NodeError
from contrared.store import access, config, keys, postgres, rest, tls
from contrared.store.archive import Archive
from contrared.store.durable import disk_errors, write_bytes
from contrared.store.lake import Lake
from contrared.store.ledger import Ledger, now
from contrared.store.tables import users


class Node:
    """An opened node; rooms get at it only through a desk (:func:`contrared.govern.enter`)."""

    def __init__(self, root: Path, settings: config.Config) -> None:
        self.root = root
        self.settings = settings
        self.archive = Archive(root / "archive")
        self.lake = Lake(root / "lake")
        self.ledger = Ledger(*access.ledger(settings.ledger.url, root, settings.ledger.unprotected))

    @classmethod
    def open(cls, root: Path) -> Node:
        """Open a node and bring its ledger to the newest migration.

        Raises:
            NodeError: there is no node at ``root``, its ledger is missing, damaged or newer than this program, or it
                lies on a volume that is not known to be encrypted and ``node.toml`` does not say why.
            InputError: ``node.toml`` is broken.
        """
        path = root / "node.toml"
        if not path.exists():
            raise NodeError(
                "there is no node here", where=str(root), do="make one with `contrared init DIR`, or give --node DIR"
            )
        node = cls(root, config.read(path))
        rest.checked(root, node.settings.storage.unencrypted, node.ledger.url)
        try:
            node.ledger.open()
            node.ledger.belongs(node.settings.node.id)
        except BaseException:
            node.close()
            raise
        return node

    @classmethod
    def init(
        cls,
        root: Path,
        name: str | None = None,
        *,
        unencrypted: str = "",
        passphrase: bytes = b"",
        ledger: str = "",
        unprotected: str = "",
    ) -> Node:
        """Make a new node in an empty or missing folder.

        Args:
            root: The folder.
            name: Name people know the node by; that of the folder unless given.
            unencrypted: Why the node may lie on a volume that is not known to be encrypted; kept in ``node.toml`` where
                it is needed.
            passphrase: What the keys are sealed under; empty where they lie open.
            ledger: URL of its ledger, a PostgreSQL database for instance; a SQLite file in the node unless given.
            unprotected: Why the way to that database may be open to others; kept in ``node.toml`` where it is needed.

        Raises:
            InputError: the folder holds something already, or the URL bears a password.
            NodeError: it cannot be written, or lies on such a volume and no reason is given, or the database cannot be
                used, is the ledger of another node, or others could read on the way to it and no reason is given.
        """
        if root.exists() and (not root.is_dir() or any(root.iterdir())):
            raise InputError("the folder is not empty", where=str(root), do="choose a new folder for the node")
        reason = rest.needed(root, unencrypted)
        if ledger:
            unprotected = tls.needed(postgres.address(ledger), unprotected)
            _free(Ledger(*access.ledger(ledger, root, unprotected)))
        with disk_errors(root):
            for part in ("archive", "lake"):
                (root / part).mkdir(parents=True)
            node_id = keys.create(root / "keys", passphrase)
        settings = config.Config(
            node=config.NodeSettings.model_validate({"name": name or root.resolve().name, "id": node_id}),
            storage=config.StorageSettings(unencrypted=reason),
            ledger=config.LedgerSettings.model_validate({"url": ledger, "unprotected": unprotected} if ledger else {}),
        )
        node = cls(root, settings)
        node.ledger.open(create=True)
        node.ledger.belongs(node_id)
        with node.ledger.begin() as connection:
            connection.execute(
                insert(users).values(
                    id=settings.desk.user,
                    name="Owner of this node",
                    role="owner",
                    agency="",
                    country="",
                    created_at=now(),
                )
            )
        write_bytes(root / "node.toml", config.render(settings).encode())
        return node

    def close(self) -> None:
        """Release the ledger."""
        self.ledger.close()


def _free(ledger: Ledger) -> None:
    try:
        ledger.free()
    finally:
        ledger.close()
