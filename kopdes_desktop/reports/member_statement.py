"""Kartu simpanan anggota: one page that a member understands, product by product."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from kopdes_desktop.governance import queries as governance
from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.dates import Month
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.members import queries as members
from kopdes_desktop.members.queries import STATUS_WORDS, MemberRow
from kopdes_desktop.membership.queries import owed
from kopdes_desktop.membership.rules import REFUNDABLE, TITIPAN
from kopdes_desktop.office.books import Reading
from kopdes_desktop.office.letterhead import letterhead, officers
from kopdes_desktop.paper.document import Column, Document, Signer
from kopdes_desktop.reports import people, products
from kopdes_desktop.reports.lines import Row
from kopdes_desktop.reports.report import Params, report
from kopdes_desktop.sales import queries as sales
from kopdes_desktop.savings import queries as savings
from kopdes_desktop.savings.rules import MonthState
from kopdes_desktop.surplus import queries as surplus

CODE = "member_statement"
_STATES: dict[MonthState, str] = {
    "paid": N_("lunas"),
    "ahead": N_("dibayar di muka"),
    "part": N_("baru sebagian"),
    "late": N_("belum dibayar"),
    "estimated": N_("perkiraan dari buku lama"),
}


@report(CODE, title=N_("Kartu simpanan anggota"), asks=("member", "from", "to"), needs=("member",))
def build(read: Reading, params: Params) -> Document:
    """Business days; without `from` the year of `to`. Dues are as of today."""
    row = members.require_member(read, params.member or "")
    first = params.first or date(params.until.year, 1, 1)
    made = list(rows(read, row, first, params.until))
    closing = [each for each in made if each["kind"] == "closing"]
    return Document(
        CODE,
        _("Kartu simpanan anggota {number}").format(number=row.number or ""),
        letterhead(read),
        _("{first} s.d. {until}").format(first=wording.day(first), until=wording.day(params.until)),
        (
            Column("kind", _("Jenis")),
            Column("product", _("Kode simpanan")),
            Column("savings", _("Simpanan"), width=2),
            Column("date", _("Tanggal"), "day"),
            Column("number", _("Nomor bukti")),
            Column("text", _("Uraian"), width=3),
            Column("in", _("Setor"), "money"),
            Column("out", _("Tarik"), "money"),
            Column("balance", _("Saldo"), "money"),
        ),
        made,
        {
            "in": sum(int(each["in"]) for each in made),  # type: ignore[call-overload]
            "out": sum(int(each["out"]) for each in made),  # type: ignore[call-overload]
            "balance": sum(int(each["balance"]) for each in closing),  # type: ignore[call-overload]
        },
        notes=tuple(notes(read, row, params.day)),
        signers=(*officers(read, "treasurer"), Signer(_("Anggota"), row.name or "")),
        about=tuple(_whose(row)),
    )


def _whose(row: MemberRow) -> Iterator[str]:
    yield people.name(row)
    if people.home(row):
        yield people.home(row)
    status = _(STATUS_WORDS[row.status])
    yield (
        _("Anggota sejak {day}, status {status}").format(day=wording.day(row.joined), status=status)
        if row.joined
        else _("Status {status}").format(status=status)
    )


def rows(read: Reading, row: MemberRow, first: date, until: date) -> Iterator[Row]:
    """Product by product: what there was, every move, what there is."""
    before = savings.brought_forward(read, row.key, first)
    moves = savings.moves(read, row.key, first, until)
    for product in products.in_order(read):
        his = [each for each in moves if each.product == product.code]
        opening = int(before.get(product.code, 0))
        if not his and not opening:
            continue
        head = {"product": product.code, "savings": _(product.name)}
        nothing = {"number": None, "in": 0, "out": 0}
        yield {
            "kind": "opening",
            **head,
            "date": first,
            **nothing,
            "text": _("Saldo awal"),
            "balance": opening,
        }
        for move in his:
            yield {
                "kind": "move",
                **head,
                "date": move.day,
                "number": move.number,
                "text": _without(move.text, move.number),
                "in": max(int(move.amount), 0),
                "out": max(-int(move.amount), 0),
                "balance": int(move.balance_after),
            }
        yield {
            "kind": "closing",
            **head,
            "date": until,
            **nothing,
            "text": _("Saldo akhir"),
            "balance": opening + sum(int(each.amount) for each in his),
        }


def _without(text: str, number: str | None) -> str:
    """An entry's text without its own number, which has a column of its own."""
    return " ".join(text.replace(number or "\n", " ").split())


