"""Berita acara kas: the notes and coins that were counted in a box, and what the books said."""

from __future__ import annotations

from kopdes_desktop.banking import queries
from kopdes_desktop.banking.counting import OCCASIONS, CashCounted
from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.ledger import chart
from kopdes_desktop.office.books import Reading
from kopdes_desktop.office.letterhead import letterhead, officers
from kopdes_desktop.office.log import logged
from kopdes_desktop.paper.document import Column, Document, Signer
from kopdes_desktop.reports.lines import Row
from kopdes_desktop.reports.report import Params, report
from kopdes_desktop.reports.stock_papers import user_name

CODE = "cash_count"


@report(CODE, title=N_("Berita acara kas"), asks=("document",), needs=("document",))
def build(read: Reading, params: Params) -> Document:
    """Of one count, by its number. Raises BadField."""
    held = queries.count(read, params.document or "")
    found = logged(read, held.key) if held is not None else None
    if held is None or found is None:
        reason = _(N_("tidak ada hitungan kas bernomor {name}")).format(name=params.document)
        raise BadField(name="document", reason=reason, field="document")
    fact: CashCounted = found.fact  # type: ignore[assignment]
    difference = int(fact.cash) - int(fact.expected)
    box = chart.box(read, fact.box)
    return Document(
        CODE,
        _("Berita acara kas {number}").format(number=fact.number),
        letterhead(read),
        wording.day(held.day),
        (
            Column("note", _("Pecahan"), "money"),
            Column("pieces", _("Lembar atau keping"), "number"),
            Column("amount", _("Jumlah"), "money"),
        ),
        _rows(fact),
        {"amount": int(fact.cash)},
        about=(
            _("Kas: {name}. Sebab: {why}.").format(name=box.name, why=_(OCCASIONS[fact.why])),
            _("Menurut catatan {expected}, dihitung {cash} ({words}).").format(
                expected=wording.rupiah(fact.expected),
                cash=wording.rupiah(fact.cash),
                words=wording.spelled(fact.cash),
            ),
            _("Cocok dengan catatan.")
            if not difference
            else _("Selisih {difference}: {reason}.").format(
                difference=wording.rupiah(difference), reason=fact.reason or ""
            ),
        ),
        notes=_tries(fact),
        signers=_signers(read, fact, found.stamp.user),
    )


def _rows(fact: CashCounted) -> list[Row]:
    """A row a kind of money; the whole alone where it was not counted by notes."""
    if not fact.counted:
        return [{"note": None, "pieces": None, "amount": int(fact.cash)}]
    return [
        {"note": each.note, "pieces": each.pieces, "amount": each.note * each.pieces}
        for each in fact.counted
    ]


def _tries(fact: CashCounted) -> tuple[str, ...]:
    """A count that was tried until it fitted says so."""
    if fact.tries == 1:
        return ()
    return (_("Dihitung {n} kali sebelum disimpan.").format(n=fact.tries),)


def _signers(read: Reading, fact: CashCounted, counter: int) -> tuple[Signer, ...]:
    """Who counted, who saw it, and the supervisor."""
    seen = () if fact.witness is None else (Signer(_("Saksi"), user_name(read, fact.witness)),)
    own = Signer(_("Yang menghitung"), user_name(read, counter))
    return (own, *seen, *officers(read, "supervisor"))
