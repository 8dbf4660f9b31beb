"""Opening balances as one statement: what was taken over, what is missing, and agreeing on it.

Assets and the rest are written against 3-1501 until both sides meet (domain/RULES, Closing and
statements). Agreed, they are locked: mistakes found later are corrections of today.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from msgspec import Struct

from kopdes_desktop.accounting import rules
from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.errors import AlreadyDecided, Unbalanced
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import NOTHING, Rupiah, total
from kopdes_desktop.ledger import chart, periods
from kopdes_desktop.ledger import opening as ledger
from kopdes_desktop.ledger.entry import INTER_UNIT
from kopdes_desktop.office.books import Books, Reading
from kopdes_desktop.office.operation import Fact, Operation, Order, operation
from kopdes_desktop.office.settings import YEAR_STARTS, setting
from kopdes_desktop.office.work import Work

CASH, BANKS, STOCK, RECEIVABLES, OTHER = "cash", "banks", "stock", "receivables", "assets"
MEMBERS, DEBTS, EQUITY, YEAR = "members", "debts", "equity", "year"
#: Groups in the order in which a treasurer fills them, with their titles.
GROUPS = {
    CASH: N_("Uang tunai"),
    BANKS: N_("Bank"),
    STOCK: N_("Persediaan barang"),
    MEMBERS: N_("Simpanan anggota"),
    RECEIVABLES: N_("Piutang dan uang muka"),
    OTHER: N_("Peralatan dan harta lain"),
    DEBTS: N_("Utang"),
    EQUITY: N_("Modal lain"),
    YEAR: N_("Pendapatan dan beban sejak awal tahun"),
}
_ASSETS = (CASH, BANKS, STOCK, RECEIVABLES, OTHER)
_ASSET_PREFIXES = {"1-110": CASH, "1-11": BANKS, "1-14": STOCK, "1-2": OTHER}
_MEMBERS_SUBLEDGERS = {chart.MEMBER_SUBLEDGER, "per bilyet", "per calon"}
_SWAPPED_DIGITS = 9


class OpeningRow(Struct, frozen=True):
    """One account: assets count debit as plus, all others credit."""

    group: str
    account: str
    name: str
    amount: Rupiah


class Opening(Struct, frozen=True):
    """The opening balances as a whole, in rupiah.

    `difference` = assets − liabilities − equity − result, which is what stands on 3-1501
    (credit +). `words` say which side is larger and what is usually forgotten; `day` is that of
    the latest opening entry, `agreed` that of the agreement.
    """

    rows: tuple[OpeningRow, ...]
    assets: Rupiah
    liabilities: Rupiah
    equity: Rupiah
    result: Rupiah
    difference: Rupiah
    words: tuple[str, ...]
    day: date | None
    agreed: date | None

    def of(self, group: str) -> tuple[OpeningRow, ...]:
        """The rows of one group."""
        return tuple(row for row in self.rows if row.group == group)

    def total(self, group: str) -> Rupiah:
        """What a group amounts to."""
        return total(row.amount for row in self.of(group))


def opening(read: Reading) -> Opening:
    """Everything taken over from the old books so far, by group, and what is still amiss."""
    found = ledger.sums(read)
    balancing = -found.pop(ledger.BALANCING, NOTHING)
    found.pop(INTER_UNIT, None)
    cards = chart.accounts(read)
    rows = sorted(
        (_row(cards[code], amount) for code, amount in found.items()),
        key=lambda row: (tuple(GROUPS).index(row.group), row.account),
    )
    parts: dict[str, Rupiah] = {}
    for row in rows:
        parts[_part(row)] = parts.get(_part(row), NOTHING) + row.amount
    assets = parts.get("1", NOTHING)
    missing = GROUPS.keys() - {row.group for row in rows}
    words = [
        *_about(rows, balancing, assets),
        *(_reasons(read, missing, balancing) if balancing else ()),
        *_lumps(read, cards),
    ]
    return Opening(
        rows=tuple(rows),
        assets=assets,
        liabilities=parts.get("2", NOTHING),
        equity=parts.get("3", NOTHING),
        result=parts.get("", NOTHING),
        difference=balancing,
        words=tuple(words),
        day=ledger.last_day(read),
        agreed=periods.opening_agreed(read),
    )


def _row(card: chart.Account, amount: Rupiah) -> OpeningRow:
    group = group_of(card)
    return OpeningRow(group, card.code, card.name, amount if group in _ASSETS else -amount)


def group_of(card: chart.Account) -> str:
    """Where a treasurer looks for an account."""
    kind = card.code[0]
    if kind == "1":
        return next((g for p, g in _ASSET_PREFIXES.items() if card.code.startswith(p)), RECEIVABLES)
    if kind not in "23":
        return YEAR
    if card.subledger in _MEMBERS_SUBLEDGERS:
        return MEMBERS
    return DEBTS if kind == "2" else EQUITY


def _part(row: OpeningRow) -> str:
    """The side of the statement: 1 assets, 2 liabilities, 3 equity, or nothing for the result."""
    return row.account[0] if row.account[0] in "123" else ""


# --- in words -----------------------------------------------------------------------------------


def _about(rows: list[OpeningRow], difference: Rupiah, assets: Rupiah) -> Iterator[str]:
    """Which side is larger, and by how much."""
    if not rows:
        yield _(
            N_(
                "Belum ada saldo awal. Mulailah dari uang: hitung isi brankas dan laci, lalu lihat "
                "saldo akhir buku bank."
            )
        )
    elif not difference:
        yield _(
            N_(
                "Saldo awal seimbang: harta {assets}, sama dengan simpanan, utang, dan modal. "
                "Cocokkan setiap baris dengan buku lama, lalu sahkan."
            )
        ).format(assets=wording.rupiah(assets))
    else:
        larger = N_(
            "Harta lebih besar {amount} daripada simpanan, utang, dan modal: ada simpanan, utang, "
            "atau modal yang belum dimasukkan, atau harta yang tercatat terlalu besar."
        )
        smaller = N_(
            "Simpanan, utang, dan modal lebih besar {amount} daripada harta: ada harta yang belum "
            "dimasukkan, atau simpanan, utang, atau modal yang tercatat terlalu besar."
        )
        words = _(larger if difference > NOTHING else smaller)
        yield words.format(amount=wording.rupiah(abs(int(difference))))
        yield from _slips_of_the_pen(rows, int(difference))


def _slips_of_the_pen(rows: list[OpeningRow], difference: int) -> Iterator[str]:
    """Rows that the difference points at: written twice or forgotten, on the wrong side, digits."""
    amount = abs(difference)
    for row in rows:
        if abs(int(row.amount)) == amount:
            words = N_(
                "Baris {account} {name} tepat sebesar selisih itu: mungkin tercatat dua kali, atau "
                "lawannya terlupa."
            )
        elif abs(int(row.amount)) * 2 == amount:
            words = N_(
                "Baris {account} {name} tepat setengah selisih itu: mungkin tertulis di sisi yang "
                "salah (plus dan minus tertukar)."
            )
        else:
            continue
        yield _(words).format(account=row.account, name=_(row.name))
    if amount % _SWAPPED_DIGITS == 0:
        yield _(
            N_(
                "Selisih itu habis dibagi 9: mungkin dua angka tertukar (misalnya 54 ditulis 45) "
                "atau nol kurang satu."
            )
        )


def _reasons(read: Reading, missing: Iterable[str], difference: Rupiah) -> Iterator[str]:
    """What is usually forgotten on the smaller side, of the groups that hold nothing yet."""
    absent = set(missing)
    if difference > NOTHING:
        yield from _on_the_right(read, absent)
    else:
        yield from _on_the_left(read, absent)


def _on_the_right(read: Reading, absent: set[str]) -> Iterator[str]:
    if MEMBERS in absent:
        yield _(
            N_(
                "Simpanan anggota belum ada: impor simpanan pokok, wajib, dan sukarela dari buku "
                "lama."
            )
        )
    if DEBTS in absent:
        yield _(N_("Utang belum ada: tanyakan utang kepada pemasok, bank, desa, dan pengurus."))
    if EQUITY in absent:
        yield _(N_("Modal lain belum ada: hibah, cadangan, dan SHU tahun lalu yang belum dibagi."))
    if YEAR in absent and _in_mid_year(read):
        yield _(
            N_(
                "Pembukuan mulai di tengah tahun, tetapi pendapatan dan beban sejak awal tahun "
                "belum ada; tanpa itu SHU pertama juga salah."
            )
        )


def _on_the_left(read: Reading, absent: set[str]) -> Iterator[str]:
    if {CASH, BANKS} <= absent:
        words = (
            N_("Kas dan bank belum ada: hitung uang tunai, dan lihat saldo akhir buku bank.")
            if MEMBERS in absent
            else N_(
                "Simpanan anggota sudah ada, tetapi uangnya belum: hitung kas di brankas dan laci, "
                "dan lihat saldo akhir buku bank."
            )
        )
        yield _(words)
    elif CASH in absent:
        yield _(N_("Uang tunai belum ada: hitung isi brankas dan laci."))
    elif BANKS in absent:
        yield _(N_("Bank belum ada: lihat saldo akhir buku bank, kalau koperasi punya rekening."))
    if STOCK in absent and any(each.kind == "outlet" for each in chart.units(read)):
        yield _(N_("Persediaan belum ada: hitung barang di gerai dan kalikan harga belinya."))
    if RECEIVABLES in absent:
        yield _(N_("Piutang belum ada: jumlahkan bon, pinjaman anggota, dan uang muka."))
    if OTHER in absent:
        yield _(N_("Peralatan, bangunan, dan harta lain belum ada: lihat daftar inventaris."))
    if YEAR in absent and _in_mid_year(read):
        yield _(
            N_(
                "Pembukuan mulai di tengah tahun, tetapi beban dan pendapatan sejak awal tahun "
                "belum ada; uang yang sudah dibelanjakan harus tercatat sebagai beban."
            )
        )


def _in_mid_year(read: Reading) -> bool:
    """Whether the books begin in another month than the book year."""
    start = periods.books_from(read)
    return start is not None and start.first().month != setting(read, YEAR_STARTS)


def _lumps(read: Reading, cards: Mapping[str, chart.Account]) -> Iterator[str]:
    """Members' money without names can be told from no member's book, and agreed it stays so."""
    for code, amount in ledger.lumps(read).items():
        words = N_(
            "{name} {amount} masih satu jumlah, belum per anggota. Sebelum disahkan, balik jumlah "
            "itu dan impor daftarnya, supaya setiap anggota punya saldonya."
        )
        shown = wording.rupiah(abs(int(amount)))
        yield _(words).format(name=_(cards[code].name), amount=shown)


# --- agreeing -----------------------------------------------------------------------------------


class AgreeOrder(Order, frozen=True, omit_defaults=True):
    """On what the agreement rests: the minutes, who counted, which old book."""

    explanation: str


class Agreed(Fact, frozen=True, omit_defaults=True):
    """The opening balances stand from this day on."""

    day: date
    explanation: str


@operation("accounting.agree_opening", version=1)
class AgreeOpening(Operation[AgreeOrder, Agreed]):
    """Agree on the opening balances; nothing is added to or taken from them afterwards."""

    sentence = N_("Mengesahkan saldo awal")

    def decide(self, work: Work, order: AgreeOrder) -> Agreed:
        """Once, with nothing left on 3-1501, and with words on what it rests."""
        if periods.opening_agreed(work) is not None:
            raise AlreadyDecided(subject=_(N_("Pengesahan saldo awal")))
        explanation = rules.require_text(order.explanation, field="explanation")
        found = opening(work)
        if found.difference:
            raise Unbalanced(
                N_("Saldo awal belum dapat disahkan. {words}"), words=" ".join(found.words)
            )
        return Agreed(work.today, explanation)

    def apply(self, books: Books, fact: Agreed) -> None:
        """Locked."""
        periods.agree_opening(books, fact.day)
