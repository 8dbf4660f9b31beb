"""Papers of a stock count: the blind sheet to walk with, and the record (berita acara) to sign."""

from __future__ import annotations

from collections.abc import Iterator

from kopdes_desktop.goods import rules
from kopdes_desktop.inventory import count_closing, counts, looks, places
from kopdes_desktop.inventory.count_closing import CountClosed, CountResult
from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import NOTHING, total
from kopdes_desktop.kernel.names import folded
from kopdes_desktop.office.books import Reading
from kopdes_desktop.office.letterhead import letterhead
from kopdes_desktop.office.log import logged
from kopdes_desktop.paper.document import Column, Document, Signer
from kopdes_desktop.reports.lines import Row
from kopdes_desktop.reports.period import on_day
from kopdes_desktop.reports.stock_papers import named, user_name

#: Room to write a figure by hand, in points.
_BY_HAND = 80.0


def blind_sheet(read: Reading, key: int) -> Document:
    """What is to be counted, without a figure of the books, with room for two figures."""
    of = counts.count(read, key)
    begun = looks.begun(read, of)
    shared = begun is not None and begun.shared
    place = places.place(read, of.place)
    rows = sorted(
        (named(read, item) for item in counts.standing(read, of)),
        key=lambda row: folded(str(row["item"])),
    )
    return Document(
        "count_sheet",
        _("Lembar opname {number}").format(number=of.number),
        letterhead(read),
        on_day(of.began),
        (
            Column("n", _("No."), "number"),
            Column("code", _("Kode")),
            Column("item", _("Barang"), width=3),
            Column("unit", _("Satuan")),
            Column("first", _("Rak 1") if shared else _("Hitung 1"), room=_BY_HAND),
            Column("second", _("Rak 2") if shared else _("Hitung 2"), room=_BY_HAND),
        ),
        [{"n": n, **row} for n, row in enumerate(rows, 1)],
        {},
        about=(place.name,),
        notes=(
            _("Hitung tanpa melihat catatan. Yang tidak ada di lembar ini ditulis di bawahnya."),
        ),
        signers=(Signer(_("Penghitung 1")), Signer(_("Penghitung 2"))),
        ruled=True,
    )


def count_record(read: Reading, key: int) -> Document:
    """Berita acara of an ended count: what differed, what it is worth. Raises BadField."""
    of = counts.count(read, key)
    fact = count_closing.closed(read, of)
    found = logged(read, of.closed) if of.closed is not None else None
    if fact is None or found is None:
        reason = _(N_("opname {number} belum ditutup")).format(number=of.number)
        raise BadField(name="count", reason=reason, field="count")
    rows = list(_differences(read, fact))
    return Document(
        "count_record",
        _("Berita acara opname {number}").format(number=fact.number),
        letterhead(read),
        on_day(found.stamp.bd),
        (
            Column("code", _("Kode")),
            Column("item", _("Barang"), width=3),
            Column("unit", _("Satuan")),
            Column("book", _("Catatan"), "quantity"),
            Column("found", _("Dihitung"), "quantity"),
            Column("by", _("Selisih"), "quantity"),
            Column("value", _("Nilai"), "money"),
        ),
        rows,
        {"value": int(total(line.value for line in fact.lines))},
        about=(
            _("{place}, opname {number} yang dimulai {day}").format(
                place=places.place(read, of.place).name,
                number=of.number,
                day=wording.day(of.began),
            ),
            *((fact.note,) if fact.note else ()),
        ),
        notes=tuple(_summary(fact, len(rows))),
        signers=(
            *(Signer(_("Penghitung"), user_name(read, each)) for each in _counters(read, of)),
            Signer(_("Yang menutup"), user_name(read, found.stamp.user)),
            Signer(_("Pengawas")),
        ),
    )


def _differences(read: Reading, fact: CountClosed) -> Iterator[Row]:
    for line in sorted(fact.lines, key=lambda each: folded(str(named(read, each.item)["item"]))):
        by = _by(line)
        if by:
            yield {
                **named(read, line.item),
                "book": line.frozen,
                "found": line.found,
                "by": rules.decimal(by),
                "value": int(line.value),
            }


def _by(line: CountResult) -> int:
    return rules.thousandths(line.found) - rules.thousandths(line.frozen)


def _summary(fact: CountClosed, differing: int) -> Iterator[str]:
    """How many were counted, what is short, what was found, what is normal."""
    counted = len(fact.lines)
    yield _("{counted} barang dihitung, {same} cocok, {differ} berbeda.").format(
        counted=counted, same=counted - differing, differ=differing
    )
    if fact.uncounted:
        yield _("{n} barang tidak dihitung; stoknya tetap menurut catatan.").format(
            n=fact.uncounted
        )
    short = -total(line.value for line in fact.lines if line.value < NOTHING)
    normal = total(line.normal for line in fact.lines)
    more = total(line.value for line in fact.lines if line.value > NOTHING)
    yield _("Kurang {short} (di antaranya susut wajar {normal}), lebih {more}.").format(
        short=wording.rupiah(short), normal=wording.rupiah(normal), more=wording.rupiah(more)
    )


def _counters(read: Reading, of: counts.Count) -> list[int]:
    """Who counted, each once."""
    rows = counts.standing(read, of).values()
    return sorted({counter for row in rows for counter in row.counted})
