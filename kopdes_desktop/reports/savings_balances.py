"""Saldo simpanan: what every member has in each product on a day; does the ledger agree?"""

from __future__ import annotations

from collections.abc import Iterator

from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.ledger import balances
from kopdes_desktop.office.books import Reading
from kopdes_desktop.office.letterhead import letterhead
from kopdes_desktop.paper.document import Column, Document
from kopdes_desktop.reports import people, products
from kopdes_desktop.reports.lines import Row
from kopdes_desktop.reports.period import on_day
from kopdes_desktop.reports.report import Params, report
from kopdes_desktop.savings.queries import Product

CODE = "savings_balances"


@report(CODE, title=N_("Saldo simpanan anggota"), asks=("day", "group"))
def build(read: Reading, params: Params) -> Document:
    """A row for each product in which a member has something; days are days of posting."""
    made = list(rows(read, params))
    return Document(
        CODE,
        _("Saldo simpanan anggota"),
        letterhead(read),
        on_day(params.day),
        (
            Column("number", _("No. anggota")),
            Column("name", _("Nama"), width=3),
            Column("product", _("Kode simpanan")),
            Column("savings", _("Simpanan"), width=2),
            Column("balance", _("Saldo"), "money"),
        ),
        made,
        {"balance": sum(int(row["balance"]) for row in made)},  # type: ignore[call-overload]
        notes=tuple(_against_the_ledger(read, params)) if params.group is None else (),
        about=people.about(read, params),
    )


def rows(read: Reading, params: Params) -> Iterator[Row]:
    """By member number, then by product in the order of accounts."""
    everybody = people.chosen(read, params)
    held = [
        (product, balances.key_balances_at(read, product.account, params.day))
        for product in products.in_order(read)
    ]
    for row in everybody:
        for product, by_key in held:
            amount = -int(by_key.get(row.key, 0))
            if amount:
                yield {
                    "number": row.number,
                    "name": people.name(row),
                    "product": product.code,
                    "savings": _(product.name),
                    "balance": amount,
                }


def _against_the_ledger(read: Reading, params: Params) -> Iterator[str]:
    """A line a product: its sum by member beside the account's balance on the same day."""
    accounts = balances.balances_at(read, params.day)
    for product in products.in_order(read):
        by_key = balances.key_balances_at(read, product.account, params.day)
        yield tie(product, -sum(map(int, by_key.values())), -int(accounts.get(product.account, 0)))


def tie(product: Product, members: int, account: int) -> str:
    """Whether what members have comes to what the account holds; money opened as a lump is not."""
    words = (
        _("{product}: {amount}, sama dengan akun {account} pada hari itu.")
        if members == account
        else _(
            "{product}: per anggota {amount}, akun {account} {whole}; selisih {rest} "
            "belum dirinci per anggota."
        )
    )
    return words.format(
        product=_(product.name),
        amount=wording.rupiah(members),
        account=product.account,
        whole=wording.rupiah(account),
        rest=wording.rupiah(account - members),
    )
