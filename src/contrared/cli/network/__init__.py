"""Commands on networks; importing this module adds them."""

from contrared.cli.network import change, convergence, disruption, ranking, structure

__all__ = ["change", "convergence", "disruption", "ranking", "structure"]
