"""What the annual meeting decides: percentages, the division of a year, a loss (N04, N09)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlalchemy import bindparam, delete
from sqlalchemy.dialects.sqlite import insert

from kopdes_desktop.accounting import year_standing
from kopdes_desktop.db.statements import Statement, insert_into
from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.errors import (
    AlreadyDecided,
    BadDay,
    BadField,
    NeedsApproval,
    NotReversible,
    SelfApproval,
)
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import NOTHING, Rupiah
from kopdes_desktop.kernel.names import short_line
from kopdes_desktop.ledger import balances, chart, journal, periods
from kopdes_desktop.ledger.entry import OFFICE_UNIT
from kopdes_desktop.ledger.years import BookYear, year_named
from kopdes_desktop.members import queries as members
from kopdes_desktop.members.nearness import is_near
from kopdes_desktop.office.books import Books
from kopdes_desktop.office.operation import Operation, Order, PostingOrder, operation
from kopdes_desktop.office.work import Work
from kopdes_desktop.surplus import dealt, postings, queries, rules
from kopdes_desktop.surplus.dealt import turnover
from kopdes_desktop.surplus.facts import (
    Allocated,
    DealingOf,
    DealingsOpened,
    LossCovered,
    PoolOf,
    ShareOf,
    SharesSet,
)
from kopdes_desktop.surplus.rules import Basis, Dealt, Measure, Plan, Strangers, Whose
from kopdes_desktop.surplus.tables import (
    SURPLUS_DEALING,
    SURPLUS_RULE,
    SURPLUS_SHARE,
    SURPLUS_YEAR,
)

_rule = insert(SURPLUS_RULE).values(from_year=None, fact=None)
_SET_RULE = Statement(
    _rule.on_conflict_do_update(
        index_elements=[SURPLUS_RULE.c.from_year], set_={"fact": _rule.excluded.fact}
    )
)
_dealing = insert(SURPLUS_DEALING).values(year=None, member=None, what=None, amount=None)
_SET_DEALING = Statement(
    _dealing.on_conflict_do_update(
        index_elements=[SURPLUS_DEALING.c.year, SURPLUS_DEALING.c.member, SURPLUS_DEALING.c.what],
        set_={"amount": _dealing.excluded.amount},
    )
)
_YEAR, _SHARE = insert_into(SURPLUS_YEAR), insert_into(SURPLUS_SHARE)
_NO_YEAR = Statement(delete(SURPLUS_YEAR).where(SURPLUS_YEAR.c.year == bindparam("of_year")))
_NO_SHARES = Statement(delete(SURPLUS_SHARE).where(SURPLUS_SHARE.c.year == bindparam("of_year")))
_WHAT = ("till", "services", "loans")


def require_decision(text: str) -> str:
    """The number of a meeting's decision, in one line. Raises BadField."""
    missing = _(N_("isi nomor keputusan rapat anggota"))
    return short_line(text, field="decision_no", missing=missing)


def _require_undone(work: Work, year: BookYear) -> None:
    if year.name in queries.divided_years(work):
        subject = _(N_("Pembagian SHU {year}")).format(year=year.label)
        raise AlreadyDecided(subject=subject, field="year")


# --- percentages and bases ------------------------------------------------------------------------


class ShareOrder(Order, frozen=True, omit_defaults=True):
    """A heading: its code, its percentage; account and name where the articles give their own."""

    code: str
    percent: str
    account: str = ""
    name: str = ""


class SetSharesOrder(Order, frozen=True, omit_defaults=True, kw_only=True):
    """From which book year on, by which decision of which day, which part to which heading.

    And by what members' parts are measured: see the fact.
    """

    from_year: str
    decision_no: str
    shares: tuple[ShareOrder, ...]
    day: date | None = None
    savings_basis: Basis = "mandatory"
    measure: Measure = "year_end"
    dealings: Dealt = Dealt()
    whose: Whose = "members"
    strangers: Strangers = "divided"
    leavers: bool = True


