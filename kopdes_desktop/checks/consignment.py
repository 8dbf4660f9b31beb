"""Goods of others: what was sold and is not settled, against the ledger.

How it is proven stands with consignment: no month is locked over any of it.
"""

from __future__ import annotations

from kopdes_desktop.checks.check import Fix, check
from kopdes_desktop.consignment import findings
from kopdes_desktop.kernel.i18n import N_

_OWNERS = Fix(
    N_("Cocokkan catatan penitip yang disebut; bayar yang terjual atau balik bukti yang salah."),
    "consignment.take_in",
)

check("consignment", N_("Utang kepada penitip sama dengan barangnya yang terjual"), fix=_OWNERS)(
    findings.untied
)
check("consignors", N_("Setiap utang titipan ada penitipnya"), fix=_OWNERS)(findings.strangers)
