"""The network room: typed edges with evidence, components, communities, bridges, and the picture of them.

Pure functions over an Arrow table of statements: :func:`parties` and :func:`edges` read it, :class:`Graph` holds the
edges, :func:`dual_listed` and :func:`paths_between_groups` find the bridges, :func:`picture` and :func:`svg` show them.
No party is ranked here.
"""

from contrared.network.convergence.dual import DualListed, DualListings, dual_listed
from contrared.network.convergence.paths import GroupPaths, NoPath, Path, PathsFound, Step, paths_between_groups
from contrared.network.drawing.picture import Picture, PictureEdge, PictureNode, picture
from contrared.network.drawing.svg import svg
from contrared.network.drawing.table import Table, edge_table, node_table
from contrared.network.edge import Edge, EdgeSet, Layer, Refusal
from contrared.network.files.export import edges_csv, graphml, nodes_csv
from contrared.network.finding import Method, canonical_json
from contrared.network.graph import Graph
from contrared.network.measures.communities import Communities, communities
from contrared.network.multilayer import Multilayer
from contrared.network.simple import SimpleGraph, simple
from contrared.network.ties.edges import edges, shielded
from contrared.network.ties.parties import Listing, Party, parties
from contrared.network.ties.remarks import Group
from contrared.network.ties.rows import canonical_ids
from contrared.network.treatment import NetworkError, Treatment

__all__ = [
    "Communities",
    "DualListed",
    "DualListings",
    "Edge",
    "EdgeSet",
    "Graph",
    "Group",
    "GroupPaths",
    "Layer",
    "Listing",
    "Method",
    "Multilayer",
    "NetworkError",
    "NoPath",
    "Party",
    "Path",
    "PathsFound",
    "Picture",
    "PictureEdge",
    "PictureNode",
    "Refusal",
    "SimpleGraph",
    "Step",
    "Table",
    "Treatment",
    "canonical_ids",
    "canonical_json",
    "communities",
    "dual_listed",
    "edge_table",
    "edges",
    "edges_csv",
    "graphml",
    "node_table",
    "nodes_csv",
    "parties",
    "paths_between_groups",
    "picture",
    "shielded",
    "simple",
    "svg",
]
