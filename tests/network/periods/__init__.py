"""Tests of networks over time."""
