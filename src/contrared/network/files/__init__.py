"""Networks as files: edge lists, GraphML, GEXF, in and out."""
