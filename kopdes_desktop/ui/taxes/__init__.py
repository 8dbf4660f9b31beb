"""Taxes on screen: the months of a year, what each owes, posting and paying it."""
