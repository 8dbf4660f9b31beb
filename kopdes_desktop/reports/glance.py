"""Trial balance and statements at a glance: from the maintained balances, without SQLAlchemy.

From the command line, loading it takes as long as everything else together (PERFORMANCE 5). A
glance succeeds or gives None; whatever is not plain (another version of the schema, a user without
the right, one-time words, books held by another program, a unit, a paper that is to be proven
first) is left to the office, whose answer then is the only one. `tests/cli/test_glance.py` holds
the two against each other.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from msgspec import Struct

from kopdes_desktop.borrowings import rules
from kopdes_desktop.checks import last
from kopdes_desktop.db.engine import Database, open_database
from kopdes_desktop.db.faults import as_faults
from kopdes_desktop.kernel.dates import Clock, Month, in_zone
from kopdes_desktop.kernel.errors import Fault, Refusal, SignInRefused
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import Rupiah
from kopdes_desktop.ledger.sums import RESULT, Card, Held, Span, Turned
from kopdes_desktop.ledger.years import BookYears
from kopdes_desktop.office.actor import Level
from kopdes_desktop.paper.document import Document, Letterhead, Signer
from kopdes_desktop.reports.report import Params, Report, drafted, find
from kopdes_desktop.security.keyfile import KeyFile, Unlocked
from kopdes_desktop.security.roles import Matrix
from kopdes_desktop.security.signin import Gate
from kopdes_desktop.statements.sheets import BalanceSheet, Income, Split, income_of, sheet_of

DATABASE, KEYS, SIGN_INS, VERSION = "books.db", "keys.json", "signin.json", "0003"
BACK, AHEAD = timedelta(minutes=10), timedelta(days=35)
#: As `current_parts` says.
CURRENT = "borrowings_current"

_VERSION = "SELECT version_num FROM schema_version"
_ROLE = "SELECT role FROM user WHERE login=? AND active=1"
_SETTINGS = "SELECT code, value FROM setting"
_LAST_DAY = (
    "SELECT day FROM business_day WHERE device=(SELECT number FROM installation) "
    "ORDER BY day DESC LIMIT 1"
)
_LAST_FACT = (
    "SELECT key, body FROM fact, installation WHERE key>number<<30 AND key<number+1<<30 "
    "ORDER BY key DESC LIMIT 1"
)
_NEWEST = "SELECT max(n) FROM fact"
_PROVEN = "SELECT body FROM proof_run"
_NAMES = "SELECT code, name FROM account"
_BALANCES = (
    "SELECT account, sum(amount) FROM ("
    "SELECT account, sum(debit-credit) AS amount FROM balance_month WHERE month<? GROUP BY account "
    "UNION ALL SELECT account, sum(debit-credit) FROM balance_day WHERE day>=? AND day<=? "
    "GROUP BY account) GROUP BY account ORDER BY account"
)
_HELD = (
    "SELECT code, type, statement_line, normal_side, held, had FROM account JOIN"
    " (SELECT account, sum(amount) AS held, sum(before) AS had FROM"
    " (SELECT account, sum(debit-credit) AS amount,"
    " sum(CASE WHEN month<? THEN debit-credit ELSE 0 END) AS before"
    " FROM balance_month WHERE month<? GROUP BY account "
    "UNION ALL SELECT account, sum(debit-credit), 0 FROM balance_day WHERE day>=? AND day<=?"
    " GROUP BY account) GROUP BY account) ON account=code"
)
_TURNED = (
    "SELECT code, type, statement_line, normal_side, debits, credits FROM account JOIN"
    " (SELECT account, sum(debit) AS debits, sum(credit) AS credits FROM"
    " (SELECT account, sum(debit) AS debit, sum(credit) AS credit"
    " FROM balance_month WHERE month>=? AND month<? GROUP BY account "
    "UNION ALL SELECT account, sum(debit), sum(credit) FROM balance_day WHERE day>=? AND day<=?"
    " GROUP BY account "
    "UNION ALL SELECT account, -sum(debit), -sum(credit) FROM balance_day WHERE day>=? AND day<?"
    " GROUP BY account) GROUP BY account) ON account=code"
)
_CLOSING = (
    "SELECT l.account, sum(l.amount) FROM journal_line AS l JOIN (SELECT DISTINCT entry"
    " FROM journal_line WHERE account=? AND posted_on>=? AND posted_on<=?) AS met"
    " ON met.entry=l.entry JOIN entry AS e ON e.key=l.entry LEFT JOIN entry AS back"
    " ON back.key=e.reverses WHERE coalesce(back.kind, e.kind)='closing' GROUP BY l.account"
)
_BORROWED = "SELECT key, account, principal FROM borrowing WHERE void=0 ORDER BY key"
_PARTS = (
    "SELECT due, principal, interest FROM borrowing_part WHERE borrowing=?1 AND terms="
    "(SELECT key FROM borrowing_terms WHERE borrowing=?1 AND void=0 ORDER BY since>?2,"
    " CASE WHEN since>?2 THEN since END, since DESC, CASE WHEN since>?2 THEN key ELSE -key END"
    " LIMIT 1) ORDER BY n"
)
_OWED = (
    "SELECT -sum(amount) FROM (SELECT amount FROM balance_key WHERE account=? AND key=? UNION ALL"
    " SELECT -amount FROM journal_line WHERE account=? AND key=? AND posted_on>?)"
)


class Asked(NamedTuple):
    """A report and its questions as they were typed; a `final` paper must not be a draft."""

    code: str
    questions: Mapping[str, str]
    final: bool = False


def glance(
    folder: Path, user: str, password: str, asked: Asked, clock: Clock
) -> tuple[Document, Params] | None:
    """The report that was asked for, or None. Raises SignInRefused for a wrong password."""
    report = find(asked.code)
    if report.glance is None or "unit" in asked.questions:
        return None
    try:
        database, unlocked = _opened(folder, user, password, clock)
    except Fault:
        return None
    try:
        with as_faults():
            if not _plain(database, unlocked, report):
                return None
            return _read(database, asked, clock)
    except SignInRefused:
        raise
    except (Fault, Refusal):
        return None
    finally:
        database.close()


def _opened(folder: Path, user: str, password: str, clock: Clock) -> tuple[Database, Unlocked]:
    key_file = KeyFile.load(folder / KEYS)
    with Gate(folder / SIGN_INS, clock, key_file.names()).attempt(user):
        unlocked = key_file.unlock(user, password)
    return open_database(folder / DATABASE, unlocked.database_key), unlocked


def _plain(database: Database, unlocked: Unlocked, report: Report) -> bool:
    """Whether nothing stands between this user and this report."""
    role = database.ask(_ROLE, (unlocked.name,))
    return (
        database.ask(_VERSION) == [(VERSION,)]
        and not unlocked.once
        and len(role) == 1
        and Matrix.load().level(role[0][0], report.right) is Level.MAY
    )


def _read(database: Database, asked: Asked, clock: Clock) -> tuple[Document, Params] | None:
    report, books = find(asked.code), GlanceSource(database)
    params = report.params(asked.questions, _today(books, clock))
    why = report.why_draft(*books.standing())
    if report.glance is None or (why and asked.final):
        return None
    return drafted(report.glance(books, params), why), params


class GlanceSource(Struct, frozen=True, dict=True):
    """A `source.Source`: the whole cooperative."""

    database: Database
    unit: str | None = None

    @cached_property
    def settings(self) -> Mapping[str, Any]:
        """What was ever set, by code."""
        return {code: json.loads(value) for code, value in self.database.ask(_SETTINGS)}

    @cached_property
    def last_fact(self) -> tuple[int, str] | None:
        """The last of this laptop."""
        found = self.database.ask(_LAST_FACT)
        return (found[0][0], found[0][1]) if found else None

    def standing(self) -> tuple[last.LastCheck | None, bool]:
        """As `last.standing`."""
        kept = self.database.ask(_PROVEN)
        known = last.said(kept[0][0]) if kept else None
        return known, known is not None and known.seen == self.database.ask(_NEWEST)[0][0]

    @property
    def years(self) -> BookYears:
        """Its book years."""
        return BookYears(self.settings.get("book_year_starts", 1))

    def letterhead(self) -> Letterhead:
        """Who issues the paper."""
        legal = self.settings.get("identity.legal_number", "")
        lines = (
            self.settings.get("identity.address", ""),
            _("Badan hukum {number}").format(number=legal) if legal else "",
            self.settings.get("letterhead.extra", ""),
        )
        return Letterhead(
            self.settings.get("identity.name", ""),
            tuple(filter(None, lines)),
            practice=self.settings.get("practice", False),
            logo=self.settings.get("letterhead.logo", ""),
        )

    def signers(self) -> tuple[Signer, ...]:
        """Who signs a statement."""
        roles = (("signer.chair", N_("Ketua")), ("signer.treasurer", N_("Bendahara")))
        return tuple(Signer(_(title), self.settings.get(code, "")) for code, title in roles)

    def names(self) -> Mapping[str, str]:
        """What accounts are called."""
        return dict(self.database.ask(_NAMES))

    def balances(self, day: date) -> Mapping[str, int]:
        """The balance of every account that moved up to and with a day (debit +), by code."""
        month = Month.of(day)
        asked = month, month.first().isoformat(), day.isoformat()
        return dict(self.database.ask(_BALANCES, asked))

    def sheet(self, day: date) -> BalanceSheet:
        """The balance sheet of a day, with what falls due within a year apart."""
        year, month = self.years.of(day).start, Month.of(day)
        asked = year, month, month.first().isoformat(), day.isoformat()
        rows = self.database.ask(_HELD, asked)
        held = [Held(Card(*row[:4]), row[4], row[5]) for row in rows]
        return sheet_of(day, held, self._splits(day))

    def _splits(self, day: date) -> Iterator[Split]:
        for key, account, principal in self.database.ask(_BORROWED):
            owed = self.database.ask(_OWED, (account, key, account, key, day.isoformat()))[0][0]
            if owed:
                parts = [
                    rules.Part(date.fromisoformat(due), Rupiah(of_principal), Rupiah(interest))
                    for due, of_principal, interest in self.database.ask(
                        _PARTS, (key, day.isoformat())
                    )
                ]
                amount = rules.current(parts, Rupiah(principal), Rupiah(owed), day)
                if amount:
                    yield Split(account, CURRENT, -int(amount))

    def income(self, first: date, last: date) -> Income:
        """The results of a span."""
        begins, ends = Month.of(first), Month.of(last)
        days = first.isoformat(), last.isoformat()
        rows = self.database.ask(
            _TURNED,
            (
                begins,
                ends,
                ends.first().isoformat(),
                days[1],
                begins.first().isoformat(),
                days[0],
            ),
        )
        turned = [Turned(Card(*row[:4]), row[4], row[5]) for row in rows]
        closed = dict(self.database.ask(_CLOSING, (RESULT, *days)))
        return income_of(turned, closed, Span(first, last))


def _today(books: GlanceSource, clock: Clock) -> date:
    """The day that the next document would fall on: the clock's where it can be believed."""
    now = clock.now()
    clock_day = in_zone(now, books.settings.get("zone", "Asia/Jakarta")).date()
    days = books.database.ask(_LAST_DAY)
    if not days or books.last_fact is None:
        return clock_day
    last_day = date.fromisoformat(days[0][0])
    at = datetime.fromisoformat(json.loads(books.last_fact[1])["at"])
    return max(clock_day, last_day) if at - BACK <= now <= at + AHEAD else last_day
