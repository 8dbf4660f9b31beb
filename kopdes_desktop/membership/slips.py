"""The papers of a membership: titipan, refund, and the berita acara of a settlement.

Made from the fact. Savings paid out by a cooperative carry no meterai (UU 10/2020 Pasal 7; RULES).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import NOTHING, Rupiah, total
from kopdes_desktop.ledger import chart
from kopdes_desktop.members import queries as members
from kopdes_desktop.membership import rules
from kopdes_desktop.membership.leaving import Refunded, Settled
from kopdes_desktop.membership.operations import Decided, Prepaid
from kopdes_desktop.office.books import Reading
from kopdes_desktop.office.letterhead import letterhead
from kopdes_desktop.office.log import LoggedFact, logged
from kopdes_desktop.office.settings import NAME, PLACE, setting
from kopdes_desktop.paper.document import Column, Document, Receipt, Signer, Slip, SlipRow
from kopdes_desktop.paper.layout import BESIDE_NAME
from kopdes_desktop.savings import queries as savings
from kopdes_desktop.security.queries import user_name
from kopdes_desktop.security.slips import RULE, approver, signature, whole

Paid = Prepaid | Decided | Refunded


def _paid(read: Reading, key: int) -> tuple[LoggedFact, Paid]:
    """A fact that has papers; a decision only where money went with it. Raises BadField."""
    found = logged(read, key)
    fact = found.fact if found is not None else None
    has_paper = isinstance(fact, Paid) and fact.entry is not None
    if found is None or not isinstance(fact, Paid) or not has_paper:
        reason = _(N_("bukan bukti titipan atau pengembalian"))
        raise BadField(name="key", reason=reason, field="key")
    return found, fact


def _whose(fact: Paid) -> int:
    return fact.member if isinstance(fact, Refunded) else fact.application


def _number(fact: Paid) -> str:
    return (fact.document or "") if isinstance(fact, Decided) else fact.number


def _amount(fact: Paid) -> Rupiah:
    if isinstance(fact, Decided):
        return fact.paid_back or total(line.amount for line in fact.lines or ())
    return fact.amount


def _out(fact: Paid) -> bool:
    """Whether cash left the box."""
    return isinstance(fact, Refunded) or (isinstance(fact, Decided) and bool(fact.paid_back))


def _moved(fact: Paid) -> bool:
    """Whether no cash moved at all: titipan became savings."""
    return isinstance(fact, Decided) and bool(fact.lines)


def _name(read: Reading, key: int) -> str:
    row = members.member(read, key)
    parts = (row.name or _(N_("(nama dihapus)")), row.number) if row else ("?",)
    return BESIDE_NAME.join(part for part in parts if part)


def _bare(read: Reading, fact: Paid) -> str:
    """Who takes or brings the money: after a death the heir."""
    if isinstance(fact, Refunded) and fact.heir is not None:
        return _heir_name(read, _whose(fact), fact.heir)
    row = members.member(read, _whose(fact))
    return (row and row.name) or ""


def _heir_name(read: Reading, member: int, heir: int) -> str:
    names = {each.key: each.name for each in members.heirs(read, member)}
    return names.get(heir) or ""


def _purpose(fact: Paid) -> str:
    if isinstance(fact, Prepaid):
        return _(N_("Titipan setoran calon anggota"))
    if isinstance(fact, Decided):
        return _(N_("Titipan calon anggota"))
    if fact.entry.lines[0].account == rules.TITIPAN:
        return _(N_("Pengembalian titipan"))
    return _(N_("Pengembalian simpanan anggota keluar"))


def _items(read: Reading, fact: Paid) -> list[tuple[str, Rupiah]]:
    if isinstance(fact, Decided) and fact.lines:
        named = {product.code: _(product.name) for product in savings.products(read)}
        return [(named[line.product], line.amount) for line in fact.lines]
    return [(_purpose(fact), _amount(fact))]


def _title(fact: Paid) -> str:
    if _moved(fact):
        return _(N_("BUKTI PEMINDAHAN"))
    return _(N_("BUKTI PENGEMBALIAN")) if _out(fact) else _(N_("BUKTI TITIPAN"))


def _letters(fact: Paid) -> Iterator[str]:
    if isinstance(fact, Refunded) and fact.letter_no:
        yield _(N_("Surat ahli waris {letter}")).format(letter=fact.letter_no)
    if isinstance(fact, Decided):
        yield _(N_("Keputusan pengurus {number}")).format(number=fact.decision_no)


def slip(read: Reading, key: int, *, copy: bool = False) -> Slip:
    """The slip of titipan in or out, or of a refund. Raises BadField for another kind of fact."""
    found, fact = _paid(read, key)
    rows = [
        SlipRow(_name(read, _whose(fact)), part="member"),
        RULE,
        *(SlipRow(text, wording.number(part)) for text, part in _items(read, fact)),
        RULE,
        SlipRow(_(N_("JUMLAH")), wording.rupiah(_amount(fact)), kind="bold"),
        SlipRow(wording.spelled(_amount(fact)), kind="small", part="words"),
        *(SlipRow(text, kind="small") for text in _letters(fact)),
        *_signed_by(read, fact),
    ]
    return whole(read, found, _number(fact), _title(fact), rows, copy=copy)


def _signed_by(read: Reading, fact: Paid) -> list[SlipRow]:
    """Room for the signature of whoever gets the money, after a death with the heir's name."""
    if not _out(fact):
        return []
    heir = isinstance(fact, Refunded) and fact.heir is not None
    named = [SlipRow(_bare(read, fact), kind="center")] if heir else []
    return [*signature(_(N_("Tanda tangan penerima"))), *named]


