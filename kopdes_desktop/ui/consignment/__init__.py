"""Goods of others by keys: notes of what came and went, losses, settlements."""
