"""Finding the texts that people read in the code, and bringing the catalogues up to date with them."""

from contrared.model.language.extract.catalogues import FOLDER, SOURCE, brought_up, merged, missing
from contrared.model.language.extract.collecting import Found, collected

__all__ = ["FOLDER", "SOURCE", "Found", "brought_up", "collected", "merged", "missing"]
