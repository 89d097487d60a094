"""What is exchanged with partners, in the ledger: one transaction a message, a decision or a publication."""

from contrared.govern.exchange.book import Book
from contrared.govern.exchange.pen import Pen
from contrared.govern.exchange.stroke import IN, OUT, BudgetError, Row, Stroke
from contrared.govern.exchange.vault import Vault

__all__ = ["IN", "OUT", "Book", "BudgetError", "Pen", "Row", "Stroke", "Vault"]
