"""Members' money: the savings book against the ledger, months paid, money taken and to be given.

How each is proven stands with savings: no month is locked over any of it.
"""

from __future__ import annotations

from kopdes_desktop.checks.check import Fix, check
from kopdes_desktop.kernel.i18n import N_
from kopdes_desktop.savings import findings, proofs

_MEMBERS = Fix(
    N_("Buka halaman anggota yang disebut dan balik bukti yang salah; simpanan mengikuti jurnal."),
    "read.members",
)
_DUES = Fix(
    N_("Buka halaman anggota itu, tab iuran: setoran yang kurang diterima, yang lebih dibalik."),
    "read.members",
)
_PREPAID = Fix(
    N_("Putuskan permohonannya, atau kembalikan titipan yang tidak ada pemiliknya lagi."),
    "membership.apply",
)
_REFUNDS = Fix(
    N_("Bayar atau balik pengembalian yang disebut; antreannya ada di daftar."),
    "report.",
    "refund_queue",
)

check("savings", N_("Simpanan setiap anggota sama dengan buku besar, per unit"), fix=_MEMBERS)(
    proofs.untied
)
check("savings_days", N_("Mutasi simpanan sama dengan buku besar setiap hari"), fix=_MEMBERS)(
    findings.savings_days
)
check("dues", N_("Bulan iuran yang lunas tertutup oleh simpanan wajib"), fix=_DUES)(
    findings.dues_accounted
)
check("owners", N_("Setiap rekening anggota ada anggotanya"), fix=_MEMBERS)(findings.owned)
check("prepaid", N_("Titipan calon anggota ada pemiliknya"), fix=_PREPAID)(findings.prepaid)
check(
    "refunds",
    N_("Pengembalian hanya untuk yang berhenti, dan mereka tidak bersimpanan lagi"),
    fix=_REFUNDS,
)(findings.refunds)
