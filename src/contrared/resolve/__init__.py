"""Who is the same: pairs across sources, judgements, clusters with stable canonical ids."""

from contrared.resolve.judgement import Judgement, Verdict, in_force, judge, undo
from contrared.resolve.resolution import Link, Resolution, resolve

__all__ = ["Judgement", "Link", "Resolution", "Verdict", "in_force", "judge", "resolve", "undo"]
