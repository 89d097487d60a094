"""Cases that people work on: who may see them, what was done in them, and who else works on the same party."""

from contrared.govern.casework.book import Casebook, Evidence, Hypothesis, Subject, Task
from contrared.govern.casework.clashes import Openness
from contrared.govern.casework.desk import Casework
from contrared.govern.casework.events import Event, Kind

__all__ = ["Casebook", "Casework", "Event", "Evidence", "Hypothesis", "Kind", "Openness", "Subject", "Task"]
