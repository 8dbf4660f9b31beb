"""Who lends: an institution by its name, a person by his key alone (FACTS §2, §7)."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from kopdes_desktop.borrowings import queries
from kopdes_desktop.borrowings.queries import Borrowing
from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.names import folded, short_line
from kopdes_desktop.members import queries as members
from kopdes_desktop.members import third_parties
from kopdes_desktop.office.books import Reading
from kopdes_desktop.office.work import Work
from kopdes_desktop.security import queries as users

_LONGEST: Final = 120
#: How people are addressed, or named behind an institution ("a.n."); what institutions are called.
_ADDRESS: Final = frozenset(
    {"bapak", "bpk", "pak", "ibu", "bu", "sdr", "sdri", "saudara", "saudari", "haji", "hj"}
    | {"nama", "an", "a n"}
)
_BODIES: Final = frozenset(
    word
    for line in (
        "bank bri bni btn bsi bca mandiri bpr bprs bpd pegadaian pnm lpdb koperasi kopdes kop ksp",
        "kspps kud bmt lkm bkk lpd upk pt cv ud fa firma perum perumda bumn bumd bumdes bumdesma",
        "bum badan desa dinas kementerian pemerintah pemdes pemda pemkab pemprov lembaga yayasan",
        "perkumpulan perusahaan gapoktan",
    )
    for word in line.split()
)


def lender(work: Work, name: str, party: int | str | None) -> tuple[int | None, str]:
    """The key of the person who lends, if one does, and what the papers call the lender.

    Raises BadField, UnknownMember.
    """
    words = folded(name).split()
    if party is not None and party != "":
        if words:
            reason = _(N_("perorangan disebut dengan nomornya saja; kosongkan nama lembaganya"))
            raise BadField(name="lender", reason=reason, field="lender")
        return _person(work, party)
    missing = _(N_("tulis nama lembaganya, misalnya BRI Unit Ngemplak"))
    plain = short_line(name if words else "", _LONGEST, field="lender", missing=missing)
    if _names_a_person(words) or _BODIES.isdisjoint(words):
        reason = _(
            N_(
                "pinjaman dari orang dicatat dengan nomor anggota, nama masuk, atau nomor pihak "
                "ketiganya, bukan namanya; lembaga ditulis dengan bentuknya, misalnya Bank, PT, "
                "CV, koperasi, yayasan, BUM Desa"
            )
        )
        raise BadField(name="party", reason=reason, field="party")
    return None, plain


def _names_a_person(words: Sequence[str]) -> bool:
    """Whether somebody is addressed in it, or named behind an institution (a.n.)."""
    pairs = map(" ".join, pairwise(words))
    return words[0] == "h" or not _ADDRESS.isdisjoint([*words, *pairs])


def _person(work: Work, party: int | str) -> tuple[int, str]:
    """An officer by his login or key, a third party, or a member; in the fact no more than that."""
    named = users.user_called(work, party) if isinstance(party, str) else users.user(work, party)
    if named is not None:
        return named.key, N_("Pengurus")
    other = third_parties.outsider(work, party)
    if other is not None:
        return other.key, N_("Pihak ketiga {code}").format(code=other.code)
    found = members.require_active(work, party, field="party")
    return found.key, N_("Anggota {number}").format(number=found.number)


def shown(read: Reading, loan: Borrowing) -> str:
    """The lender as readers of a paper know him: a person with his name, while it is there."""
    if loan.party is None:
        return loan.lender
    user = users.user(read, loan.party)
    member = members.member(read, user.person if user is not None else loan.party)
    other = third_parties.outsider(read, loan.party)
    name = next((each.name for each in (user, member, other) if each and each.name), None)
    return f"{loan.lender} ({name})" if name else loan.lender


def still_owed(read: Reading, key: int) -> str | None:
    """Why a third party's name is needed: a loan of his that is not paid back."""
    for loan in queries.borrowings(read, closed=False):
        if loan.party == key:
            words = _(N_("pinjaman {number} dari pihak ini belum lunas; namanya masih diperlukan"))
            return words.format(number=loan.number)
    return None