@operation("surplus.set_shares", version=1)
class SetShares(Operation[SetSharesOrder, SharesSet]):
    """Set by which percentages the surplus is divided, as a meeting decided."""

    sentence = N_("Mengatur pembagian SHU menurut keputusan rapat")
    daily = False

    def decide(self, work: Work, order: SetSharesOrder) -> SharesSet:
        """Percentages that make a hundred, on accounts of the chart; no year that is divided.

        A decision that stands is not written over by one person. Raises NeedsApproval.
        """
        year = year_named(work, order.from_year, field="from_year")
        done = [name for name in queries.divided_years(work) if name >= year.name]
        if done:
            reason = _(N_("SHU {year} sudah dibagi dengan persentase sebelumnya")).format(
                year=done[-1]
            )
            raise BadField(name="from_year", reason=reason, field="from_year")
        asked = [rules.Share(x.code, x.percent, x.account, x.name) for x in order.shares]
        shares = rules.require_shares(asked)
        for n, share in enumerate(shares):
            _require_office(work, share.account, field=f"shares[{n}].account")
        day = order.day or work.today
        if day > work.today:
            reason = _(N_("tanggal itu belum tiba"))
            raise BadDay(day=wording.short_day(day), reason=reason, field="day")
        self._require_agreed(work, year)
        return SharesSet(
            from_year=year.name,
            decision_no=require_decision(order.decision_no),
            day=day,
            shares=shares,
            savings_basis=order.savings_basis,
            measure=order.measure,
            dealings=order.dealings,
            whose=order.whose,
            strangers=order.strangers,
            leavers=order.leavers,
        )

    def _require_agreed(self, work: Work, year: BookYear) -> None:
        """What a meeting decided for this year is changed by two. NeedsApproval."""
        rule = queries.rule_of(work, year.name)
        if rule is not None and rule.from_year == year.name and work.approver is None:
            raise NeedsApproval(
                N_(
                    "Pembagian SHU mulai {year} sudah diatur menurut keputusan {decision}. "
                    "Mengubahnya memerlukan persetujuan orang kedua yang melihat keputusan itu."
                ),
                year=year.label,
                decision=rule.decision_no,
                operation=_(self.sentence),
            )

    def apply(self, books: Books, fact: SharesSet) -> None:
        """The decision from that year on."""
        books.change(_SET_RULE, from_year=fact.from_year, fact=books.stamp.key)


def _require_office(work: Work, code: str, *, field: str) -> None:
    """Refuse an account that is not of the office: the surplus is divided there. BadField."""
    card = chart.account(work, code, field=field)
    if card.owner_unit not in {None, OFFICE_UNIT}:
        reason = _(N_("akun {code} bukan akun kantor; SHU dibagi di kantor")).format(code=code)
        raise BadField(name="account", reason=reason, field=field)


class DealingOrder(Order, frozen=True, omit_defaults=True):
    """A member and what he dealt in."""

    member: int | str
    amount: Rupiah


class OpenDealingsOrder(Order, frozen=True, omit_defaults=True, kw_only=True):
    """Of which year, which kind (till, services, loans), whose, and where the figures are from."""

    year: str
    lines: tuple[DealingOrder, ...]
    reason: str
    what: str = "till"