def notes(read: Reading, row: MemberRow, today: date) -> Iterator[str]:
    """How he stands: principal, dues by the month, what waits for him."""
    yield from _principal(read, row, today)
    for product in products.in_order(read):
        if product.kind == savings.MANDATORY:
            yield from _dues(read, row, product, today)
    for account, words in (
        (TITIPAN, N_("Titipan Anda {amount} belum dimasukkan ke simpanan.")),
        (REFUNDABLE, N_("Simpanan yang menunggu dikembalikan kepada Anda: {amount}.")),
    ):
        amount = owed(read, account, row.key)
        if amount:
            yield _(words).format(amount=wording.rupiah(amount))
    yield from _beside_savings(read, row, today)
    yield _("Bila ada yang tidak cocok, bawalah bukti setoran Anda kepada bendahara.")


def _beside_savings(read: Reading, row: MemberRow, today: date) -> Iterator[str]:
    """What he bought this year, what of his bons is open, his shares of the surplus."""
    bought, bon = (
        sales.dealings_of_year(read, row.key, today).bought,
        sales.bon_balance(read, row.key),
    )
    if bought:
        yield _("Belanja Anda tahun {year}: {amount}.").format(
            year=today.year, amount=wording.rupiah(bought)
        )
    if bon:
        yield _("Bon Anda yang belum dibayar: {amount}.").format(amount=wording.rupiah(bon))
    for each in surplus.shares_to(read, row.key):
        if each.year is not None:
            yield _("SHU tahun {year}: bagian Anda {share}, belum diambil {left}.").format(
                year=each.year,
                share=wording.rupiah(each.share),
                left=wording.rupiah(each.left),
            )
        else:
            yield _("SHU dari buku lama, belum diambil: {left}.").format(
                left=wording.rupiah(each.left)
            )
    held = [each for each in governance.meetings_of(read, row) if each.day <= today]
    if held:
        yield _("Rapat anggota terakhir: {day}, {place}.").format(
            day=wording.day(held[0].day), place=held[0].place
        )


def _principal(read: Reading, row: MemberRow, today: date) -> Iterator[str]:
    if row.status != "active":
        return
    for product in products.in_order(read):
        if product.kind != "principal":
            continue
        due = int(savings.rate_at(read, product.code, row.joined or today))
        lacking = due - int(savings.balance(read, row.key, product.code))
        words = _("{product}: kurang {amount}.") if lacking > 0 else _("{product}: lunas.")
        yield words.format(product=_(product.name), amount=wording.rupiah(lacking))


def _due_now(each: savings.GridMonth, today: date) -> bool:
    """Whether a month is this one and still unpaid; later ones are not due yet."""
    return each.state == "due" and each.month <= Month.of(today)


def _dues(read: Reading, row: MemberRow, product: savings.Product, today: date) -> Iterator[str]:
    """Until when he has paid, the months of the year by how they stand, arrears and estimates."""
    if row.joined is None:
        return
    state = savings.dues(read, row.key, today, product.code)
    until = state.paid_until
    yield (
        _("{product} {rate} sebulan, lunas sampai dengan {month}.")
        if until
        else _("{product} {rate} sebulan, belum ada bulan yang lunas.")
    ).format(
        product=_(product.name),
        rate=wording.rupiah(state.rate),
        month=wording.month(until) if until else "",
    )
    months = savings.grid(read, row.key, today.year, today, product.code)
    for kind, words in _STATES.items():
        named = [
            wording.month(each.month).split()[0]
            for each in months
            if each.state == kind or (kind == "late" and _due_now(each, today))
        ]
        if named:
            yield _("{year} {state}: {months}.").format(
                year=today.year, state=_(words), months=", ".join(named)
            )
    if state.arrears_months:
        yield _("Tunggakan {count} bulan, {amount}.").format(
            count=state.arrears_months, amount=wording.rupiah(state.arrears)
        )
    if state.estimated_months:
        yield _(
            "Perkiraan dari buku lama: kurang {count} bulan, {amount}. "
            "Tidak ditagih sebelum pengurus memutuskan."
        ).format(count=state.estimated_months, amount=wording.rupiah(state.estimated))
