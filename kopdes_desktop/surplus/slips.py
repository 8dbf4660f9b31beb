"""The papers of the surplus: a share paid to a member, a list paid at once, money of a fund.

Made from the fact. What a share came from stands on the member's slip of the year (`shu_slips`).
"""

from __future__ import annotations

from collections.abc import Iterator

from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import NOTHING, Rupiah
from kopdes_desktop.ledger import chart
from kopdes_desktop.members import queries as members
from kopdes_desktop.members.queries import Heir
from kopdes_desktop.office.books import Reading
from kopdes_desktop.office.letterhead import letterhead
from kopdes_desktop.office.log import LoggedFact, logged
from kopdes_desktop.office.settings import NAME, PLACE, setting
from kopdes_desktop.paper.document import Receipt, Signer, Slip, SlipRow
from kopdes_desktop.paper.layout import BESIDE_NAME
from kopdes_desktop.sales.postings import BON
from kopdes_desktop.savings import queries as savings
from kopdes_desktop.security.queries import user_name
from kopdes_desktop.security.slips import RULE, signature, whole
from kopdes_desktop.surplus.facts import FundSpent, SharesPaid

Paper = SharesPaid | FundSpent

_TITLES = {
    "cash": N_("PEMBAYARAN SHU"),
    "savings": N_("SHU MASUK SIMPANAN"),
    "offset": N_("SHU MEMOTONG BON"),
}
_PURPOSES = {
    "cash": N_("Pembayaran SHU bagian anggota"),
    "savings": N_("SHU bagian anggota dipindah ke simpanan"),
    "offset": N_("SHU bagian anggota diperhitungkan dengan bon"),
}


def _paper(read: Reading, key: int) -> tuple[LoggedFact, Paper]:
    found = logged(read, key)
    if found is None or not isinstance(found.fact, Paper):
        reason = _(N_("bukan bukti pembayaran SHU atau pemakaian dananya"))
        raise BadField(name="key", reason=reason, field="key")
    return found, found.fact


def slip(read: Reading, key: int, *, copy: bool = False) -> Slip:
    """The slip, 32 to 48 columns wide. Raises BadField for other facts."""
    found, fact = _paper(read, key)
    rows = [SlipRow(_whose(read, fact), part="member"), RULE]
    rows += [SlipRow(words, wording.number(amount)) for words, amount in _figures(read, fact)]
    rows += [SlipRow(_(N_("JUMLAH")), wording.rupiah(_amount(fact)), kind="bold")]
    rows += [SlipRow(words) for words in _notes(read, fact)]
    rows += signature(_(N_("Tanda tangan penerima")))
    return whole(read, found, fact.number, _title(fact), rows, copy=copy)


def receipt(read: Reading, key: int, *, copy: bool = False) -> Receipt:
    """The same on a sheet. Raises BadField for other facts."""
    found, fact = _paper(read, key)
    clerk = user_name(read, found.stamp.user)
    return Receipt(
        letterhead=letterhead(read),
        title=_title(fact),
        number=fact.number,
        day=found.stamp.bd,
        place=setting(read, PLACE),
        received_from=setting(read, NAME),
        amount=_amount(fact),
        purpose=_purpose(fact),
        rows=tuple(_figures(read, fact)),
        signers=(Signer(_(N_("Penerima")), _taker(read, fact)), Signer(_(N_("Bendahara")), clerk)),
        copy=copy,
        proof=wording.proof_digits(found.stamp.hash),
        notes=(*([] if _only(fact) else [_whose(read, fact)]), *_notes(read, fact)),
        first_half="" if _only(fact) is not None else _(N_("Lembar 1: untuk arsip bukti")),
    )


def _title(fact: Paper) -> str:
    return _(_TITLES[fact.how]) if isinstance(fact, SharesPaid) else _(N_("PEMAKAIAN DANA SHU"))


def _purpose(fact: Paper) -> str:
    return _(_PURPOSES[fact.how]) if isinstance(fact, SharesPaid) else fact.text


def _amount(fact: Paper) -> Rupiah:
    return fact.total if isinstance(fact, SharesPaid) else fact.amount


def _only(fact: Paper) -> int | None:
    """The member who was paid, where it is one."""
    alone = isinstance(fact, SharesPaid) and len(fact.paid) == 1
    return fact.paid[0].member if isinstance(fact, SharesPaid) and alone else None


def _taker(read: Reading, fact: Paper) -> str:
    """Who signs for it: the member who was paid alone, after his death the heir."""
    heir = _heir(read, fact)
    if heir is not None:
        return heir.name or ""
    member = _only(fact)
    row = members.member(read, member) if member is not None else None
    return (row.name or "") if row is not None else ""


def _heir(read: Reading, fact: Paper) -> Heir | None:
    if not isinstance(fact, SharesPaid) or fact.heir is None:
        return None
    known = members.heirs(read, fact.paid[0].member)
    return next((each for each in known if each.key == fact.heir), None)


def _whose(read: Reading, fact: Paper) -> str:
    """The member; how many where they are several; the fund."""
    if isinstance(fact, FundSpent):
        return _(chart.account(read, fact.fund).name)
    member = _only(fact)
    row = members.member(read, member) if member is not None else None
    if row is not None:
        parts = (row.name or _(N_("(nama dihapus)")), row.number)
        return BESIDE_NAME.join(part for part in parts if part)
    return _(N_("{n} anggota, menurut daftar")).format(n=len(fact.paid))


def _figures(read: Reading, fact: Paper) -> Iterator[tuple[str, Rupiah]]:
    """What it went into: each kind of savings, each unit's bons, or all as one."""
    if isinstance(fact, FundSpent):
        yield fact.text, fact.amount
    elif fact.how == "savings":
        sums: dict[str, Rupiah] = {}
        for line in fact.lines:
            sums[line.product] = sums.get(line.product, NOTHING) + line.amount
        for product, amount in sums.items():
            yield _(savings.product(read, product).name), amount
    elif fact.how == "offset":
        units: dict[str, Rupiah] = {}
        for posted in fact.entry.lines:
            if posted.account == BON:
                units[posted.unit] = units.get(posted.unit, NOTHING) - posted.amount
        for unit, amount in units.items():
            yield _(N_("Bon unit {unit}")).format(unit=unit), amount
    else:
        yield _(N_("SHU bagian anggota")), fact.total


def _notes(read: Reading, fact: Paper) -> Iterator[str]:
    heir = _heir(read, fact)
    if heir is not None:
        yield _(N_("Diterima ahli waris {name}")).format(name=heir.name or _(N_("(nama dihapus)")))
    if isinstance(fact, SharesPaid) and fact.letter_no:
        yield _(N_("Surat ahli waris {letter}")).format(letter=fact.letter_no)
    if fact.box is not None:
        yield _(N_("Dari {box}")).format(box=chart.box(read, fact.box).name)
    if fact.ref:
        yield _(N_("Bukti: {ref}")).format(ref=fact.ref)