@operation("surplus.open_dealings", version=1)
class OpenDealings(Operation[OpenDealingsOrder, DealingsOpened]):
    """Enter members' dealings that the till of this program has not seen."""

    sentence = N_("Mencatat transaksi anggota dari buku lain sebagai dasar jasa usaha")
    daily = False

    def decide(self, work: Work, order: OpenDealingsOrder) -> DealingsOpened:
        """Members, amounts that are not negative, a year that is not divided.

        Money is shared by them: a second person sees them, and never his family's alone. All that
        is written of a year kept here is no more than it earned. NeedsApproval, SelfApproval.
        """
        year = year_named(work, order.year)
        _require_undone(work, year)
        if order.what not in _WHAT:
            reason = _(N_("pilih till, services, atau loans"))
            raise BadField(name="what", reason=reason, field="what")
        if not order.lines:
            raise BadField(name="lines", reason=_(N_("belum ada isinya")), field="lines")
        reason = short_line(order.reason, field="reason", missing=_(N_("alasan harus diisi")))
        lines: dict[int, DealingOf] = {}
        for n, line in enumerate(order.lines):
            who = members.require_member(work, line.member, field=f"lines[{n}].member")
            if line.amount < NOTHING:
                below = _(N_("tidak boleh kurang dari nol"))
                raise BadField(name="amount", reason=below, field=f"lines[{n}].amount")
            lines[who.key] = DealingOf(who.key, line.amount)
        _require_earned(work, year, order.what, lines.values())
        self._require_seen(work, lines)
        return DealingsOpened(
            year=year.name, what=order.what, reason=reason, lines=tuple(lines.values())
        )

    def _require_seen(self, work: Work, lines: Iterable[int]) -> None:
        if work.approver is None:
            raise NeedsApproval(
                N_(
                    "SHU dibagi menurut angka-angka ini, dan struknya tidak ada di sini, jadi "
                    "tidak dicatat seorang diri. Mintalah persetujuan orang kedua yang melihat "
                    "buku asalnya."
                ),
                operation=_(self.sentence),
            )
        second = work.approver.person
        if all(is_near(work, second, key) for key in lines):
            raise SelfApproval(
                N_(
                    "Penyetuju adalah anggota yang dicatat sendiri atau sekeluarga dengannya. "
                    "Mintalah persetujuan orang lain."
                )
            )

    def apply(self, books: Books, fact: DealingsOpened) -> None:
        """These figures instead of earlier ones of the same kind."""
        for line in fact.lines:
            books.change(
                _SET_DEALING,
                year=fact.year,
                member=line.member,
                what=fact.what,
                amount=int(line.amount),
            )

    def refers_to(self, fact: DealingsOpened) -> set[int]:
        """The members."""
        return {line.member for line in fact.lines}


def _require_earned(work: Work, year: BookYear, what: str, lines: Iterable[DealingOf]) -> None:
    """Refuse dealings above all that a year earned, where all of it is in these books. BadField.

    Of a start in mid-year nobody here knows what was earned before; of loans, what was lent.
    """
    start = periods.books_from(work)
    if what == "loans" or start is None or start > year.start:
        return
    kept = dealt.written(work, year.name) | {(x.member, what): int(x.amount) for x in lines}
    whole = sum(amount for (_who, kind), amount in kept.items() if kind != "loans")
    earned = turnover(work, year, work.today) - sum(dealt.here(work, year).values())
    if whole > max(earned, 0):
        reason = _(
            N_(
                "transaksi yang ditulis menjadi {whole}, padahal pendapatan {year} di luar kasir "
                "hanya {earned}. Periksa jumlah nolnya"
            )
        ).format(
            whole=wording.rupiah(Rupiah(whole)),
            year=year.label,
            earned=wording.rupiah(Rupiah(max(earned, 0))),
        )
        raise BadField(name="lines", reason=reason, field="lines")


# --- dividing -------------------------------------------------------------------------------------


class AllocateOrder(PostingOrder, frozen=True, omit_defaults=True, kw_only=True):
    """Which year's surplus, by which decision; its day is that of the meeting."""

    year: str
    decision_no: str


