"""Who is the same: pairs across sources, judgements, clusters with stable canonical ids."""

from contrared.resolve.candidates import Link
from contrared.resolve.explain import Explained, explain
from contrared.resolve.judgement import Judgement, Verdict, in_force, judge, undo
from contrared.resolve.resolution import Resolution, resolve

__all__ = ["Explained", "Judgement", "Link", "Resolution", "Verdict", "explain", "in_force", "judge", "resolve", "undo"]
