"""Commands on networks; importing this module adds them."""

from contrared.cli.network import change, communities, convergence, disruption, ranking, structure

__all__ = ["change", "communities", "convergence", "disruption", "ranking", "structure"]
