"""Daftar inventaris: everything that stands in the houses, ours or lent to us, to be looked for."""

from __future__ import annotations

from kopdes_desktop.assets import queries
from kopdes_desktop.assets.queries import OWNERS, Asset
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.ledger import chart
from kopdes_desktop.office.books import Reading
from kopdes_desktop.office.letterhead import letterhead
from kopdes_desktop.paper.document import Column, Document, Signer
from kopdes_desktop.reports.lines import Row
from kopdes_desktop.reports.period import on_day
from kopdes_desktop.reports.report import Params, report

CODE = "asset_register"
#: Points: so wide is a number, and what is written by hand.
_NUMBER, _TO_TICK = 92.0, 48.0


@report(CODE, title=N_("Daftar inventaris"), asks=("unit",))
def build(read: Reading, params: Params) -> Document:
    """As of today, with room to write by hand whether each thing is there, and in what state."""
    found = [
        each for each in queries.assets(read) if each.live and params.unit in {None, each.unit}
    ]
    lent = sum(each.account is None for each in found)
    return Document(
        CODE,
        _("Daftar inventaris"),
        letterhead(read),
        on_day(params.day, params.unit),
        (
            Column("number", _("Nomor"), room=_NUMBER),
            Column("name", _("Nama"), width=2),
            Column("place", _("Tempat")),
            Column("unit", _("Unit"), called=chart.unit_names(read)),
            Column("since", _("Sejak"), "day"),
            Column("owner", _("Milik"), width=2),
            Column("seen", _("Ada/tidak"), room=_TO_TICK),
            Column("state", _("Keadaan"), room=_TO_TICK),
        ),
        [_row(each) for each in found],
        {},
        notes=(
            _(
                "{n} barang, {lent} di antaranya bukan milik koperasi dan tidak ada di neraca."
            ).format(n=len(found), lent=lent),
        ),
        signers=(Signer(_("Pengurus")), Signer(_("Pengawas"))),
        ruled=True,
    )


def _row(each: Asset) -> Row:
    return {
        "number": each.number,
        "name": each.name,
        "place": each.place,
        "unit": each.unit,
        "since": each.acquired,
        "owner": owner_words(each),
    }


def owner_words(each: Asset) -> str:
    """Whose it is; of what is lent, by which paper."""
    if each.owner is None:
        return _("Koperasi")
    return _("{owner}, {doc_no}").format(owner=_(OWNERS[each.owner]), doc_no=each.doc_no)