@operation("surplus.allocate", version=1)
class Allocate(Operation[AllocateOrder, Allocated]):
    """Divide a year's surplus as the annual meeting decided."""

    sentence = N_("Membagi SHU menurut keputusan rapat anggota")
    document = "SHU"

    def decide(self, work: Work, order: AllocateOrder) -> Allocated:
        """A closed year with a surplus, earlier ones done, percentages and bases for all of it."""
        year = year_named(work, order.year)
        found = require_result(work, year)
        if found.amount <= NOTHING:
            reason = (
                _(N_("tahun itu rugi {loss}. Catat penutupan ruginya")).format(
                    loss=wording.rupiah(-found.amount)
                )
                if found.amount < NOTHING
                else _(N_("tidak ada SHU tahun itu yang menunggu dibagi"))
            )
            raise BadField(name="year", reason=reason, field="year")
        key = queries.rule_key(work, year.name)
        rule = queries.rule_of(work, year.name)
        if key is None or rule is None:
            reason = _(
                N_("persentase pembagian SHU {year} belum diatur menurut keputusan rapat")
            ).format(year=year.label)
            raise BadField(name="year", reason=reason, field="year")
        made = queries.plan(work, found, rule)
        rules.require_shareable(made)
        _require_all_here(work, year, self.sentence)
        text = N_("Pembagian SHU {year}").format(year=year.label)
        entry = postings.allocated(text, made)
        journal.require_postable(work, entry, work.bd, work.today)
        return Allocated(
            number=work.number(self.document),
            year=year.name,
            decision_no=require_decision(order.decision_no),
            rule=key,
            surplus=made.surplus,
            pools=_pools(made),
            members=_members(made),
            savings=made.bases.savings,
            dealings=made.bases.dealings,
            entry=entry,
            outside=made.bases.outside if rule.whose == "all" else 0,
            carried=made.carried,
            strangers=made.strangers,
            turned=made.turned,
        )

    def apply(self, books: Books, fact: Allocated) -> None:
        """The year, everybody's share, and the entry."""
        stamp = books.stamp
        books.insert(_YEAR, fact.year, stamp.key, stamp.bd.isoformat(), int(fact.surplus))
        books.insert_all(
            _SHARE,
            [
                (
                    fact.year,
                    x.member,
                    x.savings,
                    x.dealings,
                    int(x.by_savings),
                    int(x.by_dealings),
                )
                for x in fact.members
            ],
        )
        journal.post(books, fact.entry, fact.number)

    def undoable(self, work: Work, fact: Allocated) -> None:
        """Not once a share was paid or settled, or a fund spent, or a later year divided."""
        _require_latest(work, fact.year, fact.number)
        shares = queries.shares_of(work, fact.year)
        owed = {x.member: x.by_savings + x.by_dealings for x in fact.members}
        if any(amount and shares[key].of(fact.year) != amount for key, amount in owed.items()):
            reason = _(
                N_("ada bagian anggota yang sudah dibayar; balik dahulu bukti pembayarannya")
            )
            raise NotReversible(number=fact.number, reason=reason, field="entry")
        held = {fund.account: fund.left for fund in queries.funds(work, work.today)}
        given: dict[str, Rupiah] = {}
        for pool in fact.pools:
            given[pool.account] = given.get(pool.account, NOTHING) + pool.amount
        if any(held[account] < amount for account, amount in given.items() if account in held):
            reason = _(N_("dana dari pembagian ini sudah dipakai; balik dahulu bukti pemakaiannya"))
            raise NotReversible(number=fact.number, reason=reason, field="entry")

    def undo(self, books: Books, fact: Allocated) -> None:
        """The year is not divided, and nobody has a share of it."""
        books.change(_NO_YEAR, of_year=fact.year)
        books.change(_NO_SHARES, of_year=fact.year)

    def refers_to(self, fact: Allocated) -> set[int]:
        """The decision, and the members."""
        return {fact.rule, *(x.member for x in fact.members)}


def _require_all_here(work: Work, year: BookYear, sentence: str) -> None:
    """Two know it where an outlet has not brought in its year. Raises NeedsApproval."""
    missing = year_standing.awaited(work, year)
    if missing and work.approver is None:
        raise NeedsApproval(
            N_(
                "Gerai {series} belum dibawa masuk sampai akhir tahun buku. Penjualannya yang "
                "masuk sesudah ini terhitung di tahun berikutnya. Ambil datanya dahulu, atau "
                "mintalah persetujuan orang kedua."
            ),
            series=", ".join(missing),
            operation=_(sentence),
        )


def _pools(made: Plan) -> tuple[PoolOf, ...]:
    return tuple(
        PoolOf(x.share.code, x.share.percent, x.share.account, x.amount, x.share.name)
        for x in made.pools
    )


