"""Tests of what people enter by hand."""
