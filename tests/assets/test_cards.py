"""Cards and the ledger stay one thing, whatever is done, undone, or tried past them."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from kopdes_desktop.app.books import Session
from kopdes_desktop.assets import findings, queries
from kopdes_desktop.kernel.dates import Month
from kopdes_desktop.kernel.errors import (
    AlreadyDecided,
    BadDay,
    BadField,
    InsufficientBalance,
    NeedsApproval,
    NotReversible,
    PeriodClosed,
    Refusal,
)
from kopdes_desktop.ledger import balances
from kopdes_desktop.office.office import Office
from tests import builders
from tests.builders import DAY, approval, balance, require_green

FEBRUARY, MARCH = Month("2026-02"), Month("2026-03")


@pytest.fixture
def office(books: Session) -> Office:
    """Money in the bank."""
    builders.record(
        books.office, ("1-1111", 20_000_000, "KTR"), ("3-1201", -20_000_000, "KTR"), ref="BG 7"
    )
    return books.office


def acquire(office: Office, **how: Any) -> queries.Asset:
    given = {"name": "Laptop", "account": "1-2105", "cost": 4_800_000, "box": "BRI"}
    if "source" in how:
        del given["box"]
    key = office.perform("assets.acquire", {**given, **how}).id
    found = queries.asset(office.reading, key)
    assert found is not None
    return found


def now(office: Office, card: queries.Asset) -> queries.Asset:
    found = queries.asset(office.reading, card.key)
    assert found is not None
    return found


def depreciate(office: Office, month: str = "2026-02") -> int:
    return office.perform("assets.depreciate", {"month": month}).id


def dispose(office: Office, card: queries.Asset, **how: Any) -> int:
    order = {"asset": card.number, "how": "scrapped", "reason": "rusak", **how}
    return office.perform("assets.dispose", order, approval=approval()).id


def reverse(office: Office, entry: int) -> None:
    wrong = {"entry": entry, "reason": "keliru"}
    office.perform("accounting.reverse", wrong, approval=builders.approval())


def open_old(office: Office) -> None:
    lines = [("1-2105", 6_400_000), ("1-2205", -1_600_000), ("3-1501", -4_800_000)]
    ordered = [{"account": a, "amount": n, "unit": "KTR"} for a, n in lines]
    office.perform("accounting.open_balances", {"day": "2025-12-31", "lines": ordered})


def test_a_month_is_depreciated_once_and_none_is_left_out(office: Office) -> None:
    card = acquire(office)
    assert [each.amount for each in queries.proposals(office.reading, FEBRUARY)] == [100_000]

    depreciate(office)

    with pytest.raises(AlreadyDecided, match="Penyusutan Februari 2026"):
        depreciate(office)
    with pytest.raises(BadField, match="belum tiba"):
        depreciate(office, "2026-03")
    office.named_day = date(2026, 4, 7)
    with pytest.raises(BadField, match="susutkan Maret 2026 dahulu"):
        depreciate(office, "2026-04")
    entry = depreciate(office, "2026-03")
    posted = balances.posted(office.reading, entry)
    assert posted is not None
    assert posted.bd == date(2026, 3, 31)
    assert now(office, card).taken == 200_000
    assert not queries.proposals(office.reading, MARCH)
    require_green(office)


def test_what_is_entered_late_is_caught_up(office: Office) -> None:
    office.named_day = date(2026, 3, 2)
    acquire(office, day="2026-02-16", late="nota baru datang")

    depreciate(office)
    depreciate(office, "2026-03")

    assert balance(office, "1-2205") == -200_000
    assert balance(office, "1-2205", date(2026, 2, 28)) == -100_000


def test_depreciation_is_a_cost_of_the_unit_that_uses_the_thing(office: Office) -> None:
    acquire(office, unit="G1")
    acquire(office, name="Meja", cost=480_000)

    lines = builders.lines_of(office, depreciate(office))

    costs = {line.unit: int(line.amount) for line in lines if line.account == "6-1301"}
    assert costs == {"G1": 100_000, "KTR": 10_000}
    require_green(office)


def test_an_undone_month_can_be_posted_again_but_not_under_a_later_one(office: Office) -> None:
    card = acquire(office)
    first = depreciate(office)
    office.named_day = date(2026, 3, 31)
    second = depreciate(office, "2026-03")

    with pytest.raises(NotReversible, match="bulan berikutnya"):
        reverse(office, first)
    reverse(office, second)
    reverse(office, first)

    assert now(office, card).taken == 0
    assert now(office, card).through is None
    depreciate(office)
    assert now(office, card).taken == 100_000
    require_green(office)


def test_what_stands_in_the_opening_balances_gets_a_card_without_an_entry(office: Office) -> None:
    open_old(office)
    assert queries.uncarded(office.reading) == [("1-2105", 6_400_000), ("1-2205", -1_600_000)]
    before = builders.fact_count(office)

    card = acquire(office, cost=6_400_000, source="opening", acquired="2025-01-10")

    assert builders.fact_count(office) == before + 1
    assert (card.taken, card.months_left, card.next_month) == (1_600_000, 36, "2026-01")
    assert not queries.uncarded(office.reading)
    depreciate(office, "2026-01")
    assert now(office, card).book_value == 4_800_000 - 133_333
    dispose(office, card)
    assert balance(office, "1-2105") == balance(office, "1-2205") == 0
    assert balance(office, "6-9102") == 4_800_000 - 133_333
    require_green(office)


def test_a_card_beyond_the_old_books_is_found(office: Office) -> None:
    open_old(office)
    acquire(office, cost=7_000_000, source="opening", acquired="2025-01-10", accumulated=1_600_000)

    found = builders.findings(office)

    assert list(found) == ["assets"]
    assert "1-2105: kartu saldo awal Rp7.000.000" in found["assets"][0]


def test_a_wrong_card_of_the_old_books_is_withdrawn_while_nothing_was_posted(
    office: Office,
) -> None:
    open_old(office)
    card = acquire(office, cost=7_000_000, source="opening", acquired="2025-01-10", accumulated=0)
    office.perform("assets.withdraw", {"asset": card.key, "reason": "salah"}, approval=approval())

    right = acquire(office, cost=6_400_000, source="opening", acquired="2025-01-10")

    assert [each.number for each in queries.assets(office.reading) if each.live] == [right.number]
    assert [each.asset.key for each in queries.standing(office.reading, DAY)] == [right.key]
    depreciate(office, "2026-01")
    order = {"asset": right.key, "reason": "salah"}
    with pytest.raises(BadField, match="sudah punya jurnal"):
        office.perform("assets.withdraw", order, approval=approval())
    require_green(office)


def test_a_thing_lent_to_us_is_handed_back_and_never_sold(office: Office) -> None:
    order = {"name": "Mobil", "owner": "village", "doc_no": "BAST/1", "place": "Gerai"}
    key = office.perform("assets.lend_in", order).id
    card = queries.asset(office.reading, key)
    assert card is not None

    with pytest.raises(BadField, match="bukan milik koperasi"):
        dispose(office, card)
    office.perform("assets.withdraw", {"asset": key, "reason": "selesai"}, approval=approval())

    assert now(office, card).how == "returned"
    require_green(office)


def test_an_asset_on_credit_is_paid_in_parts_and_never_above_what_is_owed(office: Office) -> None:
    office.perform("members.add_outsider", {"name": "Toko Kenanga", "code": "KENANGA"})
    with pytest.raises(BadField, match="sebut penjualnya"):
        acquire(office, source="credit")
    card = acquire(office, source="credit", party="KENANGA", due="2026-03-01")
    assert balance(office, "2-1201") == -4_800_000
    assert [(each.number, each.due) for each in queries.debts(office.reading)] == [
        (card.number, date(2026, 3, 1))
    ]
    erase = {"party": "KENANGA", "reason": "x"}
    with pytest.raises(BadField, match="belum lunas"):
        office.perform("members.erase_outsider", erase, approval=approval())
    pay = {"asset": card.number, "box": "BRI"}
    entry = office.perform("assets.pay", {**pay, "amount": 1_800_000}).id

    with pytest.raises(BadField, match=r"Rp3\.000\.000"):
        office.perform("assets.pay", {**pay, "amount": 3_000_001})
    with pytest.raises(NotReversible, match="dibayar"):
        reverse(office, card.key)
    reverse(office, entry)
    reverse(office, card.key)

    assert now(office, card).how == "reversed"
    assert balance(office, "2-1201") == balance(office, "1-2105") == 0
    require_green(office)


def test_a_grant_becomes_income_with_the_thing_and_the_rest_when_it_goes(office: Office) -> None:
    card = acquire(office, source="grant", cost=4_800_000, salvage=1_200_000)
    depreciate(office)
    assert balance(office, "4-9102") == -100_000

    dispose(office, card)

    assert balance(office, "2-2106") == 0
    assert balance(office, "4-9102") == -4_800_000
    assert balance(office, "6-9102") == 4_725_000
    require_green(office)


def test_a_sale_catches_up_what_was_not_depreciated_and_can_be_undone(office: Office) -> None:
    card = acquire(office)
    office.named_day = date(2026, 5, 5)

    entry = dispose(office, card, how="sold", proceeds=4_600_000, box="KAS")

    assert balance(office, "6-1301") == 300_000
    assert balance(office, "4-9103") == -100_000
    with pytest.raises(BadField, match="sudah tidak ada"):
        dispose(office, card)
    require_green(office)
    reverse(office, entry)
    assert now(office, card).live
    assert (now(office, card).taken, now(office, card).through) == (0, None)
    require_green(office)


def test_what_goes_in_the_month_in_which_it_came_was_never_depreciated(office: Office) -> None:
    card = acquire(office)

    dispose(office, card)

    assert balance(office, "6-1301") == 0
    assert balance(office, "6-9102") == 4_800_000
    require_green(office)


def test_a_new_life_counts_from_the_next_month_and_never_back(office: Office) -> None:
    card = acquire(office)
    entry = depreciate(office)

    order = {"asset": card.key, "months_left": 10, "salvage": 700_000, "place": "Kantor"}
    office.perform("assets.change", order)

    office.named_day = date(2026, 3, 31)
    depreciate(office, "2026-03")
    assert now(office, card).taken == 100_000 + 400_000
    assert now(office, card).place == "Kantor"
    with pytest.raises(NotReversible):
        reverse(office, entry)
    require_green(office)


def test_nobody_buys_an_asset_past_its_card(office: Office) -> None:
    lines = (("1-2104", 500_000, "KTR"), ("1-1111", -500_000, "KTR"))

    with pytest.raises(BadField, match="lewat layar Aset"):
        builders.record(office, *lines)
    with pytest.raises(NeedsApproval):
        builders.record(office, *lines, kind="adjustment")
    card = acquire(office)
    keyed = {"account": "1-2105", "amount": 5, "unit": "KTR", "key": card.key}
    against = {"account": "6-1205", "amount": -5, "unit": "KTR"}
    with pytest.raises(BadField, match="lewat layar Aset"):
        builders.record(office, keyed, against, kind="adjustment")


def test_a_closed_month_takes_no_depreciation(office: Office) -> None:
    office.named_day = date(2026, 3, 2)
    acquire(office, day="2026-02-16", late="nota baru datang")
    for month in ("2026-01", "2026-02"):
        office.perform("accounting.close_month", {"month": month})

    with pytest.raises(PeriodClosed):
        depreciate(office)
    depreciate(office, "2026-03")

    assert balance(office, "1-2205") == -200_000


def test_a_card_that_differs_from_the_ledger_is_found(office: Office) -> None:
    card = acquire(office)
    sql = "UPDATE asset SET cost = cost + 1 WHERE key = ?"
    office.database.connection.execute(sql, (card.key,))

    found = list(findings.cards(office.reading))

    assert found == [
        f"{card.number}, akun 1-2105: menurut kartu Rp4.800.001, menurut buku besar Rp4.800.000"
    ]


REFUSED: list[tuple[dict[str, Any], type[Refusal], str]] = [
    ({"cost": 0}, BadField, "cost"),
    ({"name": "  "}, BadField, "name"),
    ({"name": "x" * 81}, BadField, "name"),
    ({"account": "1-1101"}, BadField, "account"),
    ({"account": "1-2199"}, BadField, "account"),
    ({"unit": "XX"}, BadField, "unit"),
    ({"group": "kelompok_9"}, BadField, "group"),
    ({"months": 0}, BadField, "months"),
    ({"months": 601}, BadField, "months"),
    ({"salvage": 4_800_000}, BadField, "salvage"),
    ({"salvage": -1}, BadField, "salvage"),
    ({"cost": 25_000_000}, InsufficientBalance, "amount"),
    ({"accumulated": 5}, BadField, "accumulated"),
    ({"source": "opening"}, BadDay, "acquired"),
    ({"source": "opening", "acquired": "2026-01-01"}, BadDay, "acquired"),
    ({"source": "opening", "acquired": "2010-01-01", "accumulated": 5}, BadField, "months_left"),
    ({"source": "grant", "box": "BRI"}, BadField, "box"),
    ({"box": None}, BadField, "box"),
    ({"box": "JALAN-G1"}, BadField, "box"),
    ({"box": "USP", "unit": "G1"}, BadField, "box"),
]


@pytest.mark.parametrize(("how", "kind", "field"), REFUSED)
def test_a_card_that_makes_no_sense_is_refused_at_its_field(
    office: Office, how: dict[str, Any], kind: type[Refusal], field: str
) -> None:
    given = {"name": "Laptop", "account": "1-2105", "cost": 4_800_000, "box": "BRI", **how}
    if how.get("source") == "opening":
        del given["box"]
    order = {name: value for name, value in given.items() if value is not None}

    with pytest.raises(kind) as refused:
        office.perform("assets.acquire", order)

    assert refused.value.field == field


Trial = Callable[[Office, queries.Asset], object]
TRIALS: list[tuple[Trial, str]] = [
    (lambda o, c: dispose(o, c, how="sold"), "proceeds"),
    (lambda o, c: dispose(o, c, how="sold", proceeds=5), "box"),
    (lambda o, c: dispose(o, c, proceeds=5, box="KAS"), "proceeds"),
    (lambda o, c: dispose(o, c, reason=" "), "reason"),
    (lambda o, c: dispose(o, c, asset="AST-XX"), "asset"),
    (lambda o, c: dispose(o, c, day="2026-02-01", late="x"), "day"),
    (lambda o, c: o.perform("assets.change", {"asset": c.key}), "name"),
    (lambda o, c: o.perform("assets.change", {"asset": c.key, "months_left": 0}), "months_left"),
    (lambda o, c: o.perform("assets.change", {"asset": c.key, "salvage": 9**9}), "salvage"),
    (lambda o, _c: o.perform("assets.depreciate", {"month": "Februari"}), "month"),
    (lambda o, c: o.perform("assets.pay", {"asset": c.key, "amount": 1, "box": "KAS"}), "amount"),
]


@pytest.mark.parametrize(("trial", "field"), TRIALS)
def test_what_makes_no_sense_of_a_card_is_refused_at_its_field(
    office: Office, trial: Trial, field: str
) -> None:
    card = acquire(office)

    with pytest.raises(BadField) as refused:
        trial(office, card)

    assert refused.value.field == field
    assert now(office, card) == card
