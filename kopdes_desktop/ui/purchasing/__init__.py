"""Buying by keyboard: a market purchase in one screen, debts, bills, orders, quotas, suppliers."""
