"""Every operation of the surplus, by one import; each group stands in a file of its own."""

from __future__ import annotations

from kopdes_desktop.surplus import deciding, paying, spending

__all__ = ["deciding", "paying", "spending"]
