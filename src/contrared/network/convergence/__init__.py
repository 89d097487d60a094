"""Convergence: who joins groups that are otherwise apart."""
