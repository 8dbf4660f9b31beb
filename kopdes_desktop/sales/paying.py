"""How a sale is paid: cash, QRIS, transfer, bon, savings, an advance, a claim, and any mix."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.errors import (
    BadField,
    BeyondBonLimit,
    InsufficientBalance,
    NeedsApproval,
    SelfApproval,
)
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import NOTHING, Rupiah, total
from kopdes_desktop.ledger import balances, chart
from kopdes_desktop.members.queries import MemberRow
from kopdes_desktop.office.books import Reading
from kopdes_desktop.office.operation import Order, Part
from kopdes_desktop.office.operation import opened as opened_part
from kopdes_desktop.office.settings import BON_DAYS, CASH_ROUNDING, setting
from kopdes_desktop.office.work import Work
from kopdes_desktop.sales import cart, postings, queries
from kopdes_desktop.sales.facts import Tender, TenderKind
from kopdes_desktop.savings import draws
from kopdes_desktop.savings.withdrawals import is_family
from kopdes_desktop.tills.queries import Shift

#: Banks, one account each.
_BANKS = "1-111"
_WITH_REF = frozenset({"qris", "transfer", "claim"})
_OF_MEMBERS = frozenset({"bon", "savings"})


class OrderedTender(Order, frozen=True, omit_defaults=True):
    """A way to pay; without an amount it pays the rest. `ref` is the other side's number.

    Of an advance it is the advance's own number; `box` is the bank of a transfer.
    """

    kind: TenderKind
    amount: Rupiah | None = None
    ref: str | None = None
    box: str | None = None


def tenders(
    work: Work, ordered: Sequence[OrderedTender], due: Rupiah, unit: str
) -> tuple[Tender, ...]:
    """The tenders that pay an amount: exactly, or what cash is rounded to. Raises BadField."""
    asked = tuple(ordered) or (OrderedTender("cash"),)
    rounding = coins(work)
    open_ones = [each for each in asked if each.amount is None]
    known = total(each.amount for each in asked if each.amount is not None)
    if len(open_ones) > 1:
        reason = _(N_("hanya satu cara bayar yang boleh tanpa jumlah"))
        raise BadField(name="tenders", reason=reason, field="tenders")
    made = []
    for n, each in enumerate(asked):
        amount = each.amount
        if amount is None:
            amount = due - known
            amount = cart.rounded(amount, rounding) if each.kind == "cash" else amount
        if amount < NOTHING or (amount == NOTHING and each.amount is not None):
            reason = _(N_("harus lebih dari nol"))
            raise BadField(name="amount", reason=reason, field=f"tenders[{n}].amount")
        if amount:
            made.append(_tender(work, each, amount, unit, f"tenders[{n}]"))
    if not unlike(made):
        reason = _(N_("pembayaran yang sama disebut dua kali; jumlahkan, atau periksa nomornya"))
        raise BadField(name="tenders", reason=reason, field="tenders")
    _require_enough(made, due, rounding)
    return tuple(made)


def unlike(made: Sequence[Tender]) -> bool:
    """Whether each payment stands there once: another bank, advance or reference is another."""
    return len({(each.kind, each.box, each.key, each.ref) for each in made}) == len(made)


def _require_enough(made: Sequence[Tender], due: Rupiah, rounding: int) -> None:
    paid = total(each.amount for each in made)
    in_cash = [each.amount for each in made if each.kind == "cash"]
    rest = due - paid + total(in_cash)
    rounded = cart.rounded(rest, rounding) if in_cash or not made else rest
    if paid != due and total(in_cash) != rounded:
        reason = _(N_("yang dibayar {paid}, belanjanya {due}")).format(
            paid=wording.rupiah(paid), due=wording.rupiah(due)
        )
        raise BadField(name="tenders", reason=reason, field="tenders")


def _tender(work: Work, each: OrderedTender, amount: Rupiah, unit: str, field: str) -> Tender:
    ref = (each.ref or "").strip() or None
    if each.kind in _WITH_REF and ref is None:
        reason = (
            _(N_("tulis siapa yang menanggung dan nomor klaimnya"))
            if each.kind == "claim"
            else _(N_("tulis nomor referensi dari bukti pembayarannya"))
        )
        raise BadField(name="ref", reason=reason, field=f"{field}.ref")
    if each.kind == "transfer":
        bank = chart.box(work, each.box or "", field=f"{field}.box")
        if not bank.account.startswith(_BANKS):
            reason = _(N_("{box} bukan rekening bank")).format(box=bank.name)
            raise BadField(name="box", reason=reason, field=f"{field}.box")
        chart.require_bound(work, bank, field=f"{field}.box")
        return Tender("transfer", amount, bank.code, ref)
    if each.kind == "advance":
        return Tender(
            "advance", amount, None, None, _advance(work, ref or "", unit, f"{field}.ref")
        )
    return Tender(each.kind, amount, None, ref if each.kind in _WITH_REF else None)


def _advance(work: Work, number: str, unit: str, field: str) -> int:
    """The key of an advance of this unit by its number. Raises BadField."""
    found = balances.posted(work, number)
    held = balances.of_key(work, postings.ADVANCE, found.key) if found is not None else []
    if found is None or unit not in dict(held):
        reason = _(N_("uang muka {number} tidak ada atau sudah terpakai")).format(number=number)
        raise BadField(name="ref", reason=reason, field=field)
    return found.key


def require_credit(work: Work, who: MemberRow, amount: Rupiah, sentence: str) -> None:
    """A bon within the limit of the household, and not one's own or one's family's alone.

    Raises BeyondBonLimit, NeedsApproval, SelfApproval.
    """
    credit = queries.credit(work, who)
    if credit.used + amount > credit.limit:
        raise BeyondBonLimit(
            member=who.number or str(who.key),
            limit=wording.rupiah(credit.limit),
            used=wording.rupiah(credit.used),
            asked=wording.rupiah(amount),
            field="tenders",
        )
    require_outsider(work, who, sentence)


def require_outsider(work: Work, who: MemberRow, sentence: str) -> None:
    """Nobody alone records his own or his family's (RULES). NeedsApproval, SelfApproval."""
    if work.approver is not None:
        if is_family(work, work.approver.person, who):
            raise SelfApproval(
                N_(
                    "Penyetuju adalah anggota ini sendiri atau sekeluarga dengannya. "
                    "Mintalah persetujuan orang lain."
                )
            )
    elif is_family(work, work.actor.person, who):
        raise NeedsApproval(
            N_(
                "Bon atau retur milik sendiri atau keluarga tidak dicatat seorang diri. "
                "Mintalah persetujuan orang kedua."
            ),
            operation=_(sentence),
            field="member",
        )


