"""What each card of an asset says, against the ledger."""

from __future__ import annotations

from kopdes_desktop.assets import findings
from kopdes_desktop.checks.check import check
from kopdes_desktop.kernel.i18n import N_

check("assets", N_("Kartu setiap aset sama dengan buku besar"))(findings.cards)
