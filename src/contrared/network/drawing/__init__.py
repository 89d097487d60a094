"""The network shown: layout, picture, SVG and their table twins."""
