"""The border scenario: four nodes, six travellers, two who walk beside them; real nodes, keys, ports and decisions."""

from contrared.case.border.course import Run, run
from contrared.case.border.report import html, text
from contrared.case.border.script import Script, read_script

__all__ = ["Run", "Script", "html", "read_script", "run", "text"]