def _members(made: Plan) -> tuple[ShareOf, ...]:
    return tuple(
        ShareOf(x.base.member, x.base.savings, x.base.dealings, x.by_savings, x.by_dealings)
        for x in made.parts
    )


def require_result(work: Work, year: BookYear) -> queries.Outcome:
    """A closed year that is not done, after all earlier ones. AlreadyDecided, BadDay, BadField."""
    _require_undone(work, year)
    if work.bd <= year.last:
        reason = _(N_("rapat anggota diadakan sesudah tahun buku berakhir"))
        raise BadDay(day=wording.short_day(work.bd), reason=reason, field="day")
    if not queries.is_closed(work, year):
        reason = _(N_("buku tahun {year} belum ditutup. Tutup tahun itu dahulu")).format(
            year=year.label
        )
        raise BadField(name="year", reason=reason, field="year")
    before = queries.undivided_before(work, year, work.today)
    if before:
        reason = _(
            N_(
                "akun {account} memuat {amount} di luar SHU {year}: SHU tahun sebelumnya yang "
                "belum diputuskan, atau jurnal koreksi. Putuskan tahun itu, atau balik koreksinya, "
                "dahulu"
            )
        ).format(account=rules.UNDIVIDED, amount=wording.bracketed(before), year=year.label)
        raise BadField(name="year", reason=reason, field="year")
    return queries.outcome(work, year, work.today)


def _require_latest(work: Work, year: str, number: str) -> None:
    if any(name > year for name in queries.divided_years(work)):
        reason = _(N_("tahun sesudahnya sudah diputuskan; balik dahulu keputusan itu"))
        raise NotReversible(number=number, reason=reason, field="entry")


# --- a loss ---------------------------------------------------------------------------------------


class CoverLossOrder(PostingOrder, frozen=True, omit_defaults=True, kw_only=True):
    """Which year's loss, by which decision; how much the reserve covers: all it can unless said."""

    year: str
    decision_no: str
    reserve: Rupiah | None = None


@operation("surplus.cover_loss", version=1)
class CoverLoss(Operation[CoverLossOrder, LossCovered]):
    """Cover a year's loss from the reserve; the rest is carried on (AD Pasal 22)."""

    sentence = N_("Menutup rugi tahun buku dengan cadangan")
    document = "RUG"

    def decide(self, work: Work, order: CoverLossOrder) -> LossCovered:
        """A closed year with a loss; no more of the reserve than there is."""
        year = year_named(work, order.year)
        found = require_result(work, year)
        loss = -found.amount
        if loss <= NOTHING:
            reason = _(N_("tahun itu tidak rugi"))
            raise BadField(name="year", reason=reason, field="year")
        there = max(-balances.balances_at(work, work.today).get(rules.RESERVE, NOTHING), NOTHING)
        most = min(there, loss)
        reserve = most if order.reserve is None else order.reserve
        if not NOTHING <= reserve <= most:
            reason = _(N_("cadangan dapat menutup sampai {most}")).format(most=wording.rupiah(most))
            raise BadField(name="reserve", reason=reason, field="reserve")
        text = N_("Penutupan rugi tahun {year}").format(year=year.label)
        entry = postings.covered(text, loss, reserve)
        journal.require_postable(work, entry, work.bd, work.today)
        return LossCovered(
            number=work.number(self.document),
            year=year.name,
            decision_no=require_decision(order.decision_no),
            loss=loss,
            reserve=reserve,
            carried=loss - reserve,
            entry=entry,
        )

    def apply(self, books: Books, fact: LossCovered) -> None:
        """The year is done, and the entry."""
        stamp = books.stamp
        books.insert(_YEAR, fact.year, stamp.key, stamp.bd.isoformat(), -int(fact.loss))
        journal.post(books, fact.entry, fact.number)

    def undoable(self, work: Work, fact: LossCovered) -> None:
        """Not once a later year was decided."""
        _require_latest(work, fact.year, fact.number)

    def undo(self, books: Books, fact: LossCovered) -> None:
        """The loss waits again."""
        books.change(_NO_YEAR, of_year=fact.year)
