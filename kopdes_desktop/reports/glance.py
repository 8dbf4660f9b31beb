"""The trial balance at a glance: from the maintained balances, without loading SQLAlchemy.

From the command line, loading it takes as long as everything else together (PERFORMANCE 5). A
glance succeeds or gives None; whatever is not plain (another version of the schema, a user without
the right, one-time words, books held by another program, a unit) is left to the office, whose
answer then is the only one. `tests/reports/test_glance.py` holds the two against each other.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from pathlib import Path

from kopdes_desktop.db.engine import Database, open_database
from kopdes_desktop.db.faults import as_faults
from kopdes_desktop.kernel.dates import Clock, Month, in_zone
from kopdes_desktop.kernel.errors import Fault, Refusal, SignInRefused
from kopdes_desktop.kernel.i18n import _
from kopdes_desktop.office.actor import Level
from kopdes_desktop.paper.document import Document, Letterhead
from kopdes_desktop.reports import trial_balance
from kopdes_desktop.reports.report import Params, Report, find
from kopdes_desktop.security.keyfile import KeyFile, Unlocked
from kopdes_desktop.security.roles import Matrix
from kopdes_desktop.security.signin import Gate

DATABASE, KEYS, SIGN_INS, VERSION = "books.db", "keys.json", "signin.json", "0002"
BACK, AHEAD = timedelta(minutes=10), timedelta(days=35)

_VERSION = "SELECT version_num FROM schema_version"
_ROLE = "SELECT role FROM user WHERE login=? AND active=1"
_SETTINGS = "SELECT code, value FROM setting"
_LAST_DAY = (
    "SELECT day FROM business_day WHERE device=(SELECT number FROM installation) "
    "ORDER BY day DESC LIMIT 1"
)
_LAST_FACT = (
    "SELECT body FROM fact, installation WHERE key>number<<30 AND key<number+1<<30 "
    "ORDER BY key DESC LIMIT 1"
)
_BALANCES = (
    "SELECT account, sum(amount), (SELECT name FROM account WHERE code=account) FROM ("
    "SELECT account, sum(debit-credit) AS amount FROM balance_month WHERE month<? GROUP BY account "
    "UNION ALL SELECT account, sum(debit-credit) FROM balance_day WHERE day>=? AND day<=? "
    "GROUP BY account) GROUP BY account ORDER BY account"
)


def glance(
    folder: Path, user: str, password: str, asked: Mapping[str, str], clock: Clock
) -> tuple[Document, Params] | None:
    """The trial balance that was asked for, or None. Raises SignInRefused for a wrong password."""
    if "unit" in asked:
        return None
    report = find(trial_balance.CODE)
    try:
        database, unlocked = _opened(folder, user, password, clock)
    except Fault:
        return None
    try:
        with as_faults():
            if not _plain(database, unlocked, report):
                return None
            return _read(database, report, asked, clock)
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


def _read(
    database: Database, report: Report, asked: Mapping[str, str], clock: Clock
) -> tuple[Document, Params]:
    settings = {code: json.loads(value) for code, value in database.ask(_SETTINGS)}
    params = report.params(asked, _today(database, settings, clock))
    month = Month.of(params.day)
    rows = database.ask(_BALANCES, (month, month.first().isoformat(), params.day.isoformat()))
    legal = settings.get("identity.legal_number", "")
    lines = (
        settings.get("identity.address", ""),
        _("Badan hukum {number}").format(number=legal) if legal else "",
    )
    letterhead = Letterhead(
        settings.get("identity.name", ""),
        tuple(filter(None, lines)),
        practice=settings.get("practice", False),
    )
    balances = {code: amount for code, amount, _name in rows}
    names = {code: name for code, _amount, name in rows}
    return trial_balance.paper(params, letterhead, balances, names), params


def _today(database: Database, settings: Mapping[str, str], clock: Clock) -> date:
    """The day that the next document would fall on: the clock's where it can be believed."""
    now = clock.now()
    clock_day = in_zone(now, settings.get("zone", "Asia/Jakarta")).date()
    days, facts = database.ask(_LAST_DAY), database.ask(_LAST_FACT)
    if not days or not facts:
        return clock_day
    last_day = date.fromisoformat(days[0][0])
    last = datetime.fromisoformat(json.loads(facts[0][0])["at"])
    return max(clock_day, last_day) if last - BACK <= now <= last + AHEAD else last_day
