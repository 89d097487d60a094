"""Tests of sampled worlds."""
