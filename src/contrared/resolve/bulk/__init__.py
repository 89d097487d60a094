"""Registers too large for pairwise review: linked by Splink, trained without labels, kept under people's judgements."""
