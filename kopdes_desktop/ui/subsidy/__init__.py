"""Goods that the state subsidises: programmes, who may have how much, what waits to be entered."""
