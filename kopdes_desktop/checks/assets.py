"""What each card of an asset says, against the ledger."""

from __future__ import annotations

from kopdes_desktop.assets import findings
from kopdes_desktop.checks.check import Fix, check
from kopdes_desktop.kernel.i18n import N_

_FIX = Fix(
    N_("Buka kartu yang disebut; tarik kartu saldo awal yang salah, atau balik bukti yang salah."),
    "report.assets",
)

check("assets", N_("Kartu setiap aset sama dengan buku besar"), fix=_FIX)(findings.cards)
