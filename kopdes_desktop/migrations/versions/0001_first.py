"""The first schema, as it left the house: text, not today's tables."""
# ruff: noqa: E501  one statement a line, so that a change cannot hide

from __future__ import annotations

from alembic import op

revision = "0001"
down_revision = None

STATEMENTS = r"""
CREATE TABLE accepted ( device INTEGER NOT NULL, seq INTEGER NOT NULL, PRIMARY KEY (device) ) STRICT
CREATE TABLE account ( code TEXT NOT NULL, name TEXT NOT NULL, type TEXT NOT NULL, normal_side TEXT NOT NULL CHECK (normal_side IN ('D','K')), statement_line TEXT, cash_flow TEXT, subledger TEXT, owner_unit TEXT, lini TEXT, cash INTEGER NOT NULL, PRIMARY KEY (code) ) STRICT
CREATE TABLE answer ( user INTEGER NOT NULL, "key" TEXT NOT NULL, order_hash BLOB NOT NULL, fact INTEGER NOT NULL, PRIMARY KEY (user, "key") ) WITHOUT ROWID, STRICT
CREATE TABLE attachment ( fact INTEGER NOT NULL, person INTEGER NOT NULL, body BLOB NOT NULL, PRIMARY KEY (fact) ) STRICT
CREATE INDEX attachment_person ON attachment (person)
CREATE TABLE balance_day ( day TEXT NOT NULL CHECK (day IS date(day)), account TEXT NOT NULL, unit TEXT NOT NULL, debit INTEGER NOT NULL, credit INTEGER NOT NULL, PRIMARY KEY (day, account, unit) ) WITHOUT ROWID, STRICT
CREATE TABLE balance_key ( account TEXT NOT NULL, "key" INTEGER NOT NULL, unit TEXT NOT NULL, amount INTEGER NOT NULL, PRIMARY KEY (account, "key", unit) ) WITHOUT ROWID, STRICT
CREATE TABLE balance_month ( month TEXT NOT NULL, account TEXT NOT NULL, unit TEXT NOT NULL, debit INTEGER NOT NULL, credit INTEGER NOT NULL, PRIMARY KEY (month, account, unit) ) WITHOUT ROWID, STRICT
CREATE TABLE books_from ( one INTEGER NOT NULL CHECK (one=1), month TEXT NOT NULL, PRIMARY KEY (one) ) STRICT
CREATE TABLE business_day ( device INTEGER NOT NULL, day TEXT NOT NULL CHECK (day IS date(day)), opened INTEGER NOT NULL, closed INTEGER, PRIMARY KEY (device, day) ) WITHOUT ROWID, STRICT
CREATE TABLE collection_sheet ( "key" INTEGER NOT NULL, number TEXT NOT NULL, group_code TEXT NOT NULL, month TEXT NOT NULL, collected_by INTEGER, PRIMARY KEY ("key"), UNIQUE (number) ) STRICT
CREATE TABLE counter ( kind TEXT NOT NULL, series TEXT NOT NULL, year INTEGER NOT NULL, last INTEGER NOT NULL, PRIMARY KEY (kind, series, year) ) WITHOUT ROWID, STRICT
CREATE TABLE device ( number INTEGER NOT NULL, series TEXT NOT NULL, role TEXT NOT NULL, enrolled INTEGER NOT NULL, invitation TEXT, revoked_after INTEGER, revoked_hash TEXT, PRIMARY KEY (number), UNIQUE (series) ) STRICT
CREATE TABLE device_grant ( device INTEGER NOT NULL, what TEXT NOT NULL CHECK (what IN ('kind','unit','box')), code TEXT NOT NULL, PRIMARY KEY (device, what, code) ) WITHOUT ROWID, STRICT
CREATE TABLE device_identity ( number INTEGER NOT NULL, id TEXT NOT NULL, sign_key BLOB NOT NULL, seal_key BLOB NOT NULL, PRIMARY KEY (number), UNIQUE (id) ) STRICT
CREATE TABLE dues_estimate ( member INTEGER NOT NULL, product TEXT NOT NULL, fact INTEGER NOT NULL, until TEXT NOT NULL, state TEXT NOT NULL CHECK (state IN ('open','settled','owed')), PRIMARY KEY (member, product, fact) ) WITHOUT ROWID, STRICT
CREATE TABLE dues_paid ( member INTEGER NOT NULL, product TEXT NOT NULL, month TEXT NOT NULL, amount INTEGER NOT NULL, owed INTEGER NOT NULL, PRIMARY KEY (member, product, month) ) WITHOUT ROWID, STRICT
CREATE TABLE entry ( "key" INTEGER NOT NULL, bd TEXT NOT NULL CHECK (bd IS date(bd)), posted_on TEXT NOT NULL CHECK (posted_on IS date(posted_on)), kind TEXT NOT NULL, number TEXT, text TEXT NOT NULL, reverses INTEGER, PRIMARY KEY ("key"), UNIQUE (number) ) STRICT
CREATE INDEX entry_by_day ON entry (posted_on, "key")
CREATE INDEX entry_reverses ON entry (reverses) WHERE reverses IS NOT NULL
CREATE TABLE fact ( n INTEGER NOT NULL, "key" INTEGER NOT NULL, kind TEXT NOT NULL, bd TEXT NOT NULL CHECK (bd IS date(bd)), hash BLOB NOT NULL CHECK (length(hash)=32), body TEXT NOT NULL, PRIMARY KEY (n), UNIQUE ("key") ) STRICT
CREATE TABLE finder_key ( one INTEGER NOT NULL CHECK (one=1), secret BLOB NOT NULL, PRIMARY KEY (one) ) STRICT
CREATE TABLE finding ( accepted_by INTEGER NOT NULL, line INTEGER NOT NULL, fact INTEGER NOT NULL, code TEXT NOT NULL, detail TEXT NOT NULL, PRIMARY KEY (accepted_by, line) ) WITHOUT ROWID, STRICT
CREATE TABLE group_member ( code TEXT NOT NULL, member INTEGER NOT NULL, PRIMARY KEY (code, member) ) WITHOUT ROWID, STRICT
CREATE INDEX group_member_member ON group_member (member)
CREATE TABLE heir ( "key" INTEGER NOT NULL, member INTEGER NOT NULL, relation TEXT NOT NULL, name TEXT, nik TEXT, phone TEXT, address TEXT, removed INTEGER, PRIMARY KEY ("key") ) STRICT
CREATE INDEX heir_member ON heir (member)
CREATE TABLE held ( "key" INTEGER NOT NULL, reason TEXT NOT NULL, body TEXT NOT NULL, PRIMARY KEY ("key") ) STRICT
CREATE TABLE import_batch ( "key" INTEGER NOT NULL, what TEXT NOT NULL, bd TEXT NOT NULL CHECK (bd IS date(bd)), rows INTEGER NOT NULL, as_of TEXT CHECK (as_of IS NULL OR as_of IS date(as_of)), file_hash TEXT NOT NULL, undone_by INTEGER, PRIMARY KEY ("key") ) STRICT
CREATE TABLE installation ( one INTEGER NOT NULL CHECK (one=1), coop TEXT NOT NULL, number INTEGER NOT NULL, series TEXT NOT NULL, sign_seed BLOB NOT NULL, seal_seed BLOB NOT NULL, joined TEXT, PRIMARY KEY (one) ) STRICT
CREATE TABLE member ( "key" INTEGER NOT NULL, number TEXT, status TEXT NOT NULL CHECK (status IN ('applicant','active','rejected','left','void')), sex TEXT CHECK (sex IS NULL OR sex IN ('L','P')), applied TEXT NOT NULL CHECK (applied IS date(applied)), joined TEXT CHECK (joined IS NULL OR joined IS date(joined)), decided_by INTEGER, decision_no TEXT, erased INTEGER NOT NULL, name TEXT, nik TEXT, kk TEXT, birth_place TEXT, birth_day TEXT, mother TEXT, phone TEXT, email TEXT, address TEXT, dusun TEXT, rt_rw TEXT, job TEXT, "left" TEXT CHECK (left IS NULL OR left IS date(left)), settled_by INTEGER, photo INTEGER, ktp INTEGER, imported INTEGER, PRIMARY KEY ("key"), UNIQUE (number) ) STRICT
CREATE INDEX member_by_name ON member (name COLLATE NOCASE, number)
CREATE INDEX member_decided_by ON member (decided_by)
CREATE TABLE member_conflict ( fact INTEGER NOT NULL, field TEXT NOT NULL, member INTEGER NOT NULL, settled INTEGER, PRIMARY KEY (fact, field) ) WITHOUT ROWID, STRICT
CREATE TABLE member_field ( member INTEGER NOT NULL, field TEXT NOT NULL, head INTEGER NOT NULL, PRIMARY KEY (member, field) ) WITHOUT ROWID, STRICT
CREATE TABLE member_group ( code TEXT NOT NULL, name TEXT NOT NULL, kind TEXT NOT NULL CHECK (kind IN ('dusun','rt','kelompok_tani','lain')), collector INTEGER, PRIMARY KEY (code) ) STRICT
CREATE TABLE month_seal ( month TEXT NOT NULL, device INTEGER NOT NULL, fact INTEGER NOT NULL, PRIMARY KEY (month, device) ) WITHOUT ROWID, STRICT
CREATE TABLE opening_agreed ( one INTEGER NOT NULL CHECK (one=1), day TEXT NOT NULL CHECK (day IS date(day)), fact INTEGER NOT NULL, PRIMARY KEY (one) ) STRICT
CREATE TABLE passbook ( member INTEGER NOT NULL, page INTEGER NOT NULL, line INTEGER NOT NULL, carried INTEGER NOT NULL, printed TEXT NOT NULL, PRIMARY KEY (member) ) STRICT
CREATE TABLE period ( month TEXT NOT NULL, closed INTEGER NOT NULL, by_fact INTEGER NOT NULL, PRIMARY KEY (month) ) WITHOUT ROWID, STRICT
CREATE TABLE person_hash ( field TEXT NOT NULL, hash BLOB NOT NULL, person INTEGER NOT NULL, PRIMARY KEY (field, hash, person) ) WITHOUT ROWID, STRICT
CREATE INDEX person_hash_person ON person_hash (person)
CREATE TABLE person_key ( person INTEGER NOT NULL, class TEXT NOT NULL CHECK (class IN ('identity','contact')), secret BLOB NOT NULL CHECK (length(secret)=32), PRIMARY KEY (person, class) ) WITHOUT ROWID, STRICT
CREATE TABLE pin ( user INTEGER NOT NULL, sealed BLOB NOT NULL, tries INTEGER NOT NULL, PRIMARY KEY (user) ) STRICT
CREATE TABLE print_job ( fact INTEGER NOT NULL, state TEXT NOT NULL CHECK (state IN ('waiting','sending','failed','doubtful')), tries INTEGER NOT NULL, PRIMARY KEY (fact) ) STRICT
CREATE TABLE printer ( kind TEXT NOT NULL CHECK (kind IN ('slip','sheet','matrix')), body TEXT NOT NULL, PRIMARY KEY (kind) ) WITHOUT ROWID, STRICT
CREATE TABLE quarantine ( device INTEGER NOT NULL, seq INTEGER NOT NULL, rule TEXT NOT NULL, reason TEXT NOT NULL, body TEXT NOT NULL, PRIMARY KEY (device, seq) ) STRICT
CREATE TABLE savings_balance ( member INTEGER NOT NULL, product TEXT NOT NULL, amount INTEGER NOT NULL, PRIMARY KEY (member, product) ) WITHOUT ROWID, STRICT
CREATE TABLE savings_move ( member INTEGER NOT NULL, product TEXT NOT NULL, bd TEXT NOT NULL CHECK (bd IS date(bd)), fact INTEGER NOT NULL, line INTEGER NOT NULL, amount INTEGER NOT NULL CHECK (amount<>0), PRIMARY KEY (member, product, bd, fact, line) ) WITHOUT ROWID, STRICT
CREATE TABLE savings_payer ( "key" INTEGER NOT NULL, code TEXT NOT NULL, kind TEXT NOT NULL CHECK (kind IN ('village','employer','program','other')), name TEXT, PRIMARY KEY ("key"), UNIQUE (code) ) STRICT
CREATE TABLE savings_withdrawal ( number TEXT NOT NULL, member INTEGER NOT NULL, product TEXT NOT NULL, bd TEXT NOT NULL CHECK (bd IS date(bd)), recorded TEXT NOT NULL CHECK (recorded IS date(recorded)), amount INTEGER NOT NULL CHECK (amount>0), PRIMARY KEY (number) ) STRICT
CREATE INDEX savings_withdrawal_member ON savings_withdrawal (member, bd)
CREATE TABLE setting ( code TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (code) ) WITHOUT ROWID, STRICT
CREATE TABLE unit ( code TEXT NOT NULL, name TEXT NOT NULL, kind TEXT NOT NULL CHECK (kind IN ('office','usp','outlet')), PRIMARY KEY (code) ) STRICT
CREATE TABLE user ( "key" INTEGER NOT NULL, person INTEGER NOT NULL, role TEXT NOT NULL, active INTEGER NOT NULL, login TEXT, name TEXT, officer_key BLOB, PRIMARY KEY ("key") ) STRICT
CREATE TABLE box ( code TEXT NOT NULL, name TEXT NOT NULL, account TEXT NOT NULL, unit TEXT NOT NULL, keeper INTEGER, PRIMARY KEY (code), FOREIGN KEY(account) REFERENCES account (code), FOREIGN KEY(unit) REFERENCES unit (code) ) STRICT
CREATE TABLE journal_line ( account TEXT NOT NULL, posted_on TEXT NOT NULL CHECK (posted_on IS date(posted_on)), entry INTEGER NOT NULL, line INTEGER NOT NULL, unit TEXT NOT NULL, amount INTEGER NOT NULL CHECK (amount<>0), "key" INTEGER, box TEXT, lini TEXT, movement TEXT, other TEXT, auto INTEGER NOT NULL, PRIMARY KEY (account, posted_on, entry, line), FOREIGN KEY(account) REFERENCES account (code), FOREIGN KEY(entry) REFERENCES entry ("key") DEFERRABLE INITIALLY DEFERRED ) WITHOUT ROWID, STRICT
CREATE INDEX journal_line_entry ON journal_line (entry)
CREATE TABLE savings_product ( code TEXT NOT NULL, name TEXT NOT NULL, kind TEXT NOT NULL CHECK (kind IN ('principal','mandatory','voluntary')), account TEXT NOT NULL, unit TEXT NOT NULL, open INTEGER NOT NULL, PRIMARY KEY (code), UNIQUE (account), FOREIGN KEY(account) REFERENCES account (code), FOREIGN KEY(unit) REFERENCES unit (code) ) STRICT
CREATE TABLE sheet_row ( sheet INTEGER NOT NULL, member INTEGER NOT NULL, product TEXT NOT NULL, due INTEGER NOT NULL, PRIMARY KEY (sheet, member, product), FOREIGN KEY(sheet) REFERENCES collection_sheet ("key") ) WITHOUT ROWID, STRICT
CREATE TABLE balance_box ( box TEXT NOT NULL, amount INTEGER NOT NULL, PRIMARY KEY (box), FOREIGN KEY(box) REFERENCES box (code) ) WITHOUT ROWID, STRICT
CREATE TABLE savings_rate ( product TEXT NOT NULL, from_day TEXT NOT NULL CHECK (from_day IS date(from_day)), amount INTEGER NOT NULL CHECK (amount>=0), decision_no TEXT NOT NULL, fact INTEGER NOT NULL, PRIMARY KEY (product, from_day), FOREIGN KEY(product) REFERENCES savings_product (code) ) WITHOUT ROWID, STRICT
CREATE VIRTUAL TABLE member_search USING fts5(name, number, tokenize='trigram')
INSERT INTO member_search(member_search, rank) VALUES('secure-delete', 1)
CREATE TRIGGER entry_balances BEFORE INSERT ON entry WHEN EXISTS(SELECT 1 FROM entry WHERE key=NEW.key) OR (SELECT count(*)<2 OR min(posted_on)<>NEW.posted_on OR max(posted_on)<>NEW.posted_on FROM journal_line WHERE entry=NEW.key) OR EXISTS(SELECT 1 FROM journal_line WHERE entry=NEW.key GROUP BY unit HAVING sum(amount)<>0) BEGIN SELECT RAISE(ABORT,'guard: entry does not balance'); END
CREATE TRIGGER entry_month_open BEFORE INSERT ON entry WHEN EXISTS(SELECT 1 FROM period WHERE month>=substr(NEW.posted_on,1,7) AND closed) OR (NEW.kind<>'opening' AND substr(NEW.posted_on,1,7)<coalesce((SELECT month FROM books_from),'9999-99')) BEGIN SELECT RAISE(ABORT,'guard: month is closed'); END
CREATE TRIGGER entry_no_update BEFORE UPDATE ON entry BEGIN SELECT RAISE(ABORT,'guard: entry is never changed'); END
CREATE TRIGGER entry_no_delete BEFORE DELETE ON entry BEGIN SELECT RAISE(ABORT,'guard: entry is never changed'); END
CREATE TRIGGER fact_gapless BEFORE INSERT ON fact WHEN EXISTS(SELECT 1 FROM fact WHERE key=NEW.key OR n=NEW.n) OR ((NEW.key & 1073741823)<>1 AND NOT EXISTS(SELECT 1 FROM fact WHERE key=NEW.key-1)) BEGIN SELECT RAISE(ABORT,'guard: fact out of order'); END
CREATE TRIGGER fact_no_update BEFORE UPDATE ON fact BEGIN SELECT RAISE(ABORT,'guard: fact is never changed'); END
CREATE TRIGGER fact_no_delete BEFORE DELETE ON fact BEGIN SELECT RAISE(ABORT,'guard: fact is never changed'); END
CREATE TRIGGER savings_move_no_update BEFORE UPDATE ON savings_move BEGIN SELECT RAISE(ABORT,'guard: savings_move is never changed'); END
CREATE TRIGGER savings_move_no_delete BEFORE DELETE ON savings_move BEGIN SELECT RAISE(ABORT,'guard: savings_move is never changed'); END
CREATE TRIGGER line_sealed BEFORE INSERT ON journal_line WHEN EXISTS(SELECT 1 FROM entry WHERE key=NEW.entry) BEGIN SELECT RAISE(ABORT,'guard: entry is sealed'); END
CREATE TRIGGER journal_line_no_update BEFORE UPDATE ON journal_line BEGIN SELECT RAISE(ABORT,'guard: journal_line is never changed'); END
CREATE TRIGGER journal_line_no_delete BEFORE DELETE ON journal_line BEGIN SELECT RAISE(ABORT,'guard: journal_line is never changed'); END
"""


def upgrade() -> None:
    """Make every table, index and guard."""
    connection = op.get_bind()
    for statement in STATEMENTS.strip().splitlines():
        connection.exec_driver_sql(statement)
