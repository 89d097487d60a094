"""What a person enters by hand: checked as a loaded row is, kept as a source of its own, told as statements."""

from contrared.collect.entering.checking import checked, schema_of
from contrared.collect.entering.entry import Entry, Named, Said
from contrared.collect.entering.keeping import Kept, enter_by_hand, kept_before

__all__ = [
    "Entry",
    "Kept",
    "Named",
    "Said",
    "checked",
    "enter_by_hand",
    "kept_before",
    "schema_of",
]
