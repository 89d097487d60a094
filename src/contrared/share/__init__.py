"""Hit or no hit between nodes, without giving files away."""
