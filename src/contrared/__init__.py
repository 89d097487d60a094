"""Contrared: a counter-network node for agencies that work against transnational crime."""

__version__ = "0.1.0"