def receipt(read: Reading, key: int, *, copy: bool = False) -> Receipt:
    """The kuitansi of titipan in or out, or of a refund. Raises BadField for another fact."""
    found, fact = _paid(read, key)
    out, name = _out(fact), _name(read, _whose(fact))
    purpose = _purpose(fact)
    return Receipt(
        letterhead=letterhead(read),
        title=_title(fact) if _moved(fact) else _(N_("KUITANSI")),
        number=_number(fact),
        day=found.stamp.bd,
        place=setting(read, PLACE),
        received_from=setting(read, NAME) if out else name,
        amount=_amount(fact),
        purpose=_(N_("{purpose}, {name}")).format(purpose=purpose, name=name) if out else purpose,
        rows=tuple(_items(read, fact)),
        signers=_signers(fact, _bare(read, fact), user_name(read, found.stamp.user)),
        copy=copy,
        proof=wording.proof_digits(found.stamp.hash),
        notes=tuple(_letters(fact)),
    )


def _signers(fact: Paid, person: str, cashier: str) -> tuple[Signer, ...]:
    if _moved(fact):
        return Signer(_(N_("Anggota")), person), Signer(_(N_("Petugas")), cashier)
    if _out(fact):
        return Signer(_(N_("Penerima")), person), Signer(_(N_("Pembayar")), cashier)
    return Signer(_(N_("Penyetor")), person), Signer(_(N_("Penerima")), cashier)


# --- berita acara ------------------------------------------------------------------------------

_COLUMNS = (
    Column("what", N_("Uraian"), width=3.0),
    Column("account", N_("Akun")),
    Column("unit", N_("Unit")),
    Column("right", N_("Hak"), "money"),
    Column("debt", N_("Kewajiban"), "money"),
)


def minutes(read: Reading, key: int) -> Document:
    """The berita acara of a settlement, by the key of its fact. Raises BadField for another."""
    found = logged(read, key)
    fact = found.fact if found is not None else None
    if found is None or not isinstance(fact, Settled):
        reason = _(N_("bukan penyelesaian anggota keluar"))
        raise BadField(name="key", reason=reason, field="key")
    return Document(
        code="settlement",
        title=_(N_("Berita Acara Penyelesaian Anggota Keluar")),
        letterhead=letterhead(read),
        period=f"{fact.number} · {wording.day(found.stamp.bd)}",
        columns=tuple(Column(c.key, _(c.title), c.kind, c.width) for c in _COLUMNS),
        rows=tuple(_claim_rows(read, fact)),
        totals={
            "right": total(each.amount for each in fact.rights),
            "debt": total(each.amount for each in fact.debts),
        },
        about=tuple(_about(read, fact)),
        notes=tuple(_outcome(read, fact)),
        signers=_parties(read, found, fact),
    )


def _claim_rows(read: Reading, fact: Settled) -> Iterable[Mapping[str, object]]:
    names = chart.names(read)
    for side, claims in (("right", fact.rights), ("debt", fact.debts)):
        for each in claims:
            what = _(names.get(each.account, each.account))
            row = {"what": what, "account": each.account, "unit": each.unit}
            yield {**row, side: each.amount}


def _about(read: Reading, fact: Settled) -> Iterator[str]:
    yield _(N_("Anggota: {name}")).format(name=_name(read, fact.member))
    yield _(N_("Berhenti {day} karena {reason}")).format(
        day=wording.day(fact.day), reason=_(rules.REASON_WORDS[fact.reason])
    )
    if fact.decision_no:
        yield _(N_("Keputusan pengurus {number}")).format(number=fact.decision_no)
    if fact.letter_no:
        yield _(N_("Surat ahli waris {letter}")).format(letter=fact.letter_no)


def _outcome(read: Reading, fact: Settled) -> Iterator[str]:
    """What follows from both sums, in words; and the heirs."""
    if fact.refundable:
        yield _(N_("Dikembalikan kepada anggota atau ahli warisnya: {amount} ({words}).")).format(
            amount=wording.rupiah(fact.refundable), words=wording.spelled(fact.refundable)
        )
    if fact.rest:
        yield _(
            N_("Kewajiban yang belum tertutup haknya: {amount} ({words}); tetap harus dibayar.")
        ).format(amount=wording.rupiah(fact.rest), words=wording.spelled(fact.rest))
    if fact.refundable == NOTHING and fact.rest == NOTHING:
        yield _(N_("Hak dan kewajiban sama besar; tidak ada sisa."))
    standing = {each.key: each for each in members.heirs(read, fact.member)}
    for n, key in enumerate(fact.heirs or ()):
        heir = standing.get(key)
        relation = _(members.RELATION_WORDS[heir.relation]) if heir else "?"
        name = (heir and heir.name) or _(N_("(nama dihapus)"))
        words = N_("Ahli waris yang diberi kuasa: {name} ({relation})") if n == 0 else None
        yield _(words or N_("Ahli waris: {name} ({relation})")).format(name=name, relation=relation)


def _parties(read: Reading, found: LoggedFact, fact: Settled) -> tuple[Signer, ...]:
    if fact.heirs:
        who = Signer(_(N_("Ahli waris")), _heir_name(read, fact.member, fact.heirs[0]))
    else:
        row = members.member(read, fact.member)
        died = fact.reason == "death"
        who = Signer(
            _(N_("Ahli waris")) if died else _(N_("Anggota")),
            "" if died else (row and row.name) or "",
        )
    return (
        who,
        Signer(_(N_("Pembuat")), user_name(read, found.stamp.user)),
        Signer(_(N_("Ketua")), approver(read, found)),
    )
