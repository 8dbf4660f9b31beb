"""Members' money: the savings book against the ledger, months paid, money taken and to be given.

How each is proven stands with savings: no month is locked over any of it.
"""

from __future__ import annotations

from kopdes_desktop.checks.check import check
from kopdes_desktop.kernel.i18n import N_
from kopdes_desktop.savings import findings, proofs

check("savings", N_("Simpanan setiap anggota sama dengan buku besar, per unit"))(proofs.untied)
check("savings_days", N_("Mutasi simpanan sama dengan buku besar setiap hari"))(
    findings.savings_days
)
check("dues", N_("Bulan iuran yang lunas tertutup oleh simpanan wajib"))(findings.dues_accounted)
check("owners", N_("Setiap rekening anggota ada anggotanya"))(findings.owned)
check("prepaid", N_("Titipan calon anggota ada pemiliknya"))(findings.prepaid)
check("refunds", N_("Pengembalian hanya untuk yang berhenti, dan mereka tidak bersimpanan lagi"))(
    findings.refunds
)
