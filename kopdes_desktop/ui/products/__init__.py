"""Savings products as data (simpanan): what is offered, at what amount, since when and why."""
