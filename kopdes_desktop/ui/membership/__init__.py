"""Screens of membership (keanggotaan): applications and the board's decisions."""
