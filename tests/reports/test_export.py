"""The journal in other programs' formats, judged by those programs."""

import csv
import io
import json
import re
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path
from urllib.parse import unquote

import pytest
from beancount import loader
from beancount.core.data import Open, Transaction
from beanquery.query import run_query

from kopdes_desktop.ledger import chart
from kopdes_desktop.office.settings import NAME
from kopdes_desktop.reports.export import Format, account_name, journal
from kopdes_desktop.reports.report import Params, make
from tests.reports.books import FEBRUARY, JANUARY, NASTY, NASTY_BOX, HandMade, line

hledger_is_here = pytest.mark.skipif(not shutil.which("hledger"), reason="hledger is not installed")
EVER = Params(day=FEBRUARY, until=FEBRUARY)


@pytest.fixture
def nasty(books: HandMade) -> HandMade:
    """The young cooperative, with texts that would break a careless export."""
    books.set(NAME, 'Koperasi "Maju"; Bersama\\\n; baris kedua')
    for number, text in enumerate(NASTY):
        books.post(
            FEBRUARY,
            text,
            line("1-1101", 1_000 + number, box=NASTY_BOX),
            line("3-1501", -1_000 - number, movement="opening"),
            number=f"JU-KR-2026-{number:06d}" if number % 2 else None,
        )
    return books


def exported(books: HandMade, form: Format, folder: Path) -> Path:
    file = folder / f"journal.{form}"
    file.write_bytes(b"".join(journal(books, form)))
    return file


def trial_balance(books: HandMade) -> dict[str, int]:
    return {
        str(row["account"]): row["debit"] - row["credit"]  # type: ignore[operator]
        for row in make(books, "trial_balance", EVER).rows
    }


def ask(*line: str) -> str:
    return subprocess.run(line, capture_output=True, text=True, check=True).stdout


def hledger(file: Path, *words: str) -> str:
    return ask("hledger", "-f", str(file), *words)


@hledger_is_here
def test_hledger_gives_our_trial_balance(nasty: HandMade, tmp_path: Path) -> None:
    file = exported(nasty, "hledger", tmp_path)

    rows = csv.reader(io.StringIO(hledger(file, "bal", "--flat", "-N", "-O", "csv")))
    told = {name.partition(":")[2]: int(amount.split()[0]) for name, amount in [*rows][1:]}

    assert told == trial_balance(nasty)


@hledger_is_here
def test_hledger_finds_nothing_wrong(nasty: HandMade, tmp_path: Path) -> None:
    hledger(exported(nasty, "hledger", tmp_path), "check", "--strict", "ordereddates")


@hledger_is_here
def test_hledger_knows_every_entry_text_and_tag(nasty: HandMade, tmp_path: Path) -> None:
    file = exported(nasty, "hledger", tmp_path)

    entries = json.loads(hledger(file, "print", "-O", "json"))
    texts = [_text(entry) for entry in entries]
    tags = [dict(each["ptags"]) for each in entries[2]["tpostings"]]

    assert texts[4:] == list(NASTY)
    assert [entry["tcode"] for entry in entries[:4]] == [
        "SA-KR-2026-000001",
        "SMP-KR-2026-000001",
        "BYR-KR-2026-000001",
        str((1 << 30) + 5),
    ]
    assert dict(entries[2]["ttags"]) == {
        "entry": str((1 << 30) + 4),
        "kind": "ordinary",
        "bd": "2026-01-31",
    }
    assert tags[0] == {"unit": "G1", "lini": "sembako"}
    assert tags[2] == {"unit": "G1", "with": "KTR", "auto": ""}
    assert entries[4]["tpostings"][0]["ptags"][1] == ["box", "KAS%3B %281%29%2C satu"]


def _text(entry: dict[str, object]) -> str:
    tags = dict(entry["ttags"])  # type: ignore[call-overload]
    return unquote(tags["text"]) if "text" in tags else str(entry["tdescription"])


@hledger_is_here
def test_one_units_balance_can_be_asked_of_hledger(books: HandMade, tmp_path: Path) -> None:
    file = exported(books, "hledger", tmp_path)

    told = hledger(file, "bal", "-N", "--flat", "tag:unit=G1")

    assert [row.split() for row in told.splitlines()] == [
        ["750000", "IDR", "Assets:1-1401"],
        ["-750000", "IDR", "Assets:1-1901"],
    ]


