"""Papers of the annual meeting that the books fill in: invitation, attendance, figures."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from kopdes_desktop.governance import queries, rules
from kopdes_desktop.governance.queries import Meeting
from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import total
from kopdes_desktop.ledger import chart
from kopdes_desktop.members import queries as members
from kopdes_desktop.office import settings
from kopdes_desktop.office.books import Reading
from kopdes_desktop.office.letterhead import board, officers
from kopdes_desktop.office.settings import setting
from kopdes_desktop.paper.document import Chapter, Column, Document, Letterhead, Signer
from kopdes_desktop.reports import people
from kopdes_desktop.reports.lines import Row
from kopdes_desktop.reports.note_tables import YearFigures
from kopdes_desktop.statements import compute
from kopdes_desktop.statements.figures import Figures
from kopdes_desktop.statements.lines import lines
from kopdes_desktop.surplus import explaining
from kopdes_desktop.surplus import queries as surplus
from kopdes_desktop.surplus import rules as sharing

#: Room to sign or to write by hand, in points.
_TO_SIGN, _TO_WRITE = 110.0, 190.0
_DAYS = (
    *(N_("Senin"), N_("Selasa"), N_("Rabu"), N_("Kamis"), N_("Jumat"), N_("Sabtu"), N_("Minggu")),
)
#: What supervisors look into (DOMAIN §6), for the form that is written by hand.
_EXAMINED = (
    N_("Organisasi dan rapat"),
    N_("Buku daftar anggota"),
    N_("Simpanan anggota"),
    N_("Kas dan bank"),
    N_("Pembukuan dan bukti"),
    N_("Usaha dan persediaan"),
    N_("Inventaris dan aset tetap"),
    N_("Pinjaman dan utang"),
    N_("Pelaksanaan rencana kerja"),
)


#: What members and others lent: the lines of the balance sheet that are capital too.
_LENT = ("member_savings", "borrowings_current", "borrowings", "participation")


#: The number before a point of the agenda; the form numbers anew.
_NUMBERED = re.compile(r"^\s*\d{1,2}[.)]\s*")


def long_day(day: date) -> str:
    """Sabtu, 14 Maret 2026."""
    return f"{_(_DAYS[day.weekday()])}, {wording.day(day)}"


def place_and_day(read: Reading, day: date) -> str:
    """What stands above signatures: place and day, the day alone where no place is set."""
    return ", ".join(filter(None, (setting(read, settings.PLACE), wording.day(day))))


# --- the meeting ----------------------------------------------------------------------------------


def invitation(
    read: Reading, of: YearFigures, found: Meeting, agenda: tuple[str, ...], more: tuple[str, ...]
) -> Chapter:
    """The letter to the members."""
    number = (_("Nomor: {number}").format(number=found.number),) if found.number else ()
    second = _("Rapat anggota tahunan kedua") if found.second else _("Rapat anggota tahunan")
    return Chapter(
        _("Undangan rapat anggota"),
        (
            *number,
            _("Hal: {what} tahun buku {year}").format(what=second, year=of.year.label),
            _("Yth. Bapak/Ibu anggota {name}").format(name=setting(read, settings.NAME)),
            _(
                "Memenuhi Pasal 26 dan Pasal 30 ayat (1) Undang-Undang Nomor 25 Tahun 1992 tentang"
                " Perkoperasian dan anggaran dasar, pengurus mengundang Bapak/Ibu menghadiri rapat"
                " anggota tahunan pada:"
            ),
            _("- hari, tanggal: {day}").format(day=long_day(found.day)),
            _("- pukul: {time} sampai selesai").format(time=found.time),
            _("- tempat: {place}").format(place=found.place),
            _("Acara:"),
            *agenda,
            *more,
            _(
                "Setiap anggota mempunyai satu suara dan hadir sendiri; kehadiran tidak dapat"
                " diwakilkan."
            ),
        ),
        letter=True,
        signed=place_and_day(read, found.invited),
        signers=officers(read, "chair"),
    )


def quorum_words(registered: int, found: Meeting) -> str:
    """How many have to come, how many came, and whether that is enough."""
    needed = rules.quorum(registered, second=found.second)
    share = _("sepertiga") if found.second else _("lebih dari setengah")
    words = _("Anggota terdaftar {registered} orang; kuorum {share}, yaitu {needed} orang.").format(
        registered=wording.number(registered), share=share, needed=wording.number(needed)
    )
    if found.present is None:
        return words
    verdict = _("rapat sah") if found.present >= needed else _("kuorum tidak tercapai")
    return _("{words} Hadir {present} orang: {verdict}.").format(
        words=words, present=wording.number(found.present), verdict=verdict
    )


def of_the_meeting(read: Reading, found: Meeting | None) -> tuple[Signer, ...]:
    """Who sign the minutes: the member who led, by name where he is written down."""
    leader = members.member(read, found.chair) if found is not None and found.chair else None
    name = people.name(leader) if leader is not None else ""
    return (Signer(_("Pimpinan rapat"), name), Signer(_("Sekretaris rapat")))


def minutes_form(found: Meeting, agenda: tuple[str, ...], issuer: Letterhead) -> Document:
    """Notulen to be written by hand: each point of the agenda, with room for what was decided."""
    points = [point for line in agenda if (point := _NUMBERED.sub("", line).strip())]
    return Document(
        "minutes",
        _("Jalannya rapat"),
        issuer,
        "",
        (
            Column("n", _("No."), "number"),
            Column("point", _("Acara"), width=2),
            Column("said", _("Pembicaraan dan keputusan"), room=_TO_WRITE * 1.5),
        ),
        [{"n": n, "point": point} for n, point in enumerate(points, 1)],
        {},
        about=(
            _("{day}, pukul {time} sampai …………, {place}").format(
                day=long_day(found.day), time=found.time, place=found.place
            ),
        ),
        ruled=True,
    )


def attendance(read: Reading, found: Meeting | None, today: date, issuer: Letterhead) -> Document:
    """Daftar hadir: every member who may vote, with room to sign."""
    day = found.day if found is not None else today
    rows: list[Row] = [
        {"n": n, "name": people.name(row), "number": row.number, "home": people.home(row)}
        for n, row in enumerate(queries.registered(read, min(day, today)), 1)
    ]
    return Document(
        "attendance",
        _("Daftar hadir"),
        issuer,
        "",
        (
            Column("n", _("No."), "number"),
            Column("name", _("Nama"), width=2),
            Column("number", _("No. anggota")),
            Column("home", _("Alamat"), width=2),
            Column("sign", _("Tanda tangan"), room=_TO_SIGN),
        ),
        rows,
        {},
        ruled=True,
    )


# --- the board's report ---------------------------------------------------------------------------


def legal(read: Reading, issuer: Letterhead) -> Document:
    """Legalitas: the numbers that the settings hold."""
    held = (
        settings.NAME,
        settings.ADDRESS,
        settings.LEGAL_NUMBER,
        settings.COOP_NUMBER,
        settings.NIB,
        settings.NPWP,
    )
    rows: list[Row] = [
        {"what": _(each.title), "value": value} for each in held if (value := setting(read, each))
    ]
    signers = (*board(read), *officers(read, "supervisor"))
    named = (each for each in signers if each.name)
    rows += [{"what": officer.role, "value": officer.name} for officer in named]
    columns = (Column("what", _("Perihal")), Column("value", _("Keterangan"), width=3))
    return Document("legal", _("Identitas dan legalitas"), issuer, "", columns, rows, {})


def membership(read: Reading, of: YearFigures, issuer: Letterhead) -> Document:
    """Keanggotaan: at the beginning, came, left, at the end; men and women apart."""
    first, last = of.year.first, of.until
    everybody = [row for row in members.listing(read) if row.status in {"active", "left"}]
    before = queries.registered(read, first - timedelta(days=1))
    came = [row for row in everybody if row.joined is not None and first <= row.joined <= last]
    went = [row for row in everybody if row.left is not None and first <= row.left <= last]
    parts = (
        (_("Anggota pada awal tahun"), before),
        (_("Masuk"), came),
        (_("Keluar"), went),
        (_("Anggota pada akhir tahun"), queries.registered(read, last)),
    )
    return Document(
        "membership",
        _("Perkembangan anggota"),
        issuer,
        "",
        (
            Column("what", _("Uraian"), width=3),
            Column("men", _("Laki-laki"), "number"),
            Column("women", _("Perempuan"), "number"),
            Column("other", _("Tidak dicatat"), "number"),
            Column("all", _("Jumlah"), "number"),
        ),
        [{"what": words, **_by_sex(rows)} for words, rows in parts],
        {},
    )


def _by_sex(rows: list[members.MemberRow]) -> dict[str, int]:
    men, women = (sum(row.sex == sex for row in rows) for sex in ("L", "P"))
    return {"men": men, "women": women, "other": len(rows) - men - women, "all": len(rows)}


def capital(of: YearFigures, issuer: Letterhead) -> Document:
    """Permodalan: own capital, what was lent, what is owed beside it; every sum adds up."""
    return Document(
        "capital",
        _("Permodalan"),
        issuer,
        "",
        (
            Column("what", _("Uraian"), width=4),
            Column("now", of.year.label, "money"),
            Column("before", of.year.before().label, "money"),
        ),
        list(_capital(*(sheet.figures for sheet in of.sheets))),
        {},
    )


def _capital(now: Figures, before: Figures) -> Iterator[Row]:
    """Equity line by line, then what others gave, as the balance sheet has them."""
    known = lines("balance_sheet")
    own = [code for code, line in known.items() if line.parent == "equity"]
    for code in (*own, "equity", *_LENT):
        amounts = int(now.of(code)), int(before.of(code))
        label = known[code].total if code == "equity" else known[code].label
        if any(amounts):
            rank = {"rank": "total"} if code == "equity" else {}
            yield {"what": _(label), "now": amounts[0], "before": amounts[1], **rank}
    rest = [int(each.of("liabilities") - total(map(each.of, _LENT))) for each in (now, before)]
    if any(rest):
        yield {"what": _("Liabilitas lainnya"), "now": rest[0], "before": rest[1]}
    whole = int(now.of("funding")), int(before.of("funding"))
    words = _("Jumlah permodalan, sama dengan jumlah aset")
    yield {"what": words, "now": whole[0], "before": whole[1], "rank": "total"}


def by_unit(read: Reading, of: YearFigures, issuer: Letterhead) -> Document:
    """Usaha per unit: what each earned, what it cost, what it leaves; together the year's SHU."""
    rows: list[Row] = []
    for unit in chart.units(read):
        found = compute.income(read, of.year.first, of.until, unit.code).figures
        row = {
            "participation": int(found.of("participation")),
            "costs": int(found.of("expenses")),
            "other": int(found.of("other") + found.of("tax")),
            "result": int(found.of("result")),
        }
        if any(row.values()):
            rows.append({"unit": f"{unit.code} {unit.name}", **row})
    keys = ("participation", "costs", "other", "result")
    return Document(
        "units",
        _("Hasil usaha per unit"),
        issuer,
        "",
        (
            Column("unit", _("Unit"), width=3),
            Column("participation", _("Hasil kotor"), "money"),
            Column("costs", _("Beban"), "money"),
            Column("other", _("Lain-lain"), "money"),
            Column("result", _("SHU"), "money"),
        ),
        rows,
        {key: sum(int(row[key]) for row in rows) for key in keys} if rows else {},  # type: ignore[call-overload]
    )


