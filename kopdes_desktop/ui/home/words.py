"""What waits, in words: the row of each task, where it leads, and what reads it all."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from msgspec import Struct

from kopdes_desktop.backup import status
from kopdes_desktop.checks import last
from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.dates import Month, in_zone
from kopdes_desktop.kernel.i18n import _, ngettext
from kopdes_desktop.office.actor import Level
from kopdes_desktop.office.letterhead import letterhead
from kopdes_desktop.office.office import Office
from kopdes_desktop.paper.chart import Chart
from kopdes_desktop.paper.document import Letterhead
from kopdes_desktop.printing import queue
from kopdes_desktop.reports import home
from kopdes_desktop.reports.home import Figure, Waiting
from kopdes_desktop.ui.door import Session
from kopdes_desktop.ui.kit.numbered import Offer
from kopdes_desktop.ui.training import PLACE as TRAINING

REPORTS, SHEETS, DEPOSIT = "report.", "savings.issue_sheet", "savings.deposit"
CHECKS, BACKUPS, PRINTING = "read.checks", "read.backups", "read.slips"
#: Where a task leads: a place, and the list that is opened there.
WAYS: dict[str, tuple[str, str]] = {
    "checks": ("report.checks", ""),
    "month": ("day.close", ""),
    "day": ("day.close", ""),
    "printer": (PRINTING, ""),
    "backup": (BACKUPS, ""),
    "opening": ("accounting.open_balances", ""),
    "applications": ("membership.apply", ""),
    "arrears": (REPORTS, "mandatory_dues"),
    "sheets": (SHEETS, ""),
    "refunds": (REPORTS, "refund_queue"),
    "transit": (REPORTS, "trial_balance"),
    "overfull": ("report.cash_book", ""),
    "counts": ("report.cash_book", "count"),
    "negatives": (REPORTS, "stock"),
    "parcels": ("read.stock", ""),
    "spoiling": (REPORTS, "expiring"),
    "conflicts": ("read.members", ""),
    "estimates": (REPORTS, "estimates"),
    TRAINING: (TRAINING, ""),
}
#: The report behind each chart.
BEHIND = {
    "dues": "mandatory_dues",
    "deposits": "savings_totals",
    "cash": "trial_balance",
    "savings": "savings_totals",
    "members": "savings_totals",
    "arrears": "mandatory_dues",
}
#: The list behind a figure: the first of these places that is open to who asks.
_FIGURE_WAYS = {
    "box": (("report.cash_book", ""), ("banking.count_cash", "")),
    "savings": ((REPORTS, "savings_balances"), (REPORTS, "savings_totals")),
    "members": (("read.members", ""), (REPORTS, "savings_totals")),
}
DECIDE = "savings.settle_estimates"
_ICONS = {
    "checks": "shield-check",
    "printer": "printer",
    "backup": "save",
    "month": "calendar",
    "opening": "clipboard-list",
    "applications": "user-plus",
    "arrears": "banknote",
    "sheets": "list",
    "refunds": "undo-2",
    "transit": "arrow-right-left",
    "overfull": "wallet",
    "counts": "banknote",
    "negatives": "alert-triangle",
    "parcels": "package",
    "spoiling": "calendar",
    "conflicts": "users",
    "estimates": "help-circle",
    "day": "sun",
}
_FIGURES = (("report.trial_balance", home.boxes), ("accounting.move_cash", home.own_box))
_TOTALS = "report.savings_totals"


class Standing(Struct, frozen=True):
    """Everything of the home screen but its charts."""

    waiting: tuple[tuple[str, Waiting], ...]
    figures: tuple[Figure, ...]
    charts: tuple[str, ...]
    deposits: bool
    #: In practice books: how many exercises are done, of how many.
    trained: tuple[int, int] | None = None


#: Charts that read every month of every member; drawn after the others.
SLOW = frozenset({"dues", "arrears"})


def gather(session: Session) -> Standing:
    """What this user may know; on the database's thread."""
    office = session.office
    today, actor = office.today(), office.signed_in
    waiting = []
    for asked in home.TASKS:
        right = _right(office, asked.rights)
        found = office.read(right, asked.read, today) if right else None
        if found is not None:
            waiting.append((asked.code, found))
    figures: list[Figure] = []
    for right, read in _FIGURES:
        if office.may(right) is not Level.NO:
            figures += office.read(right, read, today, actor.user)
            break
    if office.may(_TOTALS) is not Level.NO:
        figures += office.read(_TOTALS, home.totals, today)
    charts = tuple(each.code for each in home.CHARTS if office.may(each.right) is not Level.NO)
    deposits = office.may(DEPOSIT) is not Level.NO
    trained = _trained(office) if office.practice else None
    return Standing((*_of_laptop(office), *waiting), tuple(figures), charts, deposits, trained)