@pytest.mark.skipif(not shutil.which("ledger"), reason="ledger is not installed")
def test_ledger_reads_the_same_file(nasty: HandMade, tmp_path: Path) -> None:
    file = exported(nasty, "hledger", tmp_path)

    rows = ask("ledger", "-f", str(file), "bal", "--flat", "--no-total").splitlines()
    told = {name.partition(":")[2]: int(amount) for amount, _idr, name in map(str.split, rows)}

    assert told == trial_balance(nasty)


def test_beancount_gives_our_trial_balance_and_no_error(nasty: HandMade, tmp_path: Path) -> None:
    entries, errors, options = loader.load_file(str(exported(nasty, "beancount", tmp_path)))

    _types, rows = run_query(
        entries, options, "SELECT account, sum(number) WHERE currency='IDR' GROUP BY account"
    )
    told = {account.partition(":")[2]: int(amount) for account, amount in rows if amount}

    assert errors == []
    assert told == trial_balance(nasty)


def test_bean_check_and_bean_query_say_the_same(nasty: HandMade, tmp_path: Path) -> None:
    file = str(exported(nasty, "beancount", tmp_path))
    tools = Path(sys.executable).parent
    query = "SELECT account, sum(number) AS n GROUP BY account"

    checked = ask(str(tools / "bean-check"), file)
    rows = [*csv.reader(io.StringIO(ask(str(tools / "bean-query"), "-f", "csv", file, query)))]
    told = {name.partition(":")[2]: int(n) for name, n in rows[1:] if int(n)}

    assert checked == ""
    assert told == trial_balance(nasty)


def test_beancount_knows_every_entry_text_and_tag(nasty: HandMade, tmp_path: Path) -> None:
    entries, _errors, _options = loader.load_file(str(exported(nasty, "beancount", tmp_path)))
    made = [entry for entry in entries if isinstance(entry, Transaction)]

    assert [entry.narration for entry in made[4:]] == list(NASTY)
    assert _meta(made[2].meta) == {
        "number": "BYR-KR-2026-000001",
        "entry": (1 << 30) + 4,
        "kind": "ordinary",
        "bd": date(2026, 1, 31),
    }
    assert _meta(made[1].postings[1].meta) == {"unit": "KTR", "key": 77, "movement": "deposit"}
    assert _meta(made[2].postings[2].meta) == {"unit": "G1", "with": "KTR", "auto": True}
    assert _meta(made[4].postings[0].meta)["box"] == NASTY_BOX


def _meta(held: dict[str, object] | None) -> dict[str, object]:
    ours = re.compile(r"[a-z]+(?<!filename)(?<!lineno)")
    return {name: value for name, value in (held or {}).items() if ours.fullmatch(name)}


def test_accounts_open_with_the_first_entry_and_keep_their_names(
    nasty: HandMade, tmp_path: Path
) -> None:
    entries, _errors, _options = loader.load_file(str(exported(nasty, "beancount", tmp_path)))
    opened = {entry.account: entry for entry in entries if isinstance(entry, Open)}

    assert {entry.date for entry in opened.values()} == {date(2026, 1, 1)}
    assert opened["Assets:1-1209"].meta["name"] == "Penyisihan Piutang Usaha"
    assert opened["Income:4-1103"].currencies == ["IDR"]


def test_every_account_of_the_chart_has_a_root(empty: HandMade) -> None:
    posting = [card for card in chart.accounts(empty).values() if card.type != chart.HEADER]

    roots = {account_name(card).partition("-")[0] for card in posting}

    assert roots == {
        "Assets:1",
        "Liabilities:2",
        "Equity:3",
        "Income:4",
        "Expenses:5",
        "Expenses:6",
        "Expenses:7",
    }


def test_csv_is_the_journal_report_of_all_time(books: HandMade) -> None:
    books.post(date(2030, 1, 1), "Jauh di depan", line("1-1101", 1), line("3-1501", -1))

    rows = [*csv.DictReader(io.StringIO(b"".join(journal(books, "csv")).decode()))]

    assert len(rows) == len(make(books, "journal", EVER).rows) + 2
    assert rows[2]["date"] == JANUARY.isoformat()
    assert (rows[3]["credit"], rows[3]["key"], rows[3]["auto"]) == ("100000", "77", "0")


@pytest.mark.parametrize("form", ["hledger", "beancount", "csv"])
def test_books_without_an_entry_are_exported_too(
    empty: HandMade, tmp_path: Path, form: Format
) -> None:
    file = exported(empty, form, tmp_path)

    if form == "beancount":
        assert loader.load_file(str(file))[:2] == ([], [])
    elif form == "hledger" and shutil.which("hledger"):
        assert hledger(file, "bal", "-N") == ""
    else:
        assert file.read_text(encoding="utf-8").startswith("date,posted_on,number,entry,line")
