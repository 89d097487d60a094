"""Commands on networks; importing this module adds them."""

from contrared.cli.network import change, convergence, ranking, structure

__all__ = ["change", "convergence", "ranking", "structure"]
