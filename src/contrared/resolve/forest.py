"""Entities that hang together, as they are joined: union-find that knows the members of each cluster."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class Forest:
    """Union-find.

    Attributes:
        parent: Entity above each; its own where it stands for its cluster.
        members: Members of each cluster that was looked at, by the entity that stands for it.
    """

    parent: dict[str, str] = field(default_factory=dict)
    members: dict[str, set[str]] = field(default_factory=dict)

    def find(self, entity: str) -> str:
        """The entity that stands for its cluster."""
        root = entity
        while self.parent.setdefault(root, root) != root:
            root = self.parent[root]
        while self.parent[entity] != root:
            self.parent[entity], entity = root, self.parent[entity]
        return root

    def cluster(self, entity: str) -> set[str]:
        """Members of its cluster."""
        return self.members.setdefault(self.find(entity), {entity})

    def join(self, left: str, right: str) -> None:
        """Make two clusters one."""
        a, b = self.find(left), self.find(right)
        if a != b:
            mine, theirs = self.cluster(left), self.cluster(right)
            low, high = sorted((a, b))
            self.parent[high] = low
            self.members[low] = mine | theirs
            self.members.pop(high, None)
