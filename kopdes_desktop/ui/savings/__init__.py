"""Screens of savings (simpanan): the teller, where members pay in."""
