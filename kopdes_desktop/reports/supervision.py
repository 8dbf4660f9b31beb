"""Daftar untuk pengawas: what two people should have looked at, and what was taken back.

Own and family transactions, documents entered after their day (susulan), reversals and voids, what
a second person approved, withdrawals above the day's limit, and withdrawals cut into pieces that
stay below it (domain/RULES, Control).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.members import queries as members
from kopdes_desktop.office.books import Reading
from kopdes_desktop.office.letterhead import letterhead
from kopdes_desktop.office.log import LoggedFact, logged, noted
from kopdes_desktop.office.operation import find
from kopdes_desktop.office.settings import WITHDRAW_LIMIT, setting
from kopdes_desktop.paper.document import Column, Document, Signer
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
    "void": N_("Dibatalkan atau dibalik"),
    "over_limit": N_("Penarikan di atas batas sehari"),
    "split": N_("Penarikan terpecah di bawah batas"),
    "approved": N_("Disetujui orang kedua"),
}
_TAKEN_BACK = frozenset(
    {"accounting.reverse", "accounting.reopen_month", "membership.void", "import.undo"}
)
_WITHDRAWAL = "savings.withdraw"
_MONEY_OUT = frozenset(
    {_WITHDRAWAL, "savings.transfer", "membership.settle", "membership.refund", "membership.prepay"}
)
#: Withdrawals of one member within so many days count together when they look cut into pieces.
_SPLIT_DAYS = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class _Noted:
    """A fact and why the supervisors see it."""

    what: str
    said: LoggedFact


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
        signers=(Signer(_("Pengawas")), Signer(_("Ketua"))),
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
        whose = everybody.get(_member_of(each.said) or 0)
        yield {
            "kind": each.what,
            "what": _(WORDS[each.what]),
            "date": stamp.bd,
            "number": getattr(fact, "document", None) or getattr(fact, "number", None),
            "operation": _deed(each.said),
            "member": people.label(whose) if whose else None,
            "amount": _amount_of(each.said),
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
    approved = said.envelope.appr
    taken_back = getattr(said.fact, "reason", None) if said.stamp.kind in _TAKEN_BACK else None
    given = (said.stamp.late, taken_back, approved.reason if approved else None)
    return "; ".join(dict.fromkeys(filter(None, given)))


def _noted(read: Reading, params: Params) -> Iterator[_Noted]:
    first = params.first or date(params.until.year, 1, 1)
    limit = setting(read, WITHDRAW_LIMIT)
    facts = list(noted(read, first, params.until, _TAKEN_BACK | _MONEY_OUT))
    gone = {getattr(each.fact, "target", None) for each in facts}
    withdrawals = [
        each for each in facts if each.stamp.kind == _WITHDRAWAL and each.stamp.key not in gone
    ]
    for said in facts:
        if said.stamp.late:
            yield _Noted("late", said)
        if said.stamp.kind in _TAKEN_BACK:
            yield _Noted("void", said)
        if said.envelope.appr is not None:
            yield _Noted("approved", said)
    yield from (_Noted("over_limit", said) for said in over_limit(withdrawals, limit))
    yield from (_Noted("split", said) for said in split(withdrawals, limit))
    yield from _own_and_family(read, facts, first, params.until)


def over_limit(withdrawals: Iterable[LoggedFact], limit: int) -> Iterator[LoggedFact]:
    """Every withdrawal of a member's day that came to more than the limit."""
    days: dict[tuple[int, date], list[LoggedFact]] = defaultdict(list)
    for said in withdrawals:
        days[_member_of(said) or 0, said.stamp.bd].append(said)
    for together in days.values():
        if sum(map(_amount_of, together)) > limit:
            yield from together


def split(withdrawals: Iterable[LoggedFact], limit: int) -> Iterator[LoggedFact]:
    """Withdrawals without a second person that within a few days come to more than the limit."""
    alone: dict[int, list[LoggedFact]] = defaultdict(list)
    for said in withdrawals:
        if said.envelope.appr is None:
            alone[_member_of(said) or 0].append(said)
    for his in alone.values():
        cut: set[int] = set()
        for last in his:
            window = [
                each
                for each in his
                if last.stamp.bd - _SPLIT_DAYS <= each.stamp.bd <= last.stamp.bd
            ]
            if len(window) > 1 and sum(map(_amount_of, window)) > limit:
                cut.update(each.stamp.key for each in window)
        yield from (each for each in his if each.stamp.key in cut)


def _own_and_family(
    read: Reading, facts: Iterable[LoggedFact], first: date, until: date
) -> Iterator[_Noted]:
    """What somebody recorded of his own savings or of those on his family card."""
    related = _relatives(read)
    theirs = {said.stamp.key: said for said in facts if _member_of(said) in related}
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