def coins(work: Work) -> int:
    """What cash is rounded to a multiple of; 1 for none."""
    return max(setting(work, CASH_ROUNDING), 1)


def require_payer(made: Iterable[Tender], who: MemberRow | None) -> None:
    """Bons and savings are members'. Raises BadField."""
    if who is None and any(each.kind in _OF_MEMBERS for each in made):
        reason = _(N_("bon dan simpanan hanya untuk anggota; pilih anggotanya dahulu"))
        raise BadField(name="member", reason=reason, field="member")


def due_day(work: Work, made: Iterable[Tender]) -> date | None:
    """When the bon among these tenders is to be paid; nothing without one."""
    if any(each.kind == "bon" for each in made):
        return work.bd + timedelta(days=setting(work, BON_DAYS))
    return None


def paid(
    read: Reading,
    shift: Shift,
    member: int | None,
    made: Iterable[Tender],
    drawn: Part | None,
    *,
    sale: int,
) -> Iterator[postings.Paid]:
    """The lines of the journal that tenders make; a claim stands under the key of its `sale`.

    Raises BadField for a box that is not there.
    """
    for each in made:
        if each.kind == "cash":
            drawer = chart.box(read, shift.box)
            yield postings.Paid(drawer.account, each.amount, drawer.unit, box=drawer.code)
        elif each.kind == "transfer":
            bank = chart.box(read, each.box or "")
            yield postings.Paid(bank.account, each.amount, bank.unit, box=bank.code)
        elif each.kind == "qris":
            yield postings.Paid(postings.QRIS, each.amount, shift.unit)
        elif each.kind == "bon":
            yield postings.Paid(postings.BON, each.amount, shift.unit, key=member)
        elif each.kind == "claim":
            yield postings.Paid(postings.CLAIM, each.amount, shift.unit, key=sale)
        elif each.kind == "advance":
            yield postings.Paid(postings.ADVANCE, each.amount, shift.unit, key=each.key)
        else:
            said = opened(drawn)
            account, unit = draws.account_of(read, said)
            yield postings.Paid(
                account, each.amount, unit, key=said.member, movement=postings.DRAWN
            )


def opened(drawn: Part | None) -> draws.Drawn:
    """What was drawn of savings. Raises LookupError where nothing was."""
    if drawn is None or drawn.kind != draws.Draw.code:
        raise LookupError("savings.draw")
    made: draws.Drawn = opened_part(drawn)
    return made


def require_given(given: Rupiah | None, made: Iterable[Tender]) -> Rupiah | None:
    """What the buyer handed over covers the cash. Raises InsufficientBalance, BadField."""
    if given is None:
        return None
    cash = total(each.amount for each in made if each.kind == "cash")
    if not cash:
        reason = _(N_("uang yang diterima hanya untuk pembayaran tunai"))
        raise BadField(name="given", reason=reason, field="given")
    if given < cash:
        raise InsufficientBalance(
            N_("Uang yang diterima {given}, kurang dari {cash}."),
            given=wording.rupiah(given),
            cash=wording.rupiah(cash),
            field="given",
        )
    return given