# --- the surplus and the supervisors --------------------------------------------------------------


def division(read: Reading, of: YearFigures, issuer: Letterhead, today: date) -> Document | None:
    """Pembagian SHU by heading: as divided, else as the percentages in force would; None without.

    Whose part is how much stands in the table of members, not here.
    """
    found = surplus.divided(read, of.year, today)
    if found is None or found.outcome.amount <= 0:
        return None
    words = (
        _(
            "Usulan menurut persentase keputusan {number}; berlaku sesudah rapat anggota"
            " memutuskannya."
        )
        if found.simulated
        else _("Menurut keputusan rapat anggota {number}.")
    )
    plan = found.plan
    before = [f"{what}: {wording.rupiah(x)}." for what, x in explaining.before_percentages(plan)]
    return Document(
        "division",
        _("Pembagian sisa hasil usaha"),
        issuer,
        "",
        (
            Column("what", _("Bagian"), width=4),
            Column("percent", _("Persen"), "quantity"),
            Column("amount", _("Jumlah"), "money"),
        ),
        [
            {
                "what": sharing.name_of(pool.share),
                "percent": pool.share.percent,
                "amount": int(pool.amount),
            }
            for pool in plan.pools
        ],
        {
            "percent": sharing.plain(sharing.whole_of(pool.share for pool in plan.pools)),
            "amount": int(total(pool.amount for pool in plan.pools)),
        },
        about=(_("SHU yang dibagi: {amount}.").format(amount=wording.rupiah(plan.surplus)), *before)
        if before
        else (),
        notes=(words.format(number=found.decision or found.rule.decision_no),),
    )


