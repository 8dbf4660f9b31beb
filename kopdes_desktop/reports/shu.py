"""Pembagian SHU: every heading, every member's two figures and parts, and that they add up."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from kopdes_desktop.accounting import year_standing
from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import NOTHING, Rupiah
from kopdes_desktop.ledger.years import BookYear
from kopdes_desktop.members.queries import MemberRow
from kopdes_desktop.office.books import Reading
from kopdes_desktop.office.letterhead import letterhead, officers
from kopdes_desktop.paper.document import Column, Document
from kopdes_desktop.reports import people
from kopdes_desktop.reports.lines import Row
from kopdes_desktop.reports.report import Params, report
from kopdes_desktop.statements import compute
from kopdes_desktop.surplus import dealt, explaining, queries, rules
from kopdes_desktop.surplus.queries import Divided

CODE = "shu"
_SUMMED = ("savings", "dealings", "by_savings", "by_dealings", "amount", "left")


@report(CODE, title=N_("Pembagian SHU"), asks=("year",), doubted=True)
def build(read: Reading, params: Params) -> Document:
    """A year as it was divided; before the meeting as it would be, and then a draft."""
    year = queries.year_asked(read, params.year, params.day)
    found = queries.divided(read, year, params.day)
    made = list(rows(read, year, found)) if found is not None else []
    settled = found is not None and not found.simulated
    return Document(
        CODE,
        _("Pembagian SHU"),
        letterhead(read),
        _("Tahun buku {year}").format(year=year.label),
        (
            Column("number", _("No. anggota")),
            Column("name", _("Nama"), width=3),
            Column("savings", _("Simpanan"), "money"),
            Column("dealings", _("Transaksi"), "money"),
            Column("by_savings", _("Jasa modal"), "money"),
            Column("by_dealings", _("Jasa usaha"), "money"),
            Column("amount", _("Bagian"), "money"),
            *((Column("left", _("Belum dibayar"), "money"),) if settled else ()),
        ),
        made,
        {name: sum(int(str(row[name])) for row in made) for name in _SUMMED} if made else {},
        draft=not settled,
        about=tuple(_about(read, year, found, params)),
        notes=tuple(_notes(read, year, found, params.day)),
        signers=officers(read, "chair", "treasurer") if settled else (),
    )


def rows(read: Reading, year: BookYear, found: Divided) -> Iterator[Row]:
    """A row a member, by number; one who has left is marked."""
    owed = {} if found.simulated else queries.shares_of(read, year.name)
    everybody = people.by_key(read)
    for part in found.plan.parts:
        who = everybody.get(part.base.member)
        left = owed[part.base.member].of(year.name) if part.base.member in owed else NOTHING
        yield {
            "number": who.number if who else "",
            "name": named(who),
            "savings": part.base.savings,
            "dealings": part.base.dealings,
            "by_savings": int(part.by_savings),
            "by_dealings": int(part.by_dealings),
            "amount": int(part.amount),
            "left": int(left),
        }


def named(who: MemberRow | None) -> str:
    """A member's name; one who has left is marked, so that nobody else signs for him."""
    if who is None:
        return ""
    name = people.name(who)
    return _("{name} (sudah keluar)").format(name=name) if who.left is not None else name


def _about(read: Reading, year: BookYear, found: Divided | None, params: Params) -> Iterator[str]:
    if found is None:
        there = queries.outcome(read, year, params.day)
        yield _("SHU tahun ini {amount}.").format(amount=wording.bracketed(there.amount))
        yield _("Persentase pembagiannya belum diatur menurut keputusan rapat anggota.")
        return
    plan = found.plan
    if found.simulated:
        yield _("SIMULASI: belum diputuskan rapat anggota, angka dapat berubah.")
    else:
        yield _("Keputusan rapat anggota {decision}, dibukukan {number}.").format(
            decision=found.decision, number=found.number
        )
    yield _("SHU yang dibagi: {amount}.").format(amount=wording.rupiah(plan.surplus))
    for words, amount in explaining.before_percentages(plan):
        yield f"{words}: {wording.rupiah(amount)}."
    for pool in plan.pools:
        name, share = rules.name_of(pool.share), explaining.percent(pool.share.percent)
        yield f"{name} {share}: {wording.rupiah(pool.amount)}"


def _notes(read: Reading, year: BookYear, found: Divided | None, today: date) -> Iterator[str]:
    """What the figures are, and the proof."""
    if found is None:
        return
    plan, rule = found.plan, found.rule
    yield _("Simpanan: {base}. Transaksi: {dealings}.").format(
        base=explaining.savings_base(rule), dealings=explaining.dealings_base(rule)
    )
    if plan.turned:
        yield _("Bagian transaksi bukan anggota {amount} masuk cadangan.").format(
            amount=wording.rupiah(plan.turned)
        )
    for code in plan.lacking:
        yield _("{name} belum dapat dibagi: tidak ada angka dasarnya pada tahun ini.").format(
            name=rules.name_of(next(x.share for x in plan.pools if x.share.code == code))
        )
    begins = dealt.lacking(read, year)
    if begins is not None and found.simulated:
        yield _("Transaksi anggota sebelum {month} belum ditulis dari buku lama.").format(
            month=wording.month(begins)
        )
    missing = year_standing.awaited(read, year)
    if missing:
        yield _(
            "Gerai {series} belum dibawa masuk sampai akhir tahun buku: penjualannya yang masuk"
            " sesudah tahun ditutup terhitung di tahun berikutnya."
        ).format(series=", ".join(missing))
    yield from _reconciled(read, year, found, today)
    yield _(
        "Bukti: jumlah bagian anggota {shared} - dana jasa modal dan jasa usaha = {rest}."
    ).format(shared=wording.rupiah(plan.shared), rest=wording.rupiah(plan.proof))


def _reconciled(read: Reading, year: BookYear, found: Divided, today: date) -> Iterator[str]:
    """From members' sales in the statement of income to the dealings that the pool is shared by."""
    if not found.rule.dealings.till:
        return
    counted = found.rule.dealings
    sold = compute.income(read, year.first, min(year.last, today)).figures.of("member_sales")
    till = dealt.traded(read, year)
    written = sum(
        amount
        for (_who, what), amount in dealt.written(read, year.name).items()
        if getattr(counted, what)
    )
    parts = [
        (_("barang titipan yang dibeli anggota"), till.consigned),
        (_("jasa yang dibeli anggota"), till.services if counted.services else 0),
        (_("ditulis dari buku lain"), written),
    ]
    whole = found.plan.bases.dealings
    rest = whole - int(sold) - sum(amount for _words, amount in parts)
    if rest:
        parts.append((_("penjualan anggota tanpa nama, atau yang tidak ikut dihitung"), rest))
    if any(amount for _words, amount in parts):
        told = "; ".join(
            f"{words} {wording.bracketed(Rupiah(amount))}" for words, amount in parts if amount
        )
        yield _(
            "Transaksi {whole} berasal dari penjualan kepada anggota {sold} (perhitungan hasil"
            " usaha), ditambah atau dikurangi: {parts}."
        ).format(whole=wording.rupiah(whole), sold=wording.rupiah(int(sold)), parts=told)
