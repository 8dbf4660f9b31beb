"""Piutang bon: who owes how much, since when it is due, and how much he may owe."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.ledger import balances
from kopdes_desktop.members import queries as members
from kopdes_desktop.office.books import Reading
from kopdes_desktop.office.letterhead import letterhead
from kopdes_desktop.paper.chart import Chart, Series
from kopdes_desktop.paper.document import Column, Document
from kopdes_desktop.reports import people, wares
from kopdes_desktop.reports.lines import Row
from kopdes_desktop.reports.period import on_day
from kopdes_desktop.reports.report import Params, report
from kopdes_desktop.sales import claims, queries

CODE = "receivables"
#: Days beyond the due day at which one column ends and the next begins.
_AGES = (("coming", 0), ("late", 30), ("later", 60))
_NAMES = {
    "coming": N_("Belum jatuh tempo"),
    "late": N_("1-30 hari"),
    "later": N_("31-60 hari"),
    "latest": N_("Lebih dari 60 hari"),
}
_SUMMED = ("coming", "late", "later", "latest", "amount")


@report(CODE, title=N_("Piutang bon anggota"), asks=("day",))
def build(read: Reading, params: Params) -> Document:
    """A row a member who owes anything on that day, who owes longest first."""
    made = sorted(rows(read, params), key=_longest)
    sums = {name: sum(int(str(row[name])) for row in made) for name in _SUMMED}
    return Document(
        CODE,
        _("Piutang bon anggota"),
        letterhead(read),
        on_day(params.day),
        (
            Column("member", _("No. anggota")),
            Column("name", _("Nama"), width=3),
            *(Column(name, _(words), "money") for name, words in _NAMES.items()),
            Column("amount", _("Jumlah"), "money"),
            Column("limit", _("Plafon"), "money"),
            Column("key", _("Kunci anggota"), "number", paper=False),
        ),
        made,
        dict(sums),
        notes=(_tied(read, params.day, sums["amount"]), *_claims(read)),
        charts=tuple(_charts(made, sums)),
    )


def rows(read: Reading, params: Params) -> Iterator[Row]:
    """What each member owed on the day, by how long it was due. Payments pay the oldest first."""
    for key, owed in balances.key_balances_at(read, queries.BON_ACCOUNT, params.day).items():
        who = members.member(read, key)
        ages = dict.fromkeys(_NAMES, 0)
        for bon in queries.bons(read, key, owed, until=params.day):
            ages[_age(bon, params.day)] += int(bon.amount)
        yield {
            "member": (who and who.number) or None,
            "name": people.name(who) if who else None,
            **ages,
            "amount": int(owed),
            "limit": int(queries.bon_limit(read, key)),
            "key": key,
        }


def _age(bon: queries.Bon, day: date) -> str:
    """The column of a bon; what is owed without one is as old as can be."""
    if bon.due is None:
        return "latest"
    days = (day - bon.due).days
    return next((name for name, most in _AGES if days <= most), "latest")


def _longest(row: Row) -> tuple[int, ...]:
    return tuple(-int(str(row[name])) for name in ("latest", "later", "late", "coming"))


def _charts(made: Sequence[Row], sums: dict[str, int]) -> Iterator[Chart]:
    """How old it is, and who owes most."""
    late = sums["amount"] - sums["coming"]
    told = _("Seluruhnya {amount}, sudah lewat tempo {late}.").format(
        amount=wording.rupiah(sums["amount"]), late=wording.rupiah(late)
    )
    title = _("Umur piutang")
    ages = Series(title, tuple(sums[name] for name in _NAMES))
    labels = tuple(_(words) for words in _NAMES.values())
    yield Chart("receivables_age", title, told, "columns", labels, (ages,))
    owed = {int(str(row["key"])): int(str(row["amount"])) for row in made}
    names = {int(str(row["key"])): str(row["name"] or row["member"] or "–") for row in made}
    yield wares.bars("receivables_members", _("Siapa yang berutang"), told, owed, names)


def _claims(read: Reading) -> Iterator[str]:
    """What others have not paid yet for sales of ours, as it stands now."""
    waiting = claims.open_claims(read)
    if waiting:
        whole = sum(int(each.left) for each in waiting)
        named = "; ".join(
            f"{each.of} ({each.number}, {wording.rupiah(each.left)})" for each in waiting
        )
        yield _("Klaim pihak lain yang belum dibayar sekarang: {amount}. {named}.").format(
            amount=wording.rupiah(whole), named=named
        )


def _tied(read: Reading, day: date, mine: int) -> str:
    """Whether the members' bons come to what the ledger has on that day."""
    whole = int(balances.balances_at(read, day).get(queries.BON_ACCOUNT, 0))
    words = (
        _("{amount}, sama dengan akun {account} pada hari itu.")
        if whole == mine
        else _("Per anggota {amount}, akun {account} {whole}.")
    )
    return words.format(
        amount=wording.rupiah(mine), account=queries.BON_ACCOUNT, whole=wording.rupiah(whole)
    )
