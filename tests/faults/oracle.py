"""What must hold after every bad day (RELIABILITY, "common oracle"), by an auditor of its own.

The auditor reads the log with plain JSON into plain dicts and adds up again what the program keeps;
it shares no code with the program but the cursor. The program's own proofs are asked as well.
"""

import hashlib
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from kopdes_desktop.app.books import Session
from kopdes_desktop.checks import proofs, rebuild
from kopdes_desktop.security.anchoring import anchor_of

NUMBER = re.compile(r"([A-Z]{2,4})-([A-Z]{2})-(\d{4})-(\d{6,})")
SHIFT = 30


class Acknowledged(NamedTuple):
    """What somebody was told: a fact's key and its document number."""

    id: int
    number: str | None = None


class Logged(NamedTuple):
    """A fact as it stands in the log."""

    key: int
    hash: bytes
    raw: str
    said: dict[str, Any]


def findings(
    session: Session, acknowledged: Iterable[Acknowledged] = (), *, whole: bool = False
) -> list[str]:
    """Everything that is not as it must be; `whole` also rebuilds the books from their log."""
    read = session.office.reading
    found = [f"{each.code}: {each.findings}" for each in proofs.run(read) if not each.ok]
    found += audited(session, acknowledged)
    if whole and not found:
        again = rebuild.rebuild(read, session.office.own.number, session.office.calendar)
        found += [f"rebuild: {each}" for each in again.differences]
    return found


def audited(session: Session, acknowledged: Iterable[Acknowledged] = ()) -> list[str]:
    """What the auditor alone finds."""
    found = list(_pages(session))
    if found:
        return found
    log = _log(session)
    return [
        *_promises(log, acknowledged),
        *_chain(log),
        *_numbers(log),
        *_sums(session, log),
        *_stock(session, log),
        *_answers(session, log),
        *_anchor(session, log),
    ]


def _rows(session: Session, sql: str) -> list[tuple[Any, ...]]:
    rows: list[tuple[Any, ...]] = session.office.database.connection.execute(sql).fetchall()
    return rows


def _pages(session: Session) -> Iterator[str]:
    for pragma in ("cipher_integrity_check", "integrity_check", "foreign_key_check"):
        for row in _rows(session, f"PRAGMA {pragma}"):
            if row != ("ok",):
                yield f"{pragma}: {row}"


def _log(session: Session) -> list[Logged]:
    rows = _rows(session, "SELECT key, hash, body FROM fact ORDER BY key")
    return [Logged(key, digest, raw, json.loads(raw)) for key, digest, raw in rows]


def _promises(log: list[Logged], acknowledged: Iterable[Acknowledged]) -> Iterator[str]:
    numbers = Counter(each.said["d"].get("number") for each in log)
    by_key = {each.key: each.said["d"].get("number") for each in log}
    for told in acknowledged:
        if told.id not in by_key:
            yield f"lost: {told}"
        elif told.number and (by_key[told.id] != told.number or numbers[told.number] != 1):
            yield f"not once: {told}"


def _chain(log: list[Logged]) -> Iterator[str]:
    before: dict[int, tuple[int, str | None]] = defaultdict(lambda: (0, None))
    for each in log:
        device, seq = each.key >> SHIFT, each.key & (1 << SHIFT) - 1
        last, previous = before[device]
        digest = hashlib.sha256(each.raw.encode()).digest()
        if digest != each.hash:
            yield f"hash of {seq}"
        if (seq, each.said["seq"], each.said.get("prev")) != (last + 1, seq, previous):
            yield f"link of {seq}"
        before[device] = (seq, digest.hex())


def _numbers(log: list[Logged]) -> Iterator[str]:
    series: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for each in log:
        found = NUMBER.fullmatch(str(each.said["d"].get("number")))
        if found:
            series[found.groups()[:3]].append(int(found[4]))
    for name, counted in series.items():
        if counted != list(range(1, len(counted) + 1)):
            yield f"numbers of {name}: {counted}"


def _sums(session: Session, log: list[Logged]) -> Iterator[str]:
    """Journal, balances, savings and members against what the log says."""
    ledger, savings, members = _added_up(log)
    by_key: dict[int, list[int]] = {
        key: [line["amount"] for line in lines] for key, lines in _entries(log)
    }
    if any(sum(amounts) for amounts in by_key.values()):
        yield "an entry of the log does not balance"
    kept = {
        "journal": "SELECT account, unit, sum(amount) FROM journal_line GROUP BY 1, 2",
        "months": "SELECT account, unit, sum(debit-credit) FROM balance_month GROUP BY 1, 2",
        "days": "SELECT account, unit, sum(debit-credit) FROM balance_day GROUP BY 1, 2",
    }
    for name, sql in kept.items():
        if _dict(_rows(session, sql)) != _without_zero(ledger):
            yield f"{name} are not what the log adds up to"
    for table in ("savings_balance", "savings_move"):
        sql = f"SELECT member, product, sum(amount) FROM {table} GROUP BY 1, 2"
        if _dict(_rows(session, sql)) != _without_zero(savings):
            yield f"{table} is not what the log adds up to"
    if dict(_rows(session, "SELECT key, status FROM member")) != members:
        yield "members are not those of the log"
    if len(by_key) != _rows(session, "SELECT count(*) FROM entry")[0][0]:
        yield "entries without a fact, or facts without their entry"


