"""Networks as files: edge lists, GraphML, GEXF, in and out."""

from contrared.network.files.reading import read_network

__all__ = ["read_network"]
