"""Copies on screen: made by themselves, listed, proved, carried to a stick, put back."""
