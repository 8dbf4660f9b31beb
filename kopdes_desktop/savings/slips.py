"""The papers of savings, made from the fact: a slip for the roll, a kuitansi for the file.

Of deposits, withdrawals, transfers and collected sheets. A withdrawal's slip is signed by the
member (recipe B07) and shows what he had before and after; a sheet's shows no balances, because the
collector carries it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.dates import Month
from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import Rupiah, total
from kopdes_desktop.members import queries as members
from kopdes_desktop.office.books import Reading
from kopdes_desktop.office.letterhead import letterhead
from kopdes_desktop.office.log import LoggedFact, logged
from kopdes_desktop.office.settings import NAME, PLACE, SLIP_BALANCE, setting
from kopdes_desktop.paper.document import Held, Receipt, RowPart, Signer, Slip, SlipRow
from kopdes_desktop.paper.layout import BESIDE_NAME
from kopdes_desktop.savings import queries
from kopdes_desktop.savings.deposits import Deposited, DepositedLine
from kopdes_desktop.savings.sheets import Collected
from kopdes_desktop.savings.withdrawals import Transferred, Withdrawn
from kopdes_desktop.security.queries import user_name
from kopdes_desktop.security.slips import RULE, approver, signature, whole

Paid = Deposited | Withdrawn | Transferred | Collected


def _paid(read: Reading, key: int) -> tuple[LoggedFact, Paid]:
    """A fact that has papers. Raises BadField for any other."""
    found = logged(read, key)
    if found is None or not isinstance(found.fact, Paid):
        reason = _(N_("bukan bukti setoran, penarikan, atau pemindahan simpanan"))
        raise BadField(name="key", reason=reason, field="key")
    return found, found.fact


def _name(read: Reading, key: int) -> str:
    """A member's name and number, or the name of a payer from outside."""
    row = members.member(read, key)
    if row is None:
        payer = queries.payer(read, key)
        return (payer.name or payer.code) if payer else "?"
    parts = (row.name or _(N_("(nama dihapus)")), row.number)
    return BESIDE_NAME.join(part for part in parts if part)


def _product(read: Reading, code: str) -> str:
    return _(queries.product(read, code).name)


def _purpose(read: Reading, line: DepositedLine) -> str:
    """The product's name, with the months it covers."""
    name = _product(read, line.product)
    months = wording.months(Month(month) for month, _part, _owed in line.months)
    return f"{name} {months}" if months else name


def _of_several(fact: Deposited | Transferred | Collected) -> bool:
    """Whether the paper has to say whose each line is."""
    return isinstance(fact, Collected) or len({line.member for line in fact.lines}) > 1


def _balances_of(read: Reading, fact: Deposited | Transferred) -> list[tuple[int, str]]:
    """The accounts whose balances the paper shows: none to a payer from outside."""
    if isinstance(fact, Deposited) and fact.payer and queries.payer(read, fact.payer):
        return []
    moved = [(line.member, line.product) for line in fact.lines]
    if isinstance(fact, Transferred):
        moved = [(fact.member, fact.origin), *moved]
    return list(dict.fromkeys(moved))


# --- the roll ----------------------------------------------------------------------------------


def slip(read: Reading, key: int, *, copy: bool = False) -> Slip:
    """The slip of a receipt, 32 to 48 columns wide. Raises BadField for another kind of fact."""
    found, fact = _paid(read, key)
    amount = _amount(fact)
    rows = [
        *_who(read, fact),
        RULE,
        *_items(read, fact),
        RULE,
        SlipRow(_(N_("JUMLAH")), wording.rupiah(amount), kind="bold"),
        SlipRow(wording.spelled(amount), kind="small", part="words"),
        *_balances(read, fact, key),
        *_signed_by(fact),
    ]
    return whole(read, found, fact.number, _title(fact), rows, copy=copy)


def _title(fact: Paid) -> str:
    match fact:
        case Withdrawn():
            return _(N_("BUKTI PENARIKAN"))
        case Transferred():
            return _(N_("BUKTI PEMINDAHAN"))
        case Collected():
            return _(N_("SETORAN KOLEKTIF"))
    return _(N_("BUKTI SETORAN"))


def _amount(fact: Paid) -> Rupiah:
    return fact.total if isinstance(fact, Deposited | Collected) else fact.amount


