"""Daftar untuk pengawas: what two people should have looked at, and what was taken back.

Own and family transactions, documents entered after their day (susulan) or dated after a member has
left, reversals and voids, what a second person approved, members' accounts written to by hand,
withdrawals above the day's limit, and withdrawals cut into pieces that stay below it (domain/RULES,
Control).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping
from datetime import date, timedelta

from msgspec import Struct

from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.dates import Month
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.ledger import chart
from kopdes_desktop.members import queries as members
from kopdes_desktop.office.books import Reading
from kopdes_desktop.office.letterhead import letterhead, officers
from kopdes_desktop.office.log import LoggedFact, logged, noted
from kopdes_desktop.office.operation import find
from kopdes_desktop.office.settings import WITHDRAW_LIMIT, setting
from kopdes_desktop.paper.document import Column, Document
from kopdes_desktop.reports import people
from kopdes_desktop.reports.lines import Row
from kopdes_desktop.reports.period import span
from kopdes_desktop.reports.report import Params, report
from kopdes_desktop.savings import queries as savings
from kopdes_desktop.security import queries as users

CODE = "supervision"
WORDS = {
    "own": N_("Transaksi milik sendiri"),
    "family": N_("Transaksi keluarga"),
    "late": N_("Dicatat susulan"),
    "after_leaving": N_("Bertanggal sesudah anggota keluar atau meninggal"),
    "void": N_("Dibatalkan atau dibalik"),
    "over_limit": N_("Penarikan di atas batas sehari"),
    "split": N_("Penarikan terpecah di bawah batas"),
    "by_hand": N_("Jurnal umum di rekening anggota"),
    "approved": N_("Disetujui orang kedua"),
    "restored": N_("Buku dipulihkan dari cadangan"),
}
_TAKEN_BACK = frozenset(
    {"accounting.reverse", "accounting.reopen_month", "membership.void", "import.undo"}
)
#: What these books wrote first after they were put back to a copy: what came after it is gone.
_RESTORED = "backup.restore"
_WITHDRAWAL, _BY_HAND = "savings.withdraw", "accounting.record"
_SETTLEMENT = "membership.settle"
#: What the board decides on a day, and somebody records when he comes to it.
_DECIDED = frozenset({_SETTLEMENT, "membership.decide"})
_MONEY_OUT = frozenset(
    {_WITHDRAWAL, "savings.transfer", _SETTLEMENT, "membership.refund", "membership.prepay"}
)
#: What is owed to applicants, and to those who left.
_TITIPAN, _REFUNDABLE = "2-1107", "2-1106"
#: Withdrawals of one member within so many days count together when they look cut into pieces.
_SPLIT_DAYS = timedelta(days=2)


class _Noted(Struct, frozen=True):
    """A fact and why the supervisors see it; whose and how much, where it names several."""

    what: str
    said: LoggedFact
    member: int | None = None
    amount: int | None = None


class Payout(Struct, frozen=True):
    """Money out of a member's savings, at the counter or by a general journal entry."""

    said: LoggedFact
    member: int
    amount: int

    @property
    def alone(self) -> bool:
        """Whether it counts as cut from something larger: by hand in any case."""
        return self.said.envelope.appr is None or self.said.stamp.kind == _BY_HAND


@report(CODE, title=N_("Daftar untuk pengawas"), asks=("from", "to"))
def build(read: Reading, params: Params) -> Document:
    """Business days; without `from` this year's. A fact stands in every list it belongs to."""
    asked = _dated(params)
    made = list(rows(read, asked))
    return Document(
        CODE,
        _("Daftar untuk pengawas"),
        letterhead(read),
        span(read, asked),
        (
            Column("kind", _("Kode")),
            Column("what", _("Perihal"), width=2),
            Column("date", _("Tanggal"), "day"),
            Column("number", _("Nomor bukti"), room=92),
            Column("operation", _("Perbuatan"), width=2),
            Column("member", _("Anggota"), width=2),
            Column("amount", _("Jumlah"), "money"),
            Column("by", _("Oleh")),
            Column("approved_by", _("Disetujui")),
            Column("reason", _("Alasan"), width=2),
        ),
        made,
        {},
        notes=tuple(_counted(made)),
        signers=officers(read, "supervisor", "chair"),
    )


def _dated(params: Params) -> Params:
    first = params.first or date(params.until.year, 1, 1)
    return Params(day=params.day, until=params.until, first=first)


def _counted(made: Iterable[Row]) -> Iterator[str]:
    counts: dict[object, int] = defaultdict(int)
    for row in made:
        counts[row["kind"]] += 1
    for kind, words in WORDS.items():
        yield _("{what}: {count}").format(what=_(words), count=counts[kind])


