"""Hit or no-hit between nodes: blind questions, justified requests, approved releases."""