def _who(read: Reading, fact: Paid) -> Iterable[SlipRow]:
    """Whose paper it is, and who paid where it was another."""
    if isinstance(fact, Collected):
        sheet = queries.sheet(read, fact.sheet)
        yield SlipRow(_(N_("Lembar {number}")).format(number=sheet.number))
        yield SlipRow(members.group(read, sheet.group).name)
        return
    yield SlipRow(_name(read, fact.member), part="member")
    if isinstance(fact, Deposited):
        if fact.payer not in {None, fact.member}:
            payer = _name(read, fact.payer or 0)
            yield SlipRow(_(N_("Dibayar oleh: {payer}")).format(payer=payer), part="member")
        if fact.wages is not None:
            user = user_name(read, fact.wages)
            yield SlipRow(_(N_("Dipotong dari honor: {user}")).format(user=user))
        if fact.letter:
            yield SlipRow(_consent(fact.letter))


def _consent(letter: str) -> str:
    return _(N_("Surat persetujuan {letter}")).format(letter=letter)


def _items(read: Reading, fact: Paid) -> Iterable[SlipRow]:
    """The rows between the rules; where they are several people's, each under its name."""
    if isinstance(fact, Withdrawn):
        yield SlipRow(_product(read, fact.product), wording.number(fact.amount))
        return
    if isinstance(fact, Transferred):
        source = _(N_("Dari {product}")).format(product=_product(read, fact.origin))
        yield SlipRow(source, wording.number(-fact.amount))
    shown: int | None = None
    for line in fact.lines:
        if _of_several(fact) and line.member != shown:
            shown = line.member
            yield SlipRow(_name(read, shown), part="member")
        yield SlipRow(_purpose(read, line), wording.number(line.amount))


def _balances(read: Reading, fact: Paid, key: int) -> Iterable[SlipRow]:
    """What he has now, and (of a withdrawal always) what he had before."""
    if isinstance(fact, Collected):
        return
    for held in _held(read, fact, key):
        if isinstance(fact, Withdrawn):
            yield _balance(_(N_("Saldo sebelum")), held.before)
            yield _balance(_(N_("Saldo sesudah")), held.after)
            return
        before = _(N_("Sebelumnya {product}")).format(product=held.name)
        yield _balance(before, held.before, "before")
        yield _balance(_(N_("Saldo {product}")).format(product=held.name), held.after)


def _held(read: Reading, fact: Deposited | Withdrawn | Transferred, key: int) -> Iterator[Held]:
    """Each account that the paper tells of, before and after it; whose it is, of several people."""
    if isinstance(fact, Withdrawn):
        after = queries.balance_after(read, fact.member, fact.product, key)
        yield Held(_product(read, fact.product), after + fact.amount, after)
        return
    for member, product in _balances_of(read, fact):
        after = queries.balance_after(read, member, product, key)
        name = _product(read, product)
        if _of_several(fact):
            name = f"{name} {_number(read, member)}"
        yield Held(name, after - _added(fact, member, product), after)


def _balance(text: str, amount: Rupiah, part: RowPart = "balance") -> SlipRow:
    return SlipRow(text, wording.number(amount), kind="small", part=part)


def _added(fact: Deposited | Transferred, member: int, product: str) -> Rupiah:
    """What this paper moved into an account, below zero where it moved out of it."""
    added = total(
        line.amount for line in fact.lines if (line.member, line.product) == (member, product)
    )
    if isinstance(fact, Transferred) and (fact.member, fact.origin) == (member, product):
        return added - fact.amount
    return added


def _signed_by(fact: Paid) -> list[SlipRow]:
    """Room for the signature of whoever gets or brings the money."""
    match fact:
        case Withdrawn() | Transferred():
            role = _(N_("Tanda tangan anggota"))
        case Collected():
            role = _(N_("Tanda tangan kolektor"))
        case _:
            return []
    return signature(role)


# --- the file ----------------------------------------------------------------------------------


