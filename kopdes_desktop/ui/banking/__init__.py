"""Kas & bank: books of boxes, reconciliation, what banks say, counts of cash."""
