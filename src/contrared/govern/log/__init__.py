"""The audit log: a Merkle tree of commitments in tiles, signed checkpoints, witnesses, and proofs anyone can check."""
