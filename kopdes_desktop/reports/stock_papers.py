"""Papers that go with goods: the transfer note, and the record of what was written off."""

from __future__ import annotations

from collections.abc import Iterator

from kopdes_desktop.goods import queries as goods
from kopdes_desktop.goods import rules
from kopdes_desktop.inventory import places, stock, transfers
from kopdes_desktop.inventory.stock import Issued
from kopdes_desktop.inventory.writing_off import REASONS, WrittenOff
from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.office.books import Reading
from kopdes_desktop.office.letterhead import letterhead
from kopdes_desktop.office.log import LoggedFact, logged
from kopdes_desktop.paper.document import Column, Document, Signer
from kopdes_desktop.reports.lines import Row
from kopdes_desktop.reports.period import on_day
from kopdes_desktop.security import queries as users

#: Room on paper to write a count by hand, in points.
_BY_HAND = 70.0


def transfer_note(read: Reading, key: int) -> Document:
    """Surat jalan: what was sent from where to where, with room to count it again on arrival."""
    note = transfers.transfer(read, key)
    found = logged(read, note.key)
    origin, target = (places.place(read, code).name for code in (note.origin, note.target))
    return Document(
        "transfer_note",
        _("Surat jalan {number}").format(number=note.number),
        letterhead(read),
        on_day(note.sent),
        (
            Column("n", _("No."), "number"),
            Column("code", _("Kode")),
            Column("item", _("Barang"), width=3),
            Column("lot", _("Batch")),
            Column("quantity", _("Dikirim"), "quantity"),
            Column("unit", _("Satuan")),
            Column("arrived", _("Diterima"), room=_BY_HAND),
        ),
        [
            {
                "n": line.line,
                **named(read, line.item),
                "lot": " ".join(filter(None, (line.lot, line.expires))),
                "quantity": rules.decimal(line.quantity),
                "arrived": "",
            }
            for line in note.lines
        ],
        {},
        about=(_("Dari {origin} ke {target}").format(origin=origin, target=target),),
        signers=(
            Signer(_("Pengirim"), _clerk(read, found)),
            Signer(_("Pembawa")),
            Signer(_("Penerima")),
        ),
        ruled=True,
    )


def write_off_record(read: Reading, key: int) -> Document:
    """Berita acara of goods that left without a sale. Raises BadField for another kind of fact."""
    found = logged(read, key)
    if found is None or not isinstance(found.fact, WrittenOff):
        reason = _(N_("bukan berita acara barang keluar"))
        raise BadField(name="key", reason=reason, field="key")
    fact = found.fact
    said = stock.opened(fact.goods)
    place = places.place(read, said.place)
    rows = list(_written_off(read, said)) if isinstance(said, Issued) else []
    return Document(
        "write_off_record",
        _("Berita acara barang keluar {number}").format(number=fact.number),
        letterhead(read),
        on_day(found.stamp.bd),
        (
            Column("code", _("Kode")),
            Column("item", _("Barang"), width=3),
            Column("lot", _("Batch")),
            Column("quantity", _("Jumlah"), "quantity"),
            Column("unit", _("Satuan")),
            Column("value", _("Nilai"), "money"),
        ),
        rows,
        {"value": sum(int(str(row["value"])) for row in rows)},
        about=tuple(
            filter(
                None,
                (
                    place.name,
                    _("Sebab: {reason}").format(reason=_(REASONS[fact.reason].title)),
                    fact.note,
                ),
            )
        ),
        signers=(
            Signer(_("Yang mencatat"), _clerk(read, found)),
            Signer(_("Saksi"), user_name(read, fact.witness)),
        ),
    )


def _written_off(read: Reading, said: Issued) -> Iterator[Row]:
    for line in said.lines:
        yield {
            **named(read, line.item),
            "lot": ", ".join(filter(None, (x.lot or x.expires for x in line.lots))),
            "quantity": line.quantity,
            "value": int(line.value),
        }


def named(read: Reading, key: int) -> dict[str, object]:
    """Code, name and unit of an item, as cells."""
    item = goods.item(read, key)
    if item is None:
        return {"code": "", "item": "?", "unit": ""}
    return {"code": item.code, "item": item.name, "unit": item.unit}


def _clerk(read: Reading, found: LoggedFact | None) -> str:
    return user_name(read, found.stamp.user) if found is not None else ""


def user_name(read: Reading, key: int | None) -> str:
    """Who signs; empty for dots to sign on."""
    found = users.user(read, key) if key is not None else None
    return (found and (found.name or found.login)) or ""
