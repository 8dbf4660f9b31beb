"""Persons: their keys are there, and what finds them does find them."""

from __future__ import annotations

from collections.abc import Iterator

from kopdes_desktop.checks.check import Fix, check
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.members import proofs
from kopdes_desktop.office.books import Reading
from kopdes_desktop.savings import proofs as payers
from kopdes_desktop.subsidy import proofs as buyers

_PERSONS = Fix(
    N_("Kunci data yang hilang hanya ada di salinan: pulihkan salinan terakhir yang utuh."),
    "read.backups",
)


@check("persons", N_("Kunci data pribadi lengkap, NIK dan telepon dapat dicari"), fix=_PERSONS)
def persons_kept(read: Reading) -> Iterator[str]:
    """A key that is missing without a fact of erasure; a NIK or phone that finds somebody else."""
    for key in (*proofs.without_keys(read), *payers.without_keys(read), *buyers.without_keys(read)):
        yield _(N_("kunci orang {key} hilang")).format(key=key)
    for key, field in (*proofs.not_found(read), *buyers.not_found(read)):
        yield _(N_("orang {key} tidak ditemukan lewat {field}")).format(key=key, field=field)
