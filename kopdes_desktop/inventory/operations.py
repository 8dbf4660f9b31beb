"""Every operation of the inventory room, by one import; each group stands in a file of its own."""

from __future__ import annotations

from kopdes_desktop.inventory import places, stock

__all__ = ["places", "stock"]
