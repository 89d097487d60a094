"""The door: every read of what a node holds goes through a desk."""

from contrared.govern.desk import Desk
from contrared.govern.door import enter
from contrared.govern.policy import Decision, OwnerPolicy, Person, Policy, SourceClass
from contrared.govern.writer import Writer
from contrared.store.ledger import now

__all__ = ["Decision", "Desk", "OwnerPolicy", "Person", "Policy", "SourceClass", "Writer", "enter", "now"]