def _stock(session: Session, log: list[Logged]) -> Iterator[str]:
    """What lies on each shelf and what it is worth, by the log, by the moves, by the ledger."""
    shelves: Counter[tuple[Any, ...]] = Counter()
    facts = {each.key: each.said for each in log}
    for said in facts.values():
        undone = said["kind"] == "accounting.reverse"
        told = facts[said["d"]["target"]]["d"] if undone else said["d"]
        goods = told.get("goods") or {"kind": "", "d": {"lines": []}}
        sign = -1 if undone is (goods["kind"] != "inventory.issue") else 1
        for line in goods["d"]["lines"]:
            out = isinstance(line, list)  # goods out are written short
            names = (0, 1, 2) if out else ("item", "quantity", "value")
            item, quantity, value = (line[each] for each in names)
            place = (goods["d"]["place"], item)
            shelves[*place, "thousandths"] += sign * _thousandths(quantity)
            shelves[*place, "value"] += sign * value
    for table in ("stock", "stock_move"):
        sql = f"SELECT place, item, sum(quantity), sum(value) FROM {table} GROUP BY 1, 2"
        kept: dict[tuple[Any, ...], int] = {}
        for place, item, quantity, value in _rows(session, sql):
            kept |= {(place, item, "thousandths"): quantity, (place, item, "value"): value}
        if {name: much for name, much in kept.items() if much} != _without_zero(shelves):
            yield f"{table} is not what the log adds up to"
    ledger = "SELECT sum(amount) FROM journal_line WHERE account LIKE '1-14%'"
    worth = sum(much for name, much in shelves.items() if name[2] == "value")
    if (_rows(session, ledger)[0][0] or 0) != worth:
        yield "the ledger's stock is not what lies on the shelves"


def _thousandths(text: str) -> int:
    whole, _dot, rest = text.partition(".")
    return int(whole) * 1_000 + int(f"{rest:0<3}")


def open_cart(session: Session, allowed: set[str]) -> list[str]:
    """The cart that the clerk has in hand stands as it was kept last, or was being kept."""
    rows = _rows(session, "SELECT body FROM cart_draft WHERE slot = 0")
    found = [body for (body,) in rows] or [""]
    return [] if len(found) == 1 and found[0] in allowed else [f"open cart: {found}"]


def _entries(log: list[Logged]) -> Iterator[tuple[int, list[dict[str, Any]]]]:
    for each in log:
        entry = each.said["d"].get("entry")
        if entry:
            yield each.key, entry["lines"]


def _added_up(
    log: list[Logged],
) -> tuple[Counter[tuple[Any, ...]], Counter[tuple[Any, ...]], dict[int, str]]:
    ledger: Counter[tuple[Any, ...]] = Counter()
    savings: Counter[tuple[Any, ...]] = Counter()
    members: dict[int, str] = {}
    facts = {each.key: each.said for each in log}
    for _key, lines in _entries(log):
        for line in lines:
            ledger[line["account"], line["unit"]] += line["amount"]
    for key, said in facts.items():
        match said["kind"]:
            case "savings.deposit":
                _add(savings, said["d"], 1)
            case "accounting.reverse" if facts[said["d"]["target"]]["kind"] == "savings.deposit":
                _add(savings, facts[said["d"]["target"]]["d"], -1)
            case "membership.apply":
                members[key] = "applicant"
            case "membership.decide":
                status = "active" if said["d"]["approved"] else "rejected"
                members[said["d"]["application"]] = status
    return ledger, savings, members


def _add(savings: Counter[tuple[Any, ...]], deposited: dict[str, Any], sign: int) -> None:
    for line in deposited["lines"]:
        savings[line["member"], line["product"]] += sign * line["amount"]


def _dict(rows: list[tuple[Any, ...]]) -> dict[tuple[Any, ...], int]:
    return {tuple(row[:-1]): row[-1] for row in rows if row[-1]}


def _without_zero(sums: Counter[tuple[Any, ...]]) -> dict[tuple[Any, ...], int]:
    return {name: amount for name, amount in sums.items() if amount}


def _answers(session: Session, log: list[Logged]) -> Iterator[str]:
    """A caller's key stands for a fact that is there, and each fact for one key at most."""
    kept = [row[0] for row in _rows(session, "SELECT fact FROM answer")]
    keys = {each.key for each in log}
    if len(kept) != len(set(kept)) or not keys.issuperset(kept):
        yield "answers to callers' keys without their facts"


def _anchor(session: Session, log: list[Logged]) -> Iterator[str]:
    """The anchor is never ahead of the books, and marks a fact that is there."""
    if session.office.read_only is not None:
        yield f"read-only: {session.office.read_only}"
    anchor = anchor_of(session.office.own)
    mark = anchor.read() if anchor else None
    if mark is None:
        return
    hashes = {each.key: each.hash.hex() for each in log}
    if hashes.get(session.office.own.number << SHIFT | mark.seq) != mark.hash:
        yield f"anchor marks {mark.seq}, which is not in the books"
