"""Accepting: gaps, forks, forgeries, quarantine, findings."""
