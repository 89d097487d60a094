"""Tests of the queue of pairs."""
