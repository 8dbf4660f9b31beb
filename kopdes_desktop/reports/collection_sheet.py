"""Lembar tagihan: printed for a collector's round, written in by hand, entered from as one batch.

A sheet that was issued has its number and shows what was due then; a group alone gives a blank one
without a number, with what is due now. One whose money has come in shows what was brought.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from msgspec import Struct

from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.dates import Month
from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.members import queries as members
from kopdes_desktop.members.queries import MemberRow
from kopdes_desktop.office.books import Reading
from kopdes_desktop.office.letterhead import letterhead
from kopdes_desktop.office.log import LoggedFact, logged
from kopdes_desktop.paper.document import Column, Document, Signer
from kopdes_desktop.reports import people
from kopdes_desktop.reports.lines import Row
from kopdes_desktop.reports.report import Params, report
from kopdes_desktop.savings import queries as savings

CODE = "collection_sheet"


class _Sheet(Struct, frozen=True):
    """A sheet to print: issued (with number) or made up now.

    `brought` is the fact of its money, `voided` the one that ended it without.
    """

    number: str | None
    group: members.Group
    month: Month
    rows: tuple[tuple[MemberRow, str, int], ...]
    brought: LoggedFact | None = None
    voided: LoggedFact | None = None


@report(CODE, title=N_("Lembar tagihan kelompok"), asks=("sheet", "group"))
def build(read: Reading, params: Params) -> Document:
    """One row a member and product. Raises BadField without a sheet and a group."""
    sheet = _asked(read, params)
    made = list(rows(read, sheet))
    came = sheet.brought is not None
    several = len({row["product"] for row in made}) > 1
    totals = {"due": sum(int(row["due"]) for row in made)}  # type: ignore[call-overload]
    if came:
        totals["received"] = sum(int(row["received"]) for row in made)  # type: ignore[call-overload]
    return Document(
        CODE,
        _("Lembar tagihan {number}").format(number=sheet.number)
        if sheet.number
        else _("Lembar tagihan kelompok"),
        letterhead(read),
        _("Iuran sampai dengan {month}").format(month=wording.month(sheet.month)),
        (
            Column("no", _("No."), "number"),
            Column("number", _("No. anggota")),
            Column("name", _("Nama"), width=3),
            Column("product", _("Kode simpanan")),
            *([Column("savings", _("Simpanan"))] if several else []),
            Column("due", _("Tagihan"), "money"),
            *_filled_in(came=came),
        ),
        made,
        totals,
        notes=(*_undecided(read, sheet, params.day), *_notes(sheet)),
        signers=(Signer(_("Petugas tagih"), _collector(read, sheet)), Signer(_("Penerima uang"))),
        about=tuple(_heading(read, sheet)),
        ruled=not came and sheet.voided is None,
    )


def _filled_in(*, came: bool) -> tuple[Column, ...]:
    """What the collector writes in; once he is back, what he brought."""
    if came:
        return (Column("received", _("Diterima"), "money"),)
    return (
        Column("received", _("Diterima"), room=64),
        Column("voluntary", _("Sukarela"), room=58),
        Column("signature", _("Tanda tangan"), room=72),
    )


def _asked(read: Reading, params: Params) -> _Sheet:
    if params.sheet is not None:
        found = savings.sheet(read, params.sheet)
        ended = logged(read, found.collected_by) if found.collected_by is not None else None
        return _Sheet(
            found.number,
            members.group(read, found.group),
            found.month,
            tuple((row.member, row.product, int(row.due)) for row in found.rows),
            brought=None if found.void else ended,
            voided=ended if found.void else None,
        )
    group = people.group_of(read, params)
    if group is None:
        reason = _("sebutkan nomor lembar, atau kelompok untuk lembar kosong")
        raise BadField(name="sheet", reason=reason, field="sheet")
    inside = {row.key for row in members.members_of(read, group.code)}
    table = savings.dues_table(read, savings.MANDATORY, params.day)
    return _Sheet(
        None,
        group,
        Month.of(params.day),
        tuple(
            (each.member, savings.MANDATORY, int(each.arrears))
            for each in table
            if each.member.key in inside
        ),
    )


def rows(read: Reading, sheet: _Sheet) -> Iterator[Row]:
    """By member number; `received` once the money has come, else empty for the pen."""
    names = {each.code: _(each.name) for each in savings.products(read)}
    lines = sheet.brought.fact.lines if sheet.brought else ()  # type: ignore[attr-defined]
    came: dict[tuple[int, str], int] = {}
    for line in lines:
        place = (line.member, line.product)
        came[place] = came.get(place, 0) + int(line.amount)
    listed = {(row.key, product) for row, product, _due in sheet.rows}
    beside = [
        (members.require_member(read, member), product, 0)
        for member, product in came
        if (member, product) not in listed
    ]
    together = sorted((*sheet.rows, *beside), key=lambda each: (each[0].number or "", each[1]))
    for no, (row, product, due) in enumerate(together, 1):
        yield {
            "no": no,
            "number": row.number,
            "name": people.name(row),
            "product": product,
            "savings": names[product],
            "due": due,
            "received": came.get((row.key, product), 0) if sheet.brought else None,
        }


def _collector(read: Reading, sheet: _Sheet) -> str:
    key = sheet.group.collector
    row = members.member(read, key) if key is not None else None
    return (row.name or "") if row else ""


def _heading(read: Reading, sheet: _Sheet) -> Iterator[str]:
    yield _("Kelompok {code} – {name}").format(code=sheet.group.code, name=sheet.group.name)
    collector = _collector(read, sheet) or "." * 40
    yield _("Petugas tagih: {name}").format(name=collector)
    if sheet.brought is None:
        yield _("Tanggal keliling: {blank}").format(blank="." * 30)


def _undecided(read: Reading, sheet: _Sheet, today: date) -> Iterator[str]:
    """Why nothing stands at rows of people who may owe something all the same."""
    ended = sheet.brought is not None or sheet.voided is not None
    if ended or not savings.has_open_estimates(read):
        return
    waiting = {(one.member.key, one.product) for one in savings.estimates(read, today)}
    count = sum(not due and (row.key, product) in waiting for row, product, due in sheet.rows)
    if count:
        yield _(
            "{n} baris tanpa tagihan: perkiraan tunggakan dari buku lama belum diputuskan pengurus."
        ).format(n=wording.number(count))


def _notes(sheet: _Sheet) -> Iterator[str]:
    if sheet.brought is not None:
        yield _("Uang lembar ini diterima {day} dengan bukti {number}.").format(
            day=wording.day(sheet.brought.stamp.bd),
            number=sheet.brought.fact.number,  # type: ignore[attr-defined]
        )
        return
    if sheet.voided is not None:
        yield _("Lembar ini dibatalkan {day}: {reason}. Jangan dipakai menagih.").format(
            day=wording.day(sheet.voided.stamp.bd),
            reason=sheet.voided.fact.reason,  # type: ignore[attr-defined]
        )
        return
    if sheet.number is None:
        yield _("Lembar kosong tanpa nomor: terbitkan lembar bernomor sebelum menagih.")
    yield _("Jumlah uang yang dihitung: Rp {blank}").format(blank="." * 40)