def rows(read: Reading, params: Params) -> Iterator[Row]:
    """List by list, each by day."""
    logins = {each.key: each.login or "?" for each in users.users(read)}
    everybody = people.by_key(read)
    found = sorted(
        _noted(read, params),
        key=lambda each: (list(WORDS).index(each.what), each.said.stamp.bd, each.said.stamp.key),
    )
    for each in found:
        stamp, fact = each.said.stamp, each.said.fact
        approved = each.said.envelope.appr
        whose = everybody.get(each.member or _member_of(each.said) or 0)
        yield {
            "kind": each.what,
            "what": _(WORDS[each.what]),
            "date": stamp.bd,
            "number": getattr(fact, "document", None) or getattr(fact, "number", None),
            "operation": _deed(each.said),
            "member": people.label(whose) if whose else None,
            "amount": _amount_of(each.said) if each.amount is None else each.amount,
            "by": logins.get(stamp.user, "?"),
            "approved_by": logins.get(approved.user, "?") if approved else None,
            "reason": _reasons(each.said),
        }


def _deed(said: LoggedFact) -> str:
    """What was done; of a reversal, which document it took back."""
    entry = getattr(said.fact, "entry", None)
    if said.stamp.kind == "accounting.reverse" and entry is not None:
        return str(entry.text)
    return _(find(said.stamp.kind).sentence)


def _reasons(said: LoggedFact) -> str:
    """Why it was late, taken back, approved: each in the words of who did it."""
    approved, since = said.envelope.appr, None
    if _is_of_an_earlier_month(said):
        since = _("berlaku {day}").format(day=wording.short_day(said.fact.day))  # type: ignore[attr-defined]
    taken_back = getattr(said.fact, "reason", None) if said.stamp.kind in _TAKEN_BACK else None
    given = (said.stamp.late, since, taken_back, approved.reason if approved else None)
    return "; ".join(dict.fromkeys(filter(None, given)))


def _is_of_an_earlier_month(said: LoggedFact) -> bool:
    """Whether a decision is recorded in a later month than that of its day."""
    day = getattr(said.fact, "day", None)
    if said.stamp.kind not in _DECIDED or day is None:
        return False
    return Month.of(day) < Month.of(said.stamp.bd)


def _noted(read: Reading, params: Params) -> Iterator[_Noted]:
    first = params.first or date(params.until.year, 1, 1)
    limit = setting(read, WITHDRAW_LIMIT)
    kinds = _TAKEN_BACK | _MONEY_OUT | _DECIDED | {_BY_HAND, _RESTORED}
    facts = list(noted(read, first, params.until, kinds))
    gone = {getattr(each.fact, "target", None) for each in facts}
    shares = _hands(read, facts)
    paid = [each for each in (*_counter(facts), *_by_hand_out(read, shares)) if _stands(each, gone)]
    for said in facts:
        if said.stamp.late or _is_of_an_earlier_month(said):
            yield _Noted("late", said)
        if said.stamp.kind in _TAKEN_BACK:
            yield _Noted("void", said)
        if said.stamp.kind == _RESTORED:
            yield _Noted("restored", said)
        if said.envelope.appr is not None:
            yield _Noted("approved", said)
    for share in shares:
        yield _Noted("by_hand", share.said, share.member, share.amount)
    yield from (_of("over_limit", each) for each in over_limit(paid, limit))
    yield from (_of("split", each) for each in split(paid, limit))
    yield from _after_leaving(read, facts, shares, (first, params.until))
    undecided = (each for each in facts if each.stamp.kind != "membership.decide")
    yield from _own_and_family(read, undecided, first, params.until)


def _of(what: str, payout: Payout) -> _Noted:
    return _Noted(what, payout.said, payout.member, payout.amount)


def _stands(payout: Payout, gone: Container[object]) -> bool:
    return payout.said.stamp.key not in gone


def _counter(facts: Iterable[LoggedFact]) -> Iterator[Payout]:
    """Withdrawals paid over the counter."""
    for said in facts:
        if said.stamp.kind == _WITHDRAWAL:
            yield Payout(said, _member_of(said) or 0, _amount_of(said))


def _hands(read: Reading, facts: Iterable[LoggedFact]) -> list[Payout]:
    """What general journal entries moved on members' accounts, member by member."""
    theirs = {
        code
        for code, card in chart.accounts(read).items()
        if card.subledger == chart.MEMBER_SUBLEDGER or code == _TITIPAN
    }
    theirs |= {product.account for product in savings.products(read)}
    made: list[Payout] = []
    for said in facts:
        if said.stamp.kind != _BY_HAND:
            continue
        sums: dict[int, list[int]] = defaultdict(lambda: [0, 0])
        for line in said.fact.entry.lines:  # type: ignore[attr-defined]
            if line.account in theirs and line.key is not None:
                sums[line.key][line.amount > 0] += abs(int(line.amount))
        made.extend(Payout(said, member, max(both)) for member, both in sums.items())
    return made


def _by_hand_out(read: Reading, hands: Iterable[Payout]) -> Iterator[Payout]:
    """Those of them that paid members' savings, titipan or refunds out of a cash box or bank."""
    cards = chart.accounts(read)
    owed = {product.account for product in savings.products(read)} | {_TITIPAN, _REFUNDABLE}
    for each in hands:
        lines = each.said.fact.entry.lines  # type: ignore[attr-defined]
        cash = -sum(int(line.amount) for line in lines if cards[line.account].cash)
        his = [line for line in lines if line.account in owed and line.key == each.member]
        amount = min(cash, sum(int(line.amount) for line in his))
        if amount > 0:
            yield Payout(each.said, each.member, amount)


