"""Every operation of the sales room, by one import; each group stands in a file of its own."""

from __future__ import annotations

from kopdes_desktop.sales import advances, bons, returns, selling

__all__ = ["advances", "bons", "returns", "selling"]