def _trained(office: Office) -> tuple[int, int]:
    from kopdes_desktop.training import exercises, queries  # noqa: PLC0415  practice books alone

    return len(queries.done(office)), len(exercises.EXERCISES)


def _of_laptop(office: Office) -> Iterator[tuple[str, Waiting]]:
    """What waits on this laptop beside its books: red proofs, paper, copies."""
    folder = last.folder_of(office.reading)
    if office.may(CHECKS) is not Level.NO:
        known = last.last_check(office.reading)
        if known is None or known.red:
            yield "checks", Waiting(len(known.red) if known else 0, late=known is not None)
    if office.may(PRINTING) is not Level.NO:
        count = queue.count(office.reading)
        if count:
            yield "printer", Waiting(count)
    if office.may(BACKUPS) is not Level.NO:
        now = in_zone(office.clock.now(), office.zone)
        loud = status.warning(status.load(folder, office.own.coop), now)
        if loud:
            yield "backup", Waiting(1, late=True, name=loud)


def _right(office: Office, rights: tuple[str, ...]) -> str:
    return next((each for each in rights if office.may(each) is not Level.NO), "")


def draw(code: str, session: Session) -> Chart:
    """One chart; on the database's thread."""
    office = session.office
    drawn = next(each for each in home.CHARTS if each.code == code)
    return office.read(drawn.right, drawn.read, office.today())


def sheet_of(session: Session, codes: tuple[str, ...]) -> tuple[Letterhead, list[Chart]]:
    """What the paper of the charts is made of; on the database's thread."""
    return letterhead(session.office.reading), [draw(code, session) for code in codes]


def figure_way(office: Office, opens: str) -> tuple[str, str] | None:
    """Where a figure leads whoever has signed in; a box of money to its own book."""
    kind, _colon, box = opens.partition(":")
    for place, listing in _FIGURE_WAYS.get(kind, ()):
        right = f"{place}{listing}" if place == REPORTS else place
        if office.may(right) is not Level.NO:
            return place, opens if box else listing
    return None


def way_of(office: Office, code: str) -> tuple[str, str]:
    """Where a task leads; estimates to where they are decided, if who asks may write that down."""
    may_decide = all(office.may(right) is not Level.NO for right in (SHEETS, DECIDE))
    return (SHEETS, code) if code == "estimates" and may_decide else WAYS[code]


def offer(code: str, found: Waiting, today: date) -> Offer:
    """The row of a task."""
    title, about, figure = _SAID[code](found, today)
    return Offer(code, title, about, _ICONS[code], figure, "warning" if found.late else "")


def practice_offer(done: int, of: int) -> Offer:
    """The row of the exercises."""
    about = (
        _("Pekerjaan pekan pertama, satu demi satu.") if done < of else _("Semuanya sudah selesai.")
    )
    title = _("Latihan {done} dari {all}").format(done=done, all=of)
    return Offer(TRAINING, title, about, "circle-check")


Said = tuple[str, str, str]


def _since(found: Waiting, today: date) -> str:
    if found.since is None:
        return ""
    passed = (today - found.since).days
    if passed <= 0:
        return _("Sejak hari ini.")
    return ngettext("Sejak kemarin.", "Sejak {n} hari lalu.", passed).format(n=passed)


def _applications(found: Waiting, today: date) -> Said:
    return _("Permohonan menunggu keputusan"), _since(found, today), wording.number(found.many)


def _arrears(found: Waiting, _today: date) -> Said:
    about = _("{amount} iuran belum dibayar.").format(amount=wording.rupiah(found.amount))
    return _("Anggota menunggak"), about, wording.number(found.many)


def _sheets(found: Waiting, _today: date) -> Said:
    about = _("Tagihannya {amount}.").format(amount=wording.rupiah(found.amount))
    return (
        _("Lembar tagihan di luar"),
        about if found.amount else "",
        wording.number(found.many),
    )