def over_limit(paid: Iterable[Payout], limit: int) -> Iterator[Payout]:
    """Every payout of a member's day that came to more than the limit."""
    days: dict[tuple[int, date], list[Payout]] = defaultdict(list)
    for each in paid:
        days[each.member, each.said.stamp.bd].append(each)
    for together in days.values():
        if sum(each.amount for each in together) > limit:
            yield from together


def split(paid: Iterable[Payout], limit: int) -> Iterator[Payout]:
    """Payouts without a second person, or by hand, that in a few days exceed the limit."""
    alone: dict[int, list[Payout]] = defaultdict(list)
    for each in paid:
        if each.alone:
            alone[each.member].append(each)
    for his in alone.values():
        cut: set[int] = set()
        for last in his:
            day = last.said.stamp.bd
            window = [each for each in his if day - _SPLIT_DAYS <= each.said.stamp.bd <= day]
            if len(window) > 1 and sum(each.amount for each in window) > limit:
                cut.update(each.said.stamp.key for each in window)
        yield from (each for each in his if each.said.stamp.key in cut)


def _after_leaving(
    read: Reading, facts: Iterable[LoggedFact], hands: Iterable[Payout], days: tuple[date, date]
) -> Iterator[_Noted]:
    """Documents of a member dated after the day on which he left or died, but for his exit.

    Of an exit recorded in these days also the documents that were there already.
    """
    first, until = days
    settled = {_member_of(said) for said in facts if said.stamp.kind == _SETTLEMENT}
    for who in members.in_status(read, "left"):
        if who.left is None:
            continue
        next_day = who.left + timedelta(days=1)
        begin = next_day if who.key in settled else max(first, next_day)
        sums: dict[int, int] = defaultdict(int)
        for move in savings.moves(read, who.key, begin, until):
            sums[move.fact] += abs(int(move.amount))
        for share in hands:
            if share.member == who.key and share.said.stamp.bd >= begin:
                sums[share.said.stamp.key] = share.amount
        for fact, amount in sums.items():
            said = logged(read, fact)
            if said is not None and not _is_exit(read, said):
                yield _Noted("after_leaving", said, who.key, amount)


def _is_exit(read: Reading, said: LoggedFact) -> bool:
    """Whether this is a settlement, or takes one back."""
    target = getattr(said.fact, "target", None)
    found = read.original(target) if isinstance(target, int) else None
    return said.stamp.kind == _SETTLEMENT or (found is not None and found[0].code == _SETTLEMENT)


def _own_and_family(
    read: Reading, facts: Iterable[LoggedFact], first: date, until: date
) -> Iterator[_Noted]:
    """What somebody recorded of his own savings or of those on his family card."""
    related = _relatives(read)
    theirs = {
        said.stamp.key: said
        for said in facts
        if related.keys() & {_member_of(said) or 0, *_members_in(said)}
    }
    for member in related:
        for move in savings.moves(read, member, first, until):
            said = theirs.get(move.fact) or logged(read, move.fact)  # type: ignore[call-overload]
            if said is not None:
                theirs[move.fact] = said  # type: ignore[index]
    for said in theirs.values():
        touched = related.keys() & {_member_of(said) or 0, *_members_in(said)}
        whats = {
            related[member][said.stamp.user]
            for member in touched
            if said.stamp.user in related[member]
        }
        if whats:
            yield _Noted("own" if "own" in whats else "family", said)


def _relatives(read: Reading) -> Mapping[int, Mapping[int, str]]:
    """Members who are users or live with one: for each, which user has him as own or family."""
    found: dict[int, dict[int, str]] = defaultdict(dict)
    for user in users.users(read):
        himself = members.member(read, user.person)
        if himself is None:
            continue
        for row in members.household(read, himself.key):
            found[row.key][user.key] = "family"
        found[himself.key][user.key] = "own"
    return found


def _member_of(said: LoggedFact) -> int | None:
    """Whom a fact names first; of a reversal, whom its entry names."""
    for name in ("member", "application"):
        key = getattr(said.fact, name, None)
        if isinstance(key, int):
            return key
    return next(iter(_members_in(said)), None)


def _members_in(said: LoggedFact) -> list[int]:
    """The sub-ledger keys of a fact's entry."""
    entry = getattr(said.fact, "entry", None)
    return [line.key for line in entry.lines if line.key is not None] if entry else []


def _amount_of(said: LoggedFact) -> int:
    """What a fact is about in rupiah: its amount or total, else the debits of its entry."""
    for name in ("amount", "total", "refundable"):
        amount = getattr(said.fact, name, None)
        if isinstance(amount, int):
            return int(amount)
    entry = getattr(said.fact, "entry", None)
    if entry is None:
        return 0
    return sum(max(int(line.amount), 0) for line in entry.lines if not line.auto)
