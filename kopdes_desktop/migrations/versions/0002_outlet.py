"""What the outlet brought: goods, stock, tills, sales, purchases: text, not today's tables."""
# ruff: noqa: E501  one statement a line, so that a change cannot hide

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001"

STATEMENTS = r"""
CREATE TABLE admission ( "key" INTEGER NOT NULL, device INTEGER NOT NULL, user INTEGER NOT NULL, salt TEXT NOT NULL, words TEXT NOT NULL, used INTEGER NOT NULL CHECK (used IN (0,1)), PRIMARY KEY ("key") ) STRICT
CREATE TABLE allocation ( "key" INTEGER NOT NULL, supplier INTEGER NOT NULL, item INTEGER, program TEXT, month TEXT NOT NULL, quantity INTEGER NOT NULL CHECK (quantity>0), taken INTEGER NOT NULL, do_no TEXT NOT NULL, PRIMARY KEY ("key") ) STRICT
CREATE INDEX allocation_supplier ON allocation (supplier, month)
CREATE TABLE bon ( member INTEGER NOT NULL, sale INTEGER NOT NULL, day TEXT NOT NULL CHECK (day IS date(day)), due TEXT NOT NULL CHECK (due IS date(due)), amount INTEGER NOT NULL, PRIMARY KEY (member, sale) ) WITHOUT ROWID, STRICT
CREATE TABLE bon_limit ( member INTEGER NOT NULL, amount INTEGER NOT NULL CHECK (amount>=0), fact INTEGER NOT NULL, PRIMARY KEY (member) ) STRICT
CREATE TABLE cart_draft ( user INTEGER NOT NULL, slot INTEGER NOT NULL, label TEXT NOT NULL, at TEXT NOT NULL, body TEXT NOT NULL, PRIMARY KEY (user, slot) ) WITHOUT ROWID, STRICT
CREATE TABLE consigned ( owner INTEGER NOT NULL, item INTEGER NOT NULL, taken INTEGER NOT NULL, returned INTEGER NOT NULL, sold INTEGER NOT NULL, lost INTEGER NOT NULL, owed INTEGER NOT NULL, settled INTEGER NOT NULL, settled_for INTEGER NOT NULL, PRIMARY KEY (owner, item) ) WITHOUT ROWID, STRICT
CREATE TABLE consigned_share ( item INTEGER NOT NULL, from_day TEXT NOT NULL CHECK (from_day IS date(from_day)), fact INTEGER NOT NULL, owner INTEGER NOT NULL, amount INTEGER NOT NULL, PRIMARY KEY (item, from_day, fact) ) WITHOUT ROWID, STRICT
CREATE TABLE consignor ( "key" INTEGER NOT NULL, code TEXT NOT NULL, name TEXT, phone TEXT, PRIMARY KEY ("key") ) STRICT
CREATE INDEX consignor_by_code ON consignor (code)
CREATE TABLE cylinder_deposit ( supplier INTEGER NOT NULL, cylinders INTEGER NOT NULL, PRIMARY KEY (supplier) ) WITHOUT ROWID, STRICT
CREATE TABLE dealing ( member INTEGER NOT NULL, month TEXT NOT NULL, own INTEGER NOT NULL, consigned INTEGER NOT NULL, commission INTEGER NOT NULL, cost INTEGER NOT NULL, PRIMARY KEY (member, month) ) WITHOUT ROWID, STRICT
CREATE TABLE item_barcode ( code TEXT NOT NULL, item INTEGER NOT NULL, pack TEXT NOT NULL, PRIMARY KEY (code, item) ) WITHOUT ROWID, STRICT
CREATE INDEX item_barcode_item ON item_barcode (item)
CREATE TABLE item_category ( code TEXT NOT NULL, name TEXT NOT NULL, margin TEXT, PRIMARY KEY (code) ) STRICT
CREATE TABLE item_ceiling ( item INTEGER NOT NULL, region TEXT NOT NULL, from_day TEXT NOT NULL CHECK (from_day IS date(from_day)), amount INTEGER NOT NULL CHECK (amount>0), decision TEXT NOT NULL, PRIMARY KEY (item, region, from_day) ) WITHOUT ROWID, STRICT
CREATE TABLE item_pack ( item INTEGER NOT NULL, name TEXT NOT NULL, factor INTEGER NOT NULL CHECK (factor>0), PRIMARY KEY (item, name) ) WITHOUT ROWID, STRICT
CREATE TABLE item_part ( bundle INTEGER NOT NULL, item INTEGER NOT NULL, quantity INTEGER NOT NULL CHECK (quantity>0), PRIMARY KEY (bundle, item) ) WITHOUT ROWID, STRICT
CREATE TABLE item_price ( item INTEGER NOT NULL, pack TEXT NOT NULL, tier TEXT NOT NULL CHECK (tier IN ('all','member')), least INTEGER NOT NULL, from_day TEXT NOT NULL CHECK (from_day IS date(from_day)), amount INTEGER CHECK (amount IS NULL OR amount>=0), fact INTEGER NOT NULL, PRIMARY KEY (item, pack, tier, least, from_day) ) WITHOUT ROWID, STRICT
CREATE TABLE last_cost ( place TEXT NOT NULL, item INTEGER NOT NULL, quantity INTEGER NOT NULL CHECK (quantity>0), value INTEGER NOT NULL CHECK (value>=0), PRIMARY KEY (place, item) ) WITHOUT ROWID, STRICT
CREATE TABLE sale ( day TEXT NOT NULL CHECK (day IS date(day)), "key" INTEGER NOT NULL, what TEXT NOT NULL CHECK (what IN ('sale','return','void')), shift INTEGER NOT NULL, clerk INTEGER NOT NULL, hour INTEGER NOT NULL, member INTEGER, net INTEGER NOT NULL, off INTEGER NOT NULL, cost INTEGER NOT NULL, PRIMARY KEY (day, "key") ) WITHOUT ROWID, STRICT
CREATE TABLE sale_line ( sale INTEGER NOT NULL, line INTEGER NOT NULL, item INTEGER NOT NULL, quantity INTEGER NOT NULL, net INTEGER NOT NULL, off INTEGER NOT NULL, cost INTEGER NOT NULL, PRIMARY KEY (sale, line) ) WITHOUT ROWID, STRICT
CREATE TABLE sale_returned ( sale INTEGER NOT NULL, line INTEGER NOT NULL, quantity INTEGER NOT NULL, PRIMARY KEY (sale, line) ) WITHOUT ROWID, STRICT
CREATE TABLE stock ( place TEXT NOT NULL, item INTEGER NOT NULL, quantity INTEGER NOT NULL, value INTEGER NOT NULL, PRIMARY KEY (place, item) ) WITHOUT ROWID, STRICT
CREATE TABLE stock_lot ( place TEXT NOT NULL, item INTEGER NOT NULL, lot TEXT NOT NULL, expires TEXT NOT NULL, quantity INTEGER NOT NULL, PRIMARY KEY (place, item, lot, expires) ) WITHOUT ROWID, STRICT
CREATE TABLE stock_move ( place TEXT NOT NULL, day TEXT NOT NULL CHECK (day IS date(day)), fact INTEGER NOT NULL, line INTEGER NOT NULL, item INTEGER NOT NULL, quantity INTEGER NOT NULL, value INTEGER NOT NULL, why TEXT NOT NULL, lot TEXT, PRIMARY KEY (place, day, fact, line) ) WITHOUT ROWID, STRICT
CREATE TABLE subsidy_allotment ( program TEXT NOT NULL, period TEXT NOT NULL, buyer INTEGER NOT NULL, quantity INTEGER NOT NULL CHECK (quantity>=0), PRIMARY KEY (program, period, buyer) ) WITHOUT ROWID, STRICT
CREATE TABLE subsidy_buyer ( "key" INTEGER NOT NULL, name TEXT, nik TEXT, kk TEXT, PRIMARY KEY ("key") ) STRICT
CREATE INDEX subsidy_buyer_kk ON subsidy_buyer (kk)
CREATE TABLE subsidy_program ( code TEXT NOT NULL, name TEXT NOT NULL, unit TEXT NOT NULL, period TEXT NOT NULL CHECK (period IN ('day','week','month','season','year')), per TEXT NOT NULL CHECK (per IN ('person','family')), allocated INTEGER NOT NULL, most INTEGER CHECK (most IS NULL OR most>=0), PRIMARY KEY (code) ) STRICT
CREATE TABLE subsidy_taken ( fact INTEGER NOT NULL, line INTEGER NOT NULL, program TEXT NOT NULL, item INTEGER NOT NULL, buyer INTEGER NOT NULL, day TEXT NOT NULL CHECK (day IS date(day)), quantity INTEGER NOT NULL, amount INTEGER NOT NULL, sale INTEGER NOT NULL, sale_line INTEGER NOT NULL, entered INTEGER, PRIMARY KEY (fact, line) ) WITHOUT ROWID, STRICT
CREATE INDEX subsidy_taken_buyer ON subsidy_taken (program, buyer, day)
CREATE INDEX subsidy_taken_sale ON subsidy_taken (sale, sale_line)
CREATE TABLE supplier ( "key" INTEGER NOT NULL, code TEXT NOT NULL, days INTEGER NOT NULL, name TEXT, phone TEXT, PRIMARY KEY ("key"), UNIQUE (code) ) STRICT
CREATE TABLE item ( "key" INTEGER NOT NULL, code TEXT NOT NULL, name TEXT NOT NULL, kind TEXT NOT NULL CHECK (kind IN ('goods','service','consigned','bundle')), account TEXT, lini TEXT NOT NULL, category TEXT, unit TEXT NOT NULL, minimum INTEGER NOT NULL, margin TEXT, weighed INTEGER NOT NULL, tracked INTEGER NOT NULL, program TEXT, owner INTEGER, open INTEGER NOT NULL, voided INTEGER NOT NULL, PRIMARY KEY ("key"), FOREIGN KEY(account) REFERENCES account (code) ) STRICT
CREATE INDEX item_code ON item (code)
CREATE TABLE payable ( "key" INTEGER NOT NULL, supplier INTEGER NOT NULL, unit TEXT NOT NULL, day TEXT NOT NULL CHECK (day IS date(day)), due TEXT NOT NULL CHECK (due IS date(due)), amount INTEGER NOT NULL, paid INTEGER NOT NULL, PRIMARY KEY ("key"), FOREIGN KEY(unit) REFERENCES unit (code) ) STRICT
CREATE INDEX payable_supplier ON payable (supplier, "key")
CREATE TABLE place ( code TEXT NOT NULL, name TEXT NOT NULL, unit TEXT NOT NULL, kind TEXT NOT NULL CHECK (kind IN ('warehouse','outlet')), PRIMARY KEY (code), FOREIGN KEY(unit) REFERENCES unit (code) ) STRICT
CREATE TABLE purchase ( "key" INTEGER NOT NULL, number TEXT NOT NULL, supplier INTEGER, place TEXT NOT NULL, unit TEXT NOT NULL, day TEXT NOT NULL CHECK (day IS date(day)), bill_no TEXT, total INTEGER NOT NULL, freight INTEGER NOT NULL, void INTEGER NOT NULL, PRIMARY KEY ("key"), UNIQUE (number), FOREIGN KEY(place) REFERENCES place (code), FOREIGN KEY(unit) REFERENCES unit (code) ) STRICT
CREATE INDEX purchase_by_day ON purchase (day, "key")
CREATE TABLE purchase_order ( "key" INTEGER NOT NULL, number TEXT NOT NULL, supplier INTEGER NOT NULL, place TEXT NOT NULL, day TEXT NOT NULL CHECK (day IS date(day)), cancelled INTEGER, PRIMARY KEY ("key"), UNIQUE (number), FOREIGN KEY(place) REFERENCES place (code) ) STRICT
CREATE TABLE shift ( "key" INTEGER NOT NULL, box TEXT NOT NULL, place TEXT NOT NULL, unit TEXT NOT NULL, clerk INTEGER NOT NULL, day TEXT NOT NULL CHECK (day IS date(day)), float INTEGER NOT NULL, closed INTEGER, number TEXT, expected INTEGER, counted INTEGER, PRIMARY KEY ("key"), FOREIGN KEY(box) REFERENCES box (code), FOREIGN KEY(place) REFERENCES place (code), FOREIGN KEY(unit) REFERENCES unit (code), UNIQUE (number) ) STRICT
CREATE INDEX shift_by_day ON shift (day, "key")
CREATE INDEX shift_open ON shift (box) WHERE closed IS NULL
CREATE TABLE stock_count ( "key" INTEGER NOT NULL, number TEXT NOT NULL, place TEXT NOT NULL, began TEXT NOT NULL CHECK (began IS date(began)), closed INTEGER, PRIMARY KEY ("key"), UNIQUE (number), FOREIGN KEY(place) REFERENCES place (code) ) STRICT
CREATE TABLE transfer ( "key" INTEGER NOT NULL, number TEXT NOT NULL, origin TEXT NOT NULL, target TEXT NOT NULL, sent TEXT NOT NULL CHECK (sent IS date(sent)), value INTEGER NOT NULL, received INTEGER, PRIMARY KEY ("key"), UNIQUE (number), FOREIGN KEY(origin) REFERENCES place (code), FOREIGN KEY(target) REFERENCES place (code) ) STRICT
CREATE TABLE count_item ( count INTEGER NOT NULL, item INTEGER NOT NULL, quantity INTEGER NOT NULL, value INTEGER NOT NULL, PRIMARY KEY (count, item), FOREIGN KEY(count) REFERENCES stock_count ("key") ) WITHOUT ROWID, STRICT
CREATE TABLE counted ( count INTEGER NOT NULL, counter INTEGER NOT NULL, item INTEGER NOT NULL, quantity INTEGER NOT NULL, PRIMARY KEY (count, counter, item), FOREIGN KEY(count) REFERENCES stock_count ("key") ) WITHOUT ROWID, STRICT
CREATE TABLE purchase_line ( purchase INTEGER NOT NULL, line INTEGER NOT NULL, item INTEGER NOT NULL, quantity INTEGER NOT NULL, net INTEGER NOT NULL, cost INTEGER NOT NULL, returned INTEGER NOT NULL, refunded INTEGER NOT NULL, PRIMARY KEY (purchase, line), FOREIGN KEY(purchase) REFERENCES purchase ("key") ) WITHOUT ROWID, STRICT
CREATE INDEX purchase_line_item ON purchase_line (item, purchase)
CREATE TABLE purchase_order_line ( order_key INTEGER NOT NULL, item INTEGER NOT NULL, quantity INTEGER NOT NULL, amount INTEGER NOT NULL, received INTEGER NOT NULL, PRIMARY KEY (order_key, item), FOREIGN KEY(order_key) REFERENCES purchase_order ("key") ) WITHOUT ROWID, STRICT
CREATE TABLE shift_total ( shift INTEGER NOT NULL, what TEXT NOT NULL, times INTEGER NOT NULL, amount INTEGER NOT NULL, PRIMARY KEY (shift, what), FOREIGN KEY(shift) REFERENCES shift ("key") ) WITHOUT ROWID, STRICT
CREATE TABLE transfer_line ( transfer INTEGER NOT NULL, line INTEGER NOT NULL, item INTEGER NOT NULL, quantity INTEGER NOT NULL, value INTEGER NOT NULL, lot TEXT NOT NULL, expires TEXT NOT NULL, PRIMARY KEY (transfer, line), FOREIGN KEY(transfer) REFERENCES transfer ("key") ) WITHOUT ROWID, STRICT
CREATE TRIGGER sale_no_update BEFORE UPDATE ON sale BEGIN SELECT RAISE(ABORT,'guard: sale is never changed'); END
CREATE TRIGGER sale_no_delete BEFORE DELETE ON sale BEGIN SELECT RAISE(ABORT,'guard: sale is never changed'); END
CREATE TRIGGER sale_line_no_update BEFORE UPDATE ON sale_line BEGIN SELECT RAISE(ABORT,'guard: sale_line is never changed'); END
CREATE TRIGGER sale_line_no_delete BEFORE DELETE ON sale_line BEGIN SELECT RAISE(ABORT,'guard: sale_line is never changed'); END
CREATE TRIGGER stock_move_no_update BEFORE UPDATE ON stock_move BEGIN SELECT RAISE(ABORT,'guard: stock_move is never changed'); END
CREATE TRIGGER stock_move_no_delete BEFORE DELETE ON stock_move BEGIN SELECT RAISE(ABORT,'guard: stock_move is never changed'); END
"""


def upgrade() -> None:
    """Make what this version adds: tables, columns, indexes and guards."""
    connection = op.get_bind()
    for statement in STATEMENTS.strip().splitlines():
        connection.exec_driver_sql(statement)
