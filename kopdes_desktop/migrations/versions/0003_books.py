"""Version 0003, the books: everyday notes, banks, assets, borrowings, taxes, budgets, the year's end, SHU: text, not today's tables."""
# ruff: noqa: E501  one statement a line, so that a change cannot hide

from __future__ import annotations

from alembic import op

revision = "0003"
down_revision = "0002"

STATEMENTS = r"""
CREATE TABLE allocation_end ( allocation INTEGER NOT NULL, fact INTEGER NOT NULL, PRIMARY KEY (allocation) ) STRICT
CREATE TABLE bank_file ( "key" INTEGER NOT NULL, box TEXT NOT NULL, bank TEXT NOT NULL, first TEXT NOT NULL CHECK (first IS date(first)), last TEXT NOT NULL CHECK (last IS date(last)), rows INTEGER NOT NULL, added INTEGER NOT NULL, digest TEXT, PRIMARY KEY ("key") ) STRICT
CREATE TABLE bank_row ( box TEXT NOT NULL, mark TEXT NOT NULL, day TEXT NOT NULL CHECK (day IS date(day)), amount INTEGER NOT NULL, text TEXT NOT NULL, ref TEXT NOT NULL, balance INTEGER, file INTEGER NOT NULL, place INTEGER NOT NULL, PRIMARY KEY (box, mark) ) STRICT
CREATE INDEX bank_row_by_day ON bank_row (box, day)
CREATE TABLE bank_tick ( entry INTEGER NOT NULL, line INTEGER NOT NULL, fact INTEGER NOT NULL, PRIMARY KEY (entry, line) ) WITHOUT ROWID, STRICT
CREATE INDEX bank_tick_by_fact ON bank_tick (fact)
CREATE TABLE bank_use ( box TEXT NOT NULL, mark TEXT NOT NULL, entry INTEGER NOT NULL, PRIMARY KEY (box, mark, entry) ) WITHOUT ROWID, STRICT
CREATE TABLE budget ( "key" INTEGER NOT NULL, year TEXT NOT NULL, day TEXT NOT NULL CHECK (day IS date(day)), decision_no TEXT NOT NULL, note TEXT NOT NULL, PRIMARY KEY ("key") ) STRICT
CREATE INDEX budget_of_year ON budget (year, "key")
CREATE TABLE cash_count ( "key" INTEGER NOT NULL, number TEXT NOT NULL, box TEXT NOT NULL, day TEXT NOT NULL CHECK (day IS date(day)), cash INTEGER NOT NULL, expected INTEGER NOT NULL, why TEXT NOT NULL, PRIMARY KEY ("key"), UNIQUE (number) ) STRICT
CREATE INDEX cash_count_by_day ON cash_count (box, day)
CREATE TABLE consigned_count ( count INTEGER NOT NULL, item INTEGER NOT NULL, quantity INTEGER NOT NULL, PRIMARY KEY (count, item) ) WITHOUT ROWID, STRICT
CREATE TABLE governance_meeting ( year TEXT NOT NULL, day TEXT NOT NULL CHECK (day IS date(day)), time TEXT NOT NULL, place TEXT NOT NULL, number TEXT NOT NULL, invited TEXT NOT NULL CHECK (invited IS date(invited)), second INTEGER NOT NULL CHECK (second IN (0,1)), chair INTEGER, present INTEGER, fact INTEGER NOT NULL, PRIMARY KEY (year) ) WITHOUT ROWID, STRICT
CREATE TABLE governance_text ( year TEXT NOT NULL, part TEXT NOT NULL, words TEXT NOT NULL, fact INTEGER NOT NULL, PRIMARY KEY (year, part) ) WITHOUT ROWID, STRICT
CREATE TABLE old_words ( entry INTEGER NOT NULL, words TEXT NOT NULL, PRIMARY KEY (entry) ) STRICT
CREATE TABLE opening_bill ( "key" INTEGER NOT NULL, number TEXT NOT NULL, supplier INTEGER NOT NULL, amount INTEGER NOT NULL, bill_no TEXT, booked INTEGER NOT NULL, PRIMARY KEY ("key"), UNIQUE (number) ) STRICT
CREATE TABLE outsider ( "key" INTEGER NOT NULL, code TEXT NOT NULL, name TEXT, PRIMARY KEY ("key"), UNIQUE (code) ) STRICT
CREATE TABLE "plan" ( "key" INTEGER NOT NULL, number TEXT NOT NULL, name TEXT NOT NULL, kind TEXT NOT NULL, way TEXT NOT NULL, amount INTEGER NOT NULL, account TEXT NOT NULL, against TEXT NOT NULL, unit TEXT NOT NULL, lini TEXT, box TEXT, first TEXT NOT NULL, last TEXT, posted INTEGER NOT NULL, settled INTEGER NOT NULL, ended INTEGER NOT NULL, PRIMARY KEY ("key"), UNIQUE (number) ) STRICT
CREATE TABLE proof_run ( one INTEGER NOT NULL CHECK (one=1), body TEXT NOT NULL, PRIMARY KEY (one) ) STRICT
CREATE TABLE reconciliation ( "key" INTEGER NOT NULL, number TEXT NOT NULL, box TEXT NOT NULL, day TEXT NOT NULL CHECK (day IS date(day)), balance INTEGER NOT NULL, ledger INTEGER NOT NULL, replaced INTEGER, PRIMARY KEY ("key"), UNIQUE (number) ) STRICT
CREATE INDEX reconciliation_by_day ON reconciliation (box, day)
CREATE TABLE surplus_dealing ( year TEXT NOT NULL, member INTEGER NOT NULL, what TEXT NOT NULL CHECK (what IN ('till','services','loans')), amount INTEGER NOT NULL, PRIMARY KEY (year, member, what) ) WITHOUT ROWID, STRICT
CREATE TABLE surplus_paid ( number TEXT NOT NULL, member INTEGER NOT NULL, amount INTEGER NOT NULL, how TEXT NOT NULL CHECK (how IN ('cash','savings','offset')), day TEXT NOT NULL CHECK (day IS date(day)), PRIMARY KEY (number, member) ) WITHOUT ROWID, STRICT
CREATE TABLE surplus_rule ( from_year TEXT NOT NULL, fact INTEGER NOT NULL, PRIMARY KEY (from_year) ) STRICT
CREATE TABLE surplus_share ( year TEXT NOT NULL, member INTEGER NOT NULL, savings INTEGER NOT NULL, dealings INTEGER NOT NULL, by_savings INTEGER NOT NULL, by_dealings INTEGER NOT NULL, PRIMARY KEY (year, member) ) WITHOUT ROWID, STRICT
CREATE TABLE surplus_year ( year TEXT NOT NULL, fact INTEGER NOT NULL, day TEXT NOT NULL CHECK (day IS date(day)), amount INTEGER NOT NULL, PRIMARY KEY (year) ) STRICT
CREATE TABLE tax_month ( code TEXT NOT NULL, month TEXT NOT NULL, "key" INTEGER, posted INTEGER NOT NULL, paid INTEGER NOT NULL, PRIMARY KEY (code, month) ) WITHOUT ROWID, STRICT
CREATE TABLE tax_payment ( number TEXT NOT NULL, code TEXT NOT NULL, month TEXT NOT NULL, day TEXT NOT NULL CHECK (day IS date(day)), amount INTEGER NOT NULL, ref TEXT NOT NULL, void INTEGER NOT NULL, PRIMARY KEY (number) ) STRICT
CREATE TABLE tax_rate ( code TEXT NOT NULL, since TEXT NOT NULL CHECK (since IS date(since)), percent TEXT NOT NULL, above INTEGER NOT NULL, decision TEXT NOT NULL, PRIMARY KEY (code, since) ) WITHOUT ROWID, STRICT
CREATE TABLE tax_withheld ( number TEXT NOT NULL, code TEXT NOT NULL, month TEXT NOT NULL, day TEXT NOT NULL CHECK (day IS date(day)), base INTEGER NOT NULL, percent TEXT NOT NULL, amount INTEGER NOT NULL, ref TEXT NOT NULL, void INTEGER NOT NULL, party INTEGER, PRIMARY KEY (number) ) STRICT
CREATE TABLE voucher ( entry INTEGER NOT NULL, ref TEXT NOT NULL, fact INTEGER NOT NULL, PRIMARY KEY (entry) ) STRICT
CREATE TABLE voucher_body ( fact INTEGER NOT NULL, n INTEGER NOT NULL, body BLOB NOT NULL, PRIMARY KEY (fact, n) ) STRICT
CREATE TABLE voucher_file ( fact INTEGER NOT NULL, n INTEGER NOT NULL, entry INTEGER NOT NULL, kind TEXT NOT NULL, sha256 TEXT NOT NULL, size INTEGER NOT NULL, PRIMARY KEY (fact, n) ) WITHOUT ROWID, STRICT
CREATE INDEX voucher_file_entry ON voucher_file (entry)
CREATE TABLE voucher_key ( fact INTEGER NOT NULL, n INTEGER NOT NULL, secret BLOB NOT NULL, PRIMARY KEY (fact, n) ) STRICT
CREATE TABLE year_end ( start TEXT NOT NULL, closed INTEGER NOT NULL, surplus INTEGER NOT NULL, by_fact INTEGER NOT NULL, PRIMARY KEY (start) ) WITHOUT ROWID, STRICT
CREATE TABLE account_closed ( code TEXT NOT NULL, fact INTEGER NOT NULL, PRIMARY KEY (code), FOREIGN KEY(code) REFERENCES account (code) ) WITHOUT ROWID, STRICT
CREATE TABLE asset ( "key" INTEGER NOT NULL, number TEXT NOT NULL, name TEXT NOT NULL, account TEXT, unit TEXT NOT NULL, class TEXT NOT NULL, source TEXT NOT NULL, acquired TEXT NOT NULL CHECK (acquired IS date(acquired)), cost INTEGER NOT NULL, salvage INTEGER NOT NULL, months INTEGER NOT NULL, first TEXT NOT NULL, base INTEGER NOT NULL, taken INTEGER NOT NULL, through TEXT, opened_cost INTEGER NOT NULL, opened_taken INTEGER NOT NULL, granted INTEGER NOT NULL, opened_grant INTEGER NOT NULL, owed INTEGER NOT NULL, place TEXT, owner TEXT, doc_no TEXT, ended TEXT CHECK (ended IS NULL OR ended IS date(ended)), how TEXT, party INTEGER, due TEXT CHECK (due IS NULL OR due IS date(due)), PRIMARY KEY ("key"), UNIQUE (number), FOREIGN KEY(unit) REFERENCES unit (code) ) STRICT
CREATE INDEX asset_by_account ON asset (account, "key")
CREATE TABLE borrowing ( "key" INTEGER NOT NULL, number TEXT NOT NULL, lender TEXT NOT NULL, account TEXT NOT NULL, day TEXT NOT NULL CHECK (day IS date(day)), principal INTEGER NOT NULL CHECK (principal>0), ceiling INTEGER NOT NULL, rate TEXT NOT NULL, months INTEGER NOT NULL, grace INTEGER NOT NULL, method TEXT NOT NULL, purpose TEXT NOT NULL, decision_no TEXT NOT NULL, opening INTEGER NOT NULL, paid INTEGER NOT NULL, interest_paid INTEGER NOT NULL, recognised INTEGER NOT NULL, void INTEGER NOT NULL, party INTEGER, PRIMARY KEY ("key"), UNIQUE (number), FOREIGN KEY(account) REFERENCES account (code) ) STRICT
CREATE TABLE budget_line ( budget INTEGER NOT NULL, account TEXT NOT NULL, unit TEXT NOT NULL, amount INTEGER NOT NULL CHECK (amount>0), PRIMARY KEY (budget, account, unit), FOREIGN KEY(budget) REFERENCES budget ("key"), FOREIGN KEY(account) REFERENCES account (code), FOREIGN KEY(unit) REFERENCES unit (code) ) WITHOUT ROWID, STRICT
CREATE TABLE plan_month ( "plan" INTEGER NOT NULL, month TEXT NOT NULL, amount INTEGER NOT NULL, fact INTEGER NOT NULL, PRIMARY KEY ("plan", month), FOREIGN KEY("plan") REFERENCES "plan" ("key") ) WITHOUT ROWID, STRICT
CREATE TABLE asset_move ( fact INTEGER NOT NULL, asset INTEGER NOT NULL, kind TEXT NOT NULL, day TEXT NOT NULL CHECK (day IS date(day)), cost INTEGER NOT NULL, taken INTEGER NOT NULL, PRIMARY KEY (fact, asset, kind), FOREIGN KEY(asset) REFERENCES asset ("key") ) WITHOUT ROWID, STRICT
CREATE INDEX asset_move_of ON asset_move (asset, day)
CREATE TABLE borrowing_accrual ( number TEXT NOT NULL, borrowing INTEGER NOT NULL, month TEXT NOT NULL, amount INTEGER NOT NULL, void INTEGER NOT NULL, PRIMARY KEY (number, borrowing), FOREIGN KEY(borrowing) REFERENCES borrowing ("key") ) WITHOUT ROWID, STRICT
CREATE TABLE borrowing_payment ( "key" INTEGER NOT NULL, number TEXT NOT NULL, borrowing INTEGER NOT NULL, day TEXT NOT NULL CHECK (day IS date(day)), principal INTEGER NOT NULL, interest INTEGER NOT NULL, accrued INTEGER NOT NULL, penalty INTEGER NOT NULL, void INTEGER NOT NULL, PRIMARY KEY ("key"), UNIQUE (number), FOREIGN KEY(borrowing) REFERENCES borrowing ("key") ) STRICT
CREATE INDEX borrowing_payment_of ON borrowing_payment (borrowing, "key")
CREATE TABLE borrowing_terms ( "key" INTEGER NOT NULL, borrowing INTEGER NOT NULL, number TEXT, since TEXT NOT NULL CHECK (since IS date(since)), rate TEXT NOT NULL, months INTEGER NOT NULL, grace INTEGER NOT NULL, method TEXT NOT NULL, void INTEGER NOT NULL, PRIMARY KEY ("key"), FOREIGN KEY(borrowing) REFERENCES borrowing ("key") ) STRICT
CREATE INDEX borrowing_terms_of ON borrowing_terms (borrowing, since)
CREATE TABLE borrowing_part ( borrowing INTEGER NOT NULL, terms INTEGER NOT NULL, n INTEGER NOT NULL, due TEXT NOT NULL CHECK (due IS date(due)), principal INTEGER NOT NULL, interest INTEGER NOT NULL, PRIMARY KEY (borrowing, terms, n), FOREIGN KEY(borrowing) REFERENCES borrowing ("key"), FOREIGN KEY(terms) REFERENCES borrowing_terms ("key") ) WITHOUT ROWID, STRICT
CREATE TRIGGER asset_move_no_update BEFORE UPDATE ON asset_move BEGIN SELECT RAISE(ABORT,'guard: asset_move is never changed'); END
CREATE TRIGGER asset_move_no_delete BEFORE DELETE ON asset_move BEGIN SELECT RAISE(ABORT,'guard: asset_move is never changed'); END
"""


def upgrade() -> None:
    """Make what this version adds: tables, columns, indexes and guards."""
    connection = op.get_bind()
    for statement in STATEMENTS.strip().splitlines():
        connection.exec_driver_sql(statement)