def receipt(read: Reading, key: int, *, copy: bool = False) -> Receipt:
    """The kuitansi of a receipt. Raises BadField for another kind of fact."""
    found, fact = _paid(read, key)
    return Receipt(
        letterhead=letterhead(read),
        title=_(N_("BUKTI PEMINDAHAN")) if isinstance(fact, Transferred) else _(N_("KUITANSI")),
        number=fact.number,
        day=found.stamp.bd,
        place=setting(read, PLACE),
        received_from=_from(read, fact),
        amount=_amount(fact),
        purpose=_what_for(read, fact),
        rows=tuple(_kuitansi_rows(read, fact)),
        signers=_signers(read, fact, user_name(read, found.stamp.user)),
        copy=copy,
        proof=wording.proof_digits(found.stamp.hash),
        notes=(*_notes(fact), *_agreed(read, found)),
        balances=_told(read, fact, key),
    )


def _from(read: Reading, fact: Paid) -> str:
    """Who gives the money: of a withdrawal the cooperative, of a sheet its group's collector."""
    match fact:
        case Withdrawn():
            return setting(read, NAME)
        case Collected():
            group = members.group(read, queries.sheet(read, fact.sheet).group)
            return _name(read, group.collector) if group.collector else group.name
        case Deposited():
            return _name(read, fact.payer or fact.member)
    return _name(read, fact.member)


def _what_for(read: Reading, fact: Paid) -> str:
    match fact:
        case Withdrawn():
            return _(N_("Penarikan simpanan anggota"))
        case Transferred():
            source = _product(read, fact.origin)
            return _(N_("Pemindahan dari {product} atas kuasa anggota")).format(product=source)
        case Collected():
            number = queries.sheet(read, fact.sheet).number
            return _(N_("Setoran simpanan kolektif, lembar {number}")).format(number=number)
        case Deposited(wages=int()):
            return _(N_("Setoran simpanan, dipotong dari honor"))
    return _(N_("Setoran simpanan"))


def _kuitansi_rows(read: Reading, fact: Paid) -> list[tuple[str, Rupiah]]:
    """What each line is for, with whose it is where they are several people's."""
    if isinstance(fact, Withdrawn):
        return [(_product(read, fact.product), fact.amount)]
    return [
        (
            f"{_name(read, line.member)}: {_purpose(read, line)}"
            if _of_several(fact)
            else _purpose(read, line),
            line.amount,
        )
        for line in fact.lines
    ]


def _signers(read: Reading, fact: Paid, cashier: str) -> tuple[Signer, ...]:
    match fact:
        case Withdrawn():
            return Signer(_(N_("Penerima")), _bare(read, fact.member)), Signer(
                _(N_("Pembayar")), cashier
            )
        case Transferred():
            return Signer(_(N_("Anggota")), _bare(read, fact.member)), Signer(
                _(N_("Petugas")), cashier
            )
        case Collected():
            group = members.group(read, queries.sheet(read, fact.sheet).group)
            collector = _bare(read, group.collector) if group.collector else ""
            return Signer(_(N_("Kolektor")), collector), Signer(_(N_("Penerima")), cashier)
    return Signer(_(N_("Penyetor")), ""), Signer(_(N_("Penerima")), cashier)


def _number(read: Reading, key: int) -> str:
    row = members.member(read, key)
    return (row and row.number) or "?"


def _bare(read: Reading, key: int) -> str:
    row = members.member(read, key)
    return (row and row.name) or ""


def _told(read: Reading, fact: Paid, key: int) -> tuple[Held, ...]:
    """Before and after, unless the cooperative hides balances; a sheet goes through other hands."""
    if isinstance(fact, Collected) or not setting(read, SLIP_BALANCE):
        return ()
    return tuple(_held(read, fact, key))


def _notes(fact: Paid) -> Iterable[str]:
    """What stands below: the letter behind it, or how its money was counted."""
    if isinstance(fact, Transferred) and fact.letter:
        yield _(N_("Surat kuasa {letter}")).format(letter=fact.letter)
    if isinstance(fact, Deposited) and fact.letter:
        yield _consent(fact.letter)
    if isinstance(fact, Collected):
        whole = total(line.amount for line in fact.lines)
        yield _(N_("Uang dihitung {counted}, sama dengan jumlah baris {total}")).format(
            counted=wording.rupiah(fact.counted), total=wording.rupiah(whole)
        )


def _agreed(read: Reading, found: LoggedFact) -> Iterable[str]:
    """Who agreed as the second person; why stays in the books."""
    name = approver(read, found)
    if name:
        yield _(N_("Disetujui oleh {name}")).format(name=name)