def _refunds(found: Waiting, today: date) -> Said:
    about = f"{wording.rupiah(found.amount)}. {_since(found, today)}".strip()
    return _("Pengembalian menunggu"), about, wording.number(found.many)


def _transit(found: Waiting, _today: date) -> Said:
    about = _("Terlalu lama di jalan: tanyakan hari ini.") if found.late else ""
    return _("Uang dalam perjalanan"), about, wording.rupiah(found.amount)


def _overfull(found: Waiting, _today: date) -> Said:
    about = _("{names}: setorkan ke bank pada hari kerja berikutnya (Ctrl+H, F6).")
    return _("Kas melebihi batas"), about.format(names=found.name), wording.rupiah(found.amount)


def _counts(found: Waiting, _today: date) -> Said:
    about = _("{names}: hitung bersama saksi sebelum bulannya ditutup.")
    return _("Hitung kas akhir bulan"), about.format(names=found.name), wording.number(found.many)


def _negatives(found: Waiting, _today: date) -> Said:
    about = _("{item} dan {n} lainnya: catat barang masuknya, atau hitung ulang.").format(
        item=found.name, n=found.many - 1
    )
    alone = _("{item}: catat barang masuknya, atau hitung ulang.").format(item=found.name)
    return _("Stok minus"), about if found.many > 1 else alone, wording.number(found.many)


def _parcels(found: Waiting, today: date) -> Said:
    about = f"{wording.rupiah(found.amount)}. {_since(found, today)}".strip()
    return _("Barang kiriman belum diterima"), about, wording.number(found.many)


def _spoiling(found: Waiting, _today: date) -> Said:
    about = (
        _("Ada yang sudah lewat: keluarkan dari rak.")
        if found.late
        else _("Habis dalam 30 hari, senilai {amount}.").format(amount=wording.rupiah(found.amount))
    )
    return _("Batch kedaluwarsa"), about, wording.number(found.many)


def _month(found: Waiting, _today: date) -> Said:
    name = wording.month(Month(found.name))
    about = ngettext(
        "Sesudah bukunya cocok.", "{n} bulan menunggu, ini yang terlama.", found.many
    ).format(n=found.many)
    return _("Tutup bulan {month}").format(month=name), about, wording.number(found.many)


def _day(found: Waiting, _today: date) -> Said:
    shown = wording.day(found.since) if found.since else ""
    about = _("{day} sudah lewat.") if found.late else _("{day} masih terbuka.")
    return _("Tutup hari kerja"), about.format(day=shown), ""


def _opening(_found: Waiting, _today: date) -> Said:
    return _("Saldo awal belum disahkan"), _("Disahkan oleh dua pengurus."), ""


def _conflicts(found: Waiting, _today: date) -> Said:
    about = _("Diubah di dua laptop: pilih yang benar.")
    return _("Data anggota berbeda"), about, wording.number(found.many)


def _estimates(found: Waiting, _today: date) -> Said:
    about = _("{amount} dari buku lama: tidak ditagih sebelum diputuskan.").format(
        amount=wording.rupiah(found.amount)
    )
    return _("Perkiraan tunggakan"), about, wording.number(found.many)


def _checks(found: Waiting, _today: date) -> Said:
    if not found.many:
        return _("Periksa buku"), _("Belum pernah diperiksa di laptop ini."), ""
    return _("Pemeriksaan buku merah"), _("Lihat temuannya sebelum menutup."), str(found.many)


def _printer(found: Waiting, _today: date) -> Said:
    return _("Bukti belum dicetak"), _("Menunggu di antrean printer."), str(found.many)


def _backup(found: Waiting, _today: date) -> Said:
    return _("Cadangan"), found.name, ""


_SAID = {
    "checks": _checks,
    "printer": _printer,
    "backup": _backup,
    "month": _month,
    "opening": _opening,
    "applications": _applications,
    "arrears": _arrears,
    "sheets": _sheets,
    "refunds": _refunds,
    "transit": _transit,
    "overfull": _overfull,
    "counts": _counts,
    "negatives": _negatives,
    "parcels": _parcels,
    "spoiling": _spoiling,
    "conflicts": _conflicts,
    "estimates": _estimates,
    "day": _day,
}
