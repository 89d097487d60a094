"""Blind questions: blocks of elements that all look alike, and what their answers come to."""
