"""Networks as files: edge lists, matrices, Parquet, GraphML and GEXF read and written, and CSV for i2."""

from contrared.network.files.reading import read_network
from contrared.network.files.writing_csv import write_csv, write_i2
from contrared.network.files.writing_xml import write_gexf, write_graphml

__all__ = ["read_network", "write_csv", "write_gexf", "write_graphml", "write_i2"]