def examination(issuer: Letterhead) -> Document:
    """The supervisors' form, to be filled in by hand."""
    return Document(
        "examination",
        _("Hasil pemeriksaan"),
        issuer,
        "",
        (
            Column("n", _("No."), "number"),
            Column("field", _("Bidang")),
            Column("found", _("Hasil"), room=_TO_WRITE),
            Column("advice", _("Saran"), room=_TO_WRITE / 2),
        ),
        [{"n": n, "field": _(words)} for n, words in enumerate(_EXAMINED, 1)],
        {},
        ruled=True,
    )


def supervision(
    read: Reading, of: YearFigures, written: tuple[str, ...], issuer: Letterhead, day: date
) -> Chapter:
    """The supervisors' report: the law it stands on, then their words, or a form for their pen."""
    basis = _(
        "Berdasarkan Pasal 38, 39, dan 40 Undang-Undang Nomor 25 Tahun 1992 pengawas memeriksa"
        " kebijakan dan pengelolaan koperasi tahun buku {year}, dan menyampaikan hasilnya kepada"
        " rapat anggota."
    ).format(year=of.year.label)
    form: tuple[str | Document, ...] = (examination(issuer), *_conclusions())
    [head] = officers(read, "supervisor")
    return Chapter(
        _("Laporan pengawas"),
        (basis, *(written or form)),
        signed=place_and_day(read, day) if written else "",
        signers=(
            Signer(_("Ketua Pengawas"), head.name),
            Signer(_("Anggota Pengawas")),
            Signer(_("Anggota Pengawas")),
        ),
    )


def _conclusions() -> Iterator[str]:
    dots = "." * 150
    yield _("Kesimpulan:")
    yield from (dots, dots)
    yield _("Saran:")
    yield from (dots, dots)
