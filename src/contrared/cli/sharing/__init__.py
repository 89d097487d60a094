"""Commands on partners and on what is exchanged with them."""
