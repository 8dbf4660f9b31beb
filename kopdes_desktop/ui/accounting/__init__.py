"""Screens of bookkeeping (pembukuan): the opening balances."""
