"""What a fact is: sources, grades, handling, locators, and the errors people read. Imports nothing of ours."""

from contrared.model.errors import BriefError, ContraredError, InputError, NodeError, PolicyError
from contrared.model.grading import Credibility, Grade, Reliability
from contrared.model.handling import Handling, HandlingCode, Tlp, strictest
from contrared.model.locator import Locator
from contrared.model.messages import text
from contrared.model.protection import PROTECTED_PROPERTIES, Mark, Protection, may_tell
from contrared.model.source import EvidentialStatus, Source

__all__ = [
    "PROTECTED_PROPERTIES",
    "BriefError",
    "ContraredError",
    "Credibility",
    "EvidentialStatus",
    "Grade",
    "Handling",
    "HandlingCode",
    "InputError",
    "Locator",
    "Mark",
    "NodeError",
    "PolicyError",
    "Protection",
    "Reliability",
    "Source",
    "Tlp",
    "may_tell",
    "strictest",
    "text",
]
