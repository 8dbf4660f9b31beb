"""F31: somebody with a password and tools of his own, who changes the books behind the program.

He takes the guards down first and puts them up again afterwards, so that they tell nothing. Each
attack says who has to see it: `opening`, a code of `check`, `rebuild`, the `anchor` outside the
folder, or the digits on a `slip` that a member took home.
"""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec

from kopdes_desktop.app.books import DATABASE
from kopdes_desktop.db import guards
from kopdes_desktop.db.base import tables
from kopdes_desktop.db.engine import Database, open_database, remove
from kopdes_desktop.db.guards import expected, install
from kopdes_desktop.db.statements import insert_into
from kopdes_desktop.ledger.periods import Months
from kopdes_desktop.office import replay
from kopdes_desktop.office.books import Books
from tests.faults import books

Said = dict[str, Any]
Change = Callable[[list[Said]], None]
FACT = next(each for each in tables("log") if each.name == "fact")


class Insider:
    """The open file, without guards."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.key = folder, books.database_key(folder)
        self.database = open_database(folder / DATABASE, self.key)
        self.run("PRAGMA foreign_keys=OFF")

    def run(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        return self.database.ask(sql, values)

    def one(self, sql: str, *values: object) -> Any:
        return self.run(sql, *values)[0][0]

    @property
    def deposit(self) -> int:
        """The key of the last deposit."""
        return int(self.one("SELECT max(key) FROM fact WHERE kind='savings.deposit'"))

    def said(self, key: int) -> Said:
        found: Said = msgspec.json.decode(self.one("SELECT body FROM fact WHERE key=?", key))
        return found

    def say(self, key: int, said: Said, *, rehash: bool) -> None:
        """Change one fact, with or without its hash."""
        raw = canonical(said)
        self.run("UPDATE fact SET body=? WHERE key=?", raw.decode(), key)
        if rehash:
            self.run("UPDATE fact SET hash=? WHERE key=?", hashlib.sha256(raw).digest(), key)

    def rewrite(self, change: Change) -> None:
        """Tell the whole story again with a change, chain it anew, and make all books from it."""
        story = [
            msgspec.json.decode(row[0]) for row in self.run("SELECT body FROM fact ORDER BY n")
        ]
        number = int(self.one("SELECT number FROM installation"))
        change(story)
        made = open_database(self.folder / "forged.db", self.key, new=True)
        guards.create(made)
        with made.whole():
            replay.copy_rows(self.database, made, "keeper")
            for row in chained(story, number):
                made.run(insert_into(FACT), row)
            replay.replay(Books(made), made, number, Months())
        self.database.close()
        made.close()
        remove(self.folder / DATABASE)
        (self.folder / "forged.db").rename(self.folder / DATABASE)
        self.database = open_database(self.folder / DATABASE, self.key)


def canonical(said: Said) -> bytes:
    return msgspec.json.encode(said, order="sorted")


def chained(story: list[Said], number: int) -> Iterator[tuple[object, ...]]:
    """Rows of the log in which every link is right."""
    digest = b""
    for seq, said in enumerate(story, 1):
        said.update({"seq": seq} | ({"prev": digest.hex()} if digest else {}))
        raw = canonical(said)
        digest = hashlib.sha256(raw).digest()
        yield seq, number << 30 | seq, said["kind"], said["bd"], digest, raw.decode()


@contextmanager
def inside(folder: Path) -> Iterator[Insider]:
    """The guards go down, and come up again."""
    insider = Insider(folder)
    lower(insider.database)
    try:
        yield insider
        install(insider.database)
    finally:
        insider.database.close()


def lower(database: Database) -> None:
    for name in expected():
        database.ask(f"DROP TRIGGER {name}")


Attack = Callable[[Insider], None]
ATTACKS: dict[Attack, set[str]] = {}


def attack(*seen_by: str) -> Callable[[Attack], Attack]:
    """Enter an attack with those who have to see it."""

    def enter(made: Attack) -> Attack:
        ATTACKS[made] = set(seen_by)
        return made

    return enter


# --- the journal ------------------------------------------------------------------------------


@attack("entries", "balances", "rebuild")
def a_line_is_made_larger(at: Insider) -> None:
    at.run("UPDATE journal_line SET amount=amount+1 WHERE entry=? AND line=1", at.deposit)


@attack("balances", "rebuild")
def both_sides_of_an_entry_are_doubled(at: Insider) -> None:
    at.run("UPDATE journal_line SET amount=amount*2 WHERE entry=?", at.deposit)


@attack("savings", "rebuild")
def an_entry_is_doubled_with_all_its_balances(at: Insider) -> None:
    lines = at.run(
        "SELECT account, posted_on, unit, amount, key, box FROM journal_line WHERE entry=?",
        at.deposit,
    )
    both_sides_of_an_entry_are_doubled(at)
    for account, day, unit, amount, key, box in lines:
        side = "debit" if amount > 0 else "credit"
        for table, column, when in (
            ("balance_day", "day", day),
            ("balance_month", "month", day[:7]),
        ):
            at.run(
                f"UPDATE {table} SET {side}={side}+? WHERE {column}=? AND account=? AND unit=?",
                *(abs(amount), when, account, unit),
            )
        at.run(
            "UPDATE balance_key SET amount=amount+? WHERE account=? AND key=?", amount, account, key
        )
        at.run("UPDATE balance_box SET amount=amount+? WHERE box=?", amount, box)


@attack("rebuild")
def a_deposit_is_doubled_everywhere_but_in_its_fact(at: Insider) -> None:
    an_entry_is_doubled_with_all_its_balances(at)
    for member, product, amount in at.run(
        "SELECT member, product, amount FROM savings_move WHERE fact=?", at.deposit
    ):
        at.run(
            "UPDATE savings_balance SET amount=amount+? WHERE member=? AND product=?",
            *(amount, member, product),
        )
    at.run("UPDATE savings_move SET amount=amount*2 WHERE fact=?", at.deposit)


@attack("balances", "rebuild")
def a_line_is_moved_to_another_account(at: Insider) -> None:
    at.run("UPDATE journal_line SET account='6-1201' WHERE entry=? AND line=2", at.deposit)


@attack("balances", "rebuild")
def money_is_credited_to_another_member(at: Insider) -> None:
    other = at.one("SELECT min(key) FROM member")
    at.run("UPDATE journal_line SET key=? WHERE entry=? AND key IS NOT NULL", other, at.deposit)


@attack("balances", "rebuild")
def an_entry_is_taken_out(at: Insider) -> None:
    at.run("DELETE FROM entry WHERE key=?", at.deposit)
    at.run("DELETE FROM journal_line WHERE entry=?", at.deposit)


@attack("entries", "rebuild")
def the_seal_of_an_entry_is_taken_away(at: Insider) -> None:
    at.run("DELETE FROM entry WHERE key=?", at.deposit)


@attack("rebuild")
def an_entry_is_invented(at: Insider) -> None:
    at.run(
        "INSERT INTO entry SELECT key+77, bd, posted_on, kind, NULL, text, NULL FROM entry LIMIT 1"
    )


@attack("balances", "rebuild")
def an_entry_goes_into_another_month(at: Insider) -> None:
    at.run("UPDATE journal_line SET posted_on='2026-10-31' WHERE entry=?", at.deposit)
    at.run("UPDATE entry SET posted_on='2026-10-31' WHERE key=?", at.deposit)


@attack("balances", "rebuild")
def a_kept_balance_is_made_larger(at: Insider) -> None:
    at.run("UPDATE balance_month SET debit=debit+1000 WHERE account='1-1101'")


@attack("balances", "rebuild")
def a_cash_box_is_emptied(at: Insider) -> None:
    at.run("UPDATE balance_box SET amount=0")


# --- members and savings ----------------------------------------------------------------------


@attack("savings", "rebuild")
def a_savings_balance_is_made_larger(at: Insider) -> None:
    at.run("UPDATE savings_balance SET amount=amount+1000000 WHERE product='voluntary'")


@attack("rebuild")
def a_month_of_dues_is_given_away(at: Insider) -> None:
    at.run("UPDATE dues_paid SET month='2027-12' WHERE month=(SELECT max(month) FROM dues_paid)")


@attack("rebuild")
def an_applicant_becomes_a_member_without_a_decision(at: Insider) -> None:
    at.run("UPDATE member SET status='active', number='0999' WHERE status='applicant'")


@attack("rebuild")
def a_member_gets_another_name(at: Insider) -> None:
    at.run("UPDATE member SET name='Orang Lain' WHERE number='0001'")


@attack("persons", "rebuild")
def a_persons_keys_are_destroyed(at: Insider) -> None:
    at.run("DELETE FROM person_key WHERE person=(SELECT key FROM member WHERE number='0001')")


@attack("persons")
def a_person_is_erased_without_a_fact(at: Insider) -> None:
    person = at.one("SELECT key FROM member WHERE number='0001'")
    at.run("DELETE FROM person_key WHERE person=?", person)
    at.run("UPDATE member SET name=NULL WHERE key=?", person)
    at.run("DELETE FROM member_search WHERE rowid=?", person)


@attack("rebuild")
def a_persons_key_is_exchanged(at: Insider) -> None:
    at.run("UPDATE person_key SET secret=zeroblob(32)")


@attack("persons")
def a_nik_is_made_unfindable(at: Insider) -> None:
    at.run("DELETE FROM person_hash WHERE field='nik'")


# --- rights -----------------------------------------------------------------------------------


@attack("rebuild")
def a_clerk_makes_himself_treasurer(at: Insider) -> None:
    at.run("UPDATE user SET role='treasurer' WHERE login='kasir'")


@attack("rebuild")
def an_officers_key_is_exchanged(at: Insider) -> None:
    at.run("UPDATE user SET officer_key=zeroblob(32) WHERE login='ketua'")


@attack("rebuild")
def a_device_is_granted_everything(at: Insider) -> None:
    at.run("INSERT INTO device_grant SELECT number, 'kind', 'accounting.record' FROM device")


@attack("heads")
def the_laptops_keys_are_exchanged(at: Insider) -> None:
    at.run("UPDATE installation SET sign_seed=zeroblob(32)")


@attack("rebuild")
def a_setting_is_changed(at: Insider) -> None:
    at.run("UPDATE setting SET value='999' WHERE code='book_year_starts'")


@attack("rebuild")
def a_closed_month_is_opened(at: Insider) -> None:
    at.run("INSERT OR REPLACE INTO period VALUES('2026-10', 0, 1)")


@attack("numbers", "rebuild")
def a_counter_is_put_back(at: Insider) -> None:
    at.run("UPDATE counter SET last=last-1 WHERE kind='SMP'")


# --- the log ----------------------------------------------------------------------------------


@attack("chain", "rebuild")
def a_fact_is_changed(at: Insider) -> None:
    said = at.said(at.deposit)
    for line in said["d"]["entry"]["lines"]:
        line["amount"] *= 2
    at.say(at.deposit, said, rehash=False)


@attack("chain", "slip")
def a_fact_in_the_middle_is_changed_with_its_hash(at: Insider) -> None:
    key = int(at.one("SELECT min(key) FROM fact WHERE kind='savings.deposit'"))
    said = at.said(key)
    said["by"]["role"] = "chair"
    at.say(key, said, rehash=True)


@attack("chain")
def a_fact_is_made_unreadable(at: Insider) -> None:
    at.run("UPDATE fact SET body='{}' WHERE key=?", at.deposit - 1)


@attack("opening")
def the_last_fact_is_made_unreadable(at: Insider) -> None:
    at.run("UPDATE fact SET body='x' WHERE n=(SELECT max(n) FROM fact)")


@attack("chain", "rebuild")
def a_fact_is_taken_out(at: Insider) -> None:
    at.run("DELETE FROM fact WHERE key=?", at.deposit - 2)


@attack("chain", "slip")
def two_facts_change_places(at: Insider) -> None:
    first, second = at.deposit - 1, at.deposit
    at.run("UPDATE fact SET key=-key WHERE key=?", first)
    at.run("UPDATE fact SET key=? WHERE key=?", first, second)
    at.run("UPDATE fact SET key=? WHERE key=?", second, -first)


@attack("rebuild")
def a_fact_is_put_at_the_end(at: Insider) -> None:
    key, body = at.run("SELECT key, body FROM fact ORDER BY n DESC LIMIT 1")[0]
    said = at.said(at.deposit)
    said |= {"seq": key % (1 << 30) + 1, "prev": hashlib.sha256(body.encode()).hexdigest()}
    raw = canonical(said)
    at.run(
        "INSERT INTO fact SELECT max(n)+1, ?, ?, ?, ?, ? FROM fact",
        *(key + 1, said["kind"], said["bd"], hashlib.sha256(raw).digest(), raw.decode()),
    )


@attack("heads", "anchor")
def the_log_is_given_to_another_laptop(at: Insider) -> None:
    at.rewrite(lambda story: [said.update(dev="0" * 32) for said in story].clear())


# --- its end, and the whole of it -------------------------------------------------------------


@attack("anchor", "rebuild")
def the_last_fact_is_cut_off(at: Insider) -> None:
    at.run("DELETE FROM fact WHERE n=(SELECT max(n) FROM fact)")


@attack("anchor", "slip")
def the_end_is_cut_off_and_the_books_made_again(at: Insider) -> None:
    at.rewrite(cut_off)


@attack("anchor", "slip")
def the_whole_log_is_rewritten_with_one_amount_changed(at: Insider) -> None:
    at.rewrite(one_amount_changed)


@attack("anchor", "slip")
def the_last_deposit_is_rewritten_for_another_member(at: Insider) -> None:
    at.rewrite(another_member)


def cut_off(story: list[Said]) -> None:
    while story.pop()["kind"] != "savings.deposit":
        pass


def one_amount_changed(story: list[Said]) -> None:
    """A million less in the first deposit, on both sides of its entry."""
    said = next(each for each in story if each["kind"] == "savings.deposit")["d"]
    for line in said["entry"]["lines"]:
        line["amount"] //= 2
    said["lines"][0]["amount"] //= 2
    said["total"] //= 2


def another_member(story: list[Said]) -> None:
    keys = [each["d"]["application"] for each in story if each["kind"] == "membership.decide"]
    said = [each for each in story if each["kind"] == "savings.deposit"][-1]["d"]
    said["member"] = said["lines"][0]["member"] = keys[0]
    for line in said["entry"]["lines"]:
        if "key" in line:
            line["key"] = keys[0]
