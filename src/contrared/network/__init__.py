"""The network room: typed edges with evidence, components, communities, bridges, and the picture of them.

Pure functions over an Arrow table of statements: :func:`parties` and :func:`edges` read it, :class:`Graph` holds the
edges, :func:`dual_listed` and :func:`paths_between_groups` find the bridges, :func:`picture` and :func:`svg` show them.
No party is ranked here.
"""

from contrared.network.communities import Communities, communities
from contrared.network.dual import DualListed, DualListings, dual_listed
from contrared.network.edge import Edge, EdgeSet, Layer, Refusal
from contrared.network.edges import edges, shielded
from contrared.network.export import edges_csv, graphml, nodes_csv
from contrared.network.finding import Method, canonical_json
from contrared.network.graph import Graph
from contrared.network.parties import Listing, Party, parties
from contrared.network.paths import GroupPaths, NoPath, Path, PathsFound, Step, paths_between_groups
from contrared.network.picture import Picture, PictureEdge, PictureNode, picture
from contrared.network.remarks import Group
from contrared.network.rows import canonical_ids
from contrared.network.svg import svg
from contrared.network.table import Table, edge_table, node_table

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
    "NoPath",
    "Party",
    "Path",
    "PathsFound",
    "Picture",
    "PictureEdge",
    "PictureNode",
    "Refusal",
    "Step",
    "Table",
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
    "svg",
]
