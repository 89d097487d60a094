"""The case file and the run that goes through all of it: from raw files to a folder of results."""

from contrared.case.file import CaseFile, read_case
from contrared.case.run import CaseRun, investigate

__all__ = ["CaseFile", "CaseRun", "investigate", "read_case"]
