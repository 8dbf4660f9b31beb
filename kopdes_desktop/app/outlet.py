"""The practice outlet: goods come, its drawer opens every day, people buy, some pay later.

A day's sales are written a few at a time, in one transaction each: a life of months has hundreds.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from msgspec import Struct, field

from kopdes_desktop.app import stall, wares
from kopdes_desktop.app.life import CASHIER, CHAIR, TREASURER
from kopdes_desktop.goods.rules import decimal, times
from kopdes_desktop.inventory import stock
from kopdes_desktop.kernel.dates import Month
from kopdes_desktop.kernel.quantity import THOUSAND
from kopdes_desktop.ledger import balances
from kopdes_desktop.members import queries as members
from kopdes_desktop.sales import queries as sales
from kopdes_desktop.subsidy import queries as rationed
from kopdes_desktop.subsidy import rules as rations

if TYPE_CHECKING:
    from kopdes_desktop.app.life import Life, Person
    from kopdes_desktop.app.villagers import Villager
    from kopdes_desktop.app.wares import Ware
    from kopdes_desktop.office.transaction import Transaction

SHOP, STORE, DRAWER = "GERAI", "GUDANG", "LACI-G1"
#: The outlet opens so many days before the last: a longer life has had none before.
DAYS = 91
_SUPPLIER, _CREDIT_DAYS, _BON_LIMIT = "GROSIR", 14, 400_000
#: What the store behind the shop holds at first, and is carried over when it runs low there.
_KEPT_BACK = ("B010", "B019", "B004")
_FEWEST, _MOST, _MOST_LINES = 5, 15, 5
#: So many members make a village that fills the shop.
_VILLAGE = 40
_HOUR = 3_600
_MONDAY, _THURSDAY, _SATURDAY = 0, 3, 5
#: Monday, Wednesday, Friday: nothing from the QR code waits for more than three days.
_SETTLING = (0, 2, 4)
_NOTES = (10_000, 20_000, 50_000, 100_000)
_CYLINDERS, _A_DAY, _SEASON_KG = 3, 2, 100


class Shop(Struct):
    """What the outlet's people know: its goods by code, and what is rationed, used up by whom."""

    keys: dict[str, int]
    strangers: tuple[Villager, ...]
    held: dict[str, int] = field(default_factory=dict)
    taken: dict[tuple[str, str, str], int] = field(default_factory=dict)
    allotted: set[str] = field(default_factory=set)
    sold: list[int] = field(default_factory=list)


# --- it opens -----------------------------------------------------------------------------------


def found(life: Life) -> None:
    """Places, goods, programmes and their buyers, a supplier, how much anybody may owe."""
    for code, name, kind in ((SHOP, "Toko Gerai", "outlet"), (STORE, "Gudang Gerai", "warehouse")):
        life.do("inventory.add_place", {"code": code, "name": name, "unit": "G1", "kind": kind})
    order = {"code": _SUPPLIER, "name": "Grosir Sumber Jaya", "days": _CREDIT_DAYS}
    life.do("purchasing.add_supplier", order)
    limit = {"fields": {"till.bon_limit": _BON_LIMIT}}
    life.do("settings.change", limit, by=CHAIR, why="keputusan rapat pengurus")
    strangers = tuple(next(life.villagers) for _n in range(4))
    for each in strangers:
        buyer = {"nik": each.nik, "name": each.name, "kk": each.kk}
        life.do("subsidy.add_buyer", buyer)
    life.known["shop"] = Shop(life.session.office.together(_enter_goods), strangers)
    stall.found(life)


def _enter_goods(deal: Transaction) -> dict[str, int]:
    for code, name in wares.CATEGORIES.items():
        deal.then("goods.add_category", {"code": code, "name": name})
    for program in wares.PROGRAMS:
        deal.then("subsidy.set_program", program)
    return {each.code: int(deal.then("goods.add_item", each.order())) for each in wares.wares()}


def take_over(life: Life, day: date) -> int:
    """What lay there when the books began; its value."""
    whole = 0
    for place in (SHOP, STORE):
        lines = [
            {
                "item": each.code,
                "quantity": str(each.stock),
                "cost": str(each.cost),
                **_lot(life, each),
            }
            for each in wares.wares()
            if place == SHOP or each.code in _KEPT_BACK
        ]
        order = {"place": place, "day": day.isoformat(), "lines": lines}
        life.do("inventory.open_stock", order)
        whole += sum(int(each["quantity"]) * int(each["cost"]) for each in lines)
    return whole


def _lot(life: Life, ware: Ware) -> dict[str, str]:
    """A lot and its day, where the goods have one: after the last of the outlet's days here."""
    if not ware.expires:
        return {}
    until = life.today + timedelta(days=life.dice.randrange(DAYS + 4, 300))
    return {"lot": f"L{until:%y%m}", "expires": until.isoformat()}


# --- any day ------------------------------------------------------------------------------------


def open_shift(life: Life) -> None:
    """The clerk counts the drawer and begins."""
    life.take_over(CASHIER)
    life.do("till.open_shift", {"box": DRAWER, "place": SHOP, "float": life.in_box(DRAWER)})


def close_shift(life: Life) -> None:
    """She counts again; one day in twelve a coin is missing."""
    life.take_over(CASHIER)
    missing = 500 if life.dice.random() < 1 / 12 else 0
    order: dict[str, Any] = {"box": DRAWER, "cash": life.in_box(DRAWER) - missing}
    if missing:
        order["reason"] = "Uang kembalian kurang teliti"
    life.do("till.close_shift", order)
    life.take_over(TREASURER)


def serve(life: Life) -> None:
    """Five to fifteen buyers, fewer in a small village; now and then goods come back."""
    shop: Shop = life.known["shop"]
    shop.held = _on_shelf(life)
    buyers = (
        life.dice.randint(_FEWEST, _MOST) if life.whole >= _VILLAGE else life.dice.randint(1, 2)
    )
    orders = stall.sales(life, SHOP) + [_sale(life, shop) for _n in range(buyers)]
    half = len(orders) // 2
    for some in filter(None, (orders[:half], orders[half:])):
        life.clock.pass_by(_HOUR)
        shop.sold = life.session.office.together(partial(_sell, orders=some))
    if life.today.weekday() == _THURSDAY:
        _bring_back(life, orders[-1], shop.sold[-1])
    if life.today.weekday() == _SATURDAY:
        _pay_bons(life)
        order = {"reason": "packaging", "amount": 15_000, "note": "Kantong plastik", "box": DRAWER}
        life.do("till.cash_out", order)


def _sell(deal: Transaction, orders: list[dict[str, Any]]) -> list[int]:
    return [int(deal.then("sales.sell", each)) for each in orders]


def _on_shelf(life: Life) -> dict[str, int]:
    here = stock.on_hand(life.read, SHOP)
    keys: dict[str, int] = life.known["shop"].keys
    return {code: here[key].quantity for code, key in keys.items() if key in here}


def _sale(life: Life, shop: Shop) -> dict[str, Any]:
    """One buyer, six of ten a member, with up to five things; how he pays."""
    comes = life.dice.random() < 0.6 and life.members  # noqa: PLR2004
    member = life.dice.choice(life.members) if comes else None
    lines: dict[str, dict[str, Any]] = {}
    whole = 0
    for ware in life.dice.sample(wares.wares(), life.dice.randint(1, _MOST_LINES)):
        much, buyer = _wanted(life, shop, ware, member)
        if much and shop.held.get(ware.code, 0) >= much:
            shop.held[ware.code] -= much
            lines[ware.code] = {"item": ware.code, "quantity": decimal(much), **buyer}
            price = ware.price if member is None or ware.member is None else ware.member
            whole += int(times(price, much))
    if not lines:
        shop.held["B019"] = shop.held.get("B019", 0) - THOUSAND
        lines["B019"] = {"item": "B019", "quantity": "1"}
        whole = next(each.price for each in wares.wares() if each.code == "B019")
    order: dict[str, Any] = {"lines": list(lines.values()), "place": SHOP}
    if member is not None:
        order["member"] = member.number
    return order | _paid(life, shop, member, whole)


def _wanted(
    life: Life, shop: Shop, ware: Ware, member: Person | None
) -> tuple[int, dict[str, Any]]:
    """How much of a good, and by whose NIK where that is asked; nothing when he may not."""
    if ware.weighed:
        return life.dice.choice((250, 500, 1_000, 2_000)), {}
    if ware.program is None:
        return THOUSAND * life.dice.choice((1, 1, 1, 2, 3)), {}
    who = member.villager if member is not None else life.dice.choice(shop.strangers)
    much, most = THOUSAND, _A_DAY
    period, holder = str(life.today), who.nik
    if ware.lini == "LPG":
        period, holder, most = str(Month.of(life.today)), who.kk, _CYLINDERS
    if ware.lini == "pupuk":
        period, much, most = rations.span("season", life.today).name, 25 * THOUSAND, _SEASON_KG
        if f"{holder} {period}" not in shop.allotted:
            return 0, {}
    used = (ware.code, holder, period)
    if shop.taken.get(used, 0) + much > most * THOUSAND:
        return 0, {}
    shop.taken[used] = shop.taken.get(used, 0) + much
    return much, {"buyer": who.nik}


def _paid(life: Life, shop: Shop, member: Person | None, whole: int) -> dict[str, Any]:
    """Cash, mostly with a note that is too large; QRIS; a member's bon."""
    throw = life.dice.random()
    if throw < 0.12:  # noqa: PLR2004
        reference = f"{life.today:%d%m}{life.dice.randrange(10_000):04d}"
        return {"tenders": [{"kind": "qris", "ref": reference}]}
    if throw < 0.2 and member in life.strangers:  # noqa: PLR2004
        row = members.require_member(life.read, member.number)
        today = (str(life.today), member.villager.kk, "bon")
        used = shop.taken.get(today, 0) + whole
        if used <= int(sales.credit(life.read, row).left):
            shop.taken[today] = used
            return {"tenders": [{"kind": "bon"}]}
    note = next((each for each in _NOTES if each >= whole), None)
    return {"given": note} if note is not None and throw > 0.5 else {}  # noqa: PLR2004


def _bring_back(life: Life, order: dict[str, Any], sale: int) -> None:
    """The first thing that was bought comes back as it was; not from an officer's own family."""
    who = {None, *(each.number for each in life.strangers)}
    if order.get("member") in who and "buyer" not in order["lines"][0]:
        back = {"sale": sale, "lines": [{"line": 0}], "box": DRAWER}
        life.do("sales.bring_back", back, by=TREASURER, why="barangnya masih utuh")


def _pay_bons(life: Life) -> None:
    """On Saturdays who owes comes and pays half of it or all; two will leave with their debts."""
    debtors = [life.known.get(part) for part in ("debtor", "overdrawn")]
    for person in life.strangers:
        if person in debtors:
            continue
        owed = int(sales.bon_balance(life.read, person.key))
        if owed > 0 and life.dice.random() < 0.5:  # noqa: PLR2004
            amount = owed if owed < 50_000 else (owed // 2_000) * 1_000  # noqa: PLR2004
            life.do("sales.pay_bon", {"member": person.number, "amount": amount})


# --- what the treasurer does --------------------------------------------------------------------


def look_after(life: Life) -> None:
    """Before the shop opens: lists by name, goods that run low, bills, what the QR code brought."""
    shop: Shop = life.known["shop"]
    season = rations.span("season", life.today).name
    if season not in shop.allotted:
        _allot(life, shop, season)
    stall.look_after(life, SHOP)
    if life.today.weekday() == _MONDAY or not _on_shelf(life):
        _buy(life)
        _carry_over(life, shop)
        _enter_elsewhere(life)
    if life.today.weekday() == _THURSDAY:
        _pay_bills(life)
    if life.today.weekday() in _SETTLING:
        _settle_qris(life)


def _enter_elsewhere(life: Life) -> None:
    """What was sold by NIK stands in the official applications by now."""
    waiting: dict[str, list[int]] = {}
    for each in rationed.sold(life.read, life.today - timedelta(days=30), life.today):
        waiting.setdefault(each.program, []).append(each.sale)
    for program, sales_of_it in waiting.items():
        order = {"program": program, "sales": list(dict.fromkeys(sales_of_it))}
        life.do("subsidy.mark_entered", order)


def _allot(life: Life, shop: Shop, season: str) -> None:
    """Farmers who are members stand on the list of each season."""
    farmers = [each for each in life.members if "ani" in each.villager.job]
    if not farmers:
        return
    for program in ("UREA", "NPK"):
        shares = [{"buyer": each.number, "quantity": str(_SEASON_KG)} for each in farmers]
        life.do("subsidy.allocate", {"program": program, "shares": shares})
    shop.allotted |= {season, *(f"{each.villager.nik} {season}" for each in farmers)}


def _buy(life: Life) -> None:
    """Whatever has fallen below half is bought again: in cash while there is some, else on bill."""
    held = _on_shelf(life)
    lines, whole = [], 0
    for ware in wares.wares():
        lacking = ware.stock * THOUSAND - held.get(ware.code, 0)
        if 2 * lacking > ware.stock * THOUSAND:
            count = -(-lacking // (ware.factor * THOUSAND)) or 1
            cost = int(ware.cost * ware.factor * life.dice.uniform(0.98, 1) // 25) * 25
            line = {"item": ware.code, "quantity": str(count), "price": cost, **_lot(life, ware)}
            lines.append(line | ({"pack": ware.pack} if ware.pack else {}))
            whole += count * cost
    if not lines:
        return
    order: dict[str, Any] = {"place": SHOP, "supplier": _SUPPLIER, "lines": lines}
    if life.in_box("KAS") + life.in_box("BRI") > 2 * whole:
        life.require_cash(whole)
        order["paid_from"] = "KAS"
    else:
        order |= {"days": _CREDIT_DAYS, "bill_no": f"F-{life.today:%y%m%d}"}
    life.do("purchasing.receive", order)


def _carry_over(life: Life, shop: Shop) -> None:
    """What the store still holds goes into the shop when that has little of it."""
    here, there = _on_shelf(life), stock.on_hand(life.read, STORE)
    lines = [
        {"item": code, "quantity": decimal(there[shop.keys[code]].quantity)}
        for code in _KEPT_BACK
        if shop.keys[code] in there
        and there[shop.keys[code]].quantity > 0
        and here.get(code, 0) < there[shop.keys[code]].quantity
    ]
    if lines:
        sent = life.do("inventory.send", {"from": STORE, "to": SHOP, "lines": lines})
        life.do("inventory.arrive", {"transfer": sent.id})


def _pay_bills(life: Life) -> None:
    """As much of what is owed to the supplier as the bank can spare."""
    owed = -int(balances.balances_at(life.read, life.today).get("2-1201", 0))
    amount = min(owed, life.in_box("BRI") - 1_000_000)
    if amount > 0:
        life.do("purchasing.pay", {"supplier": _SUPPLIER, "amount": amount, "from": "BRI"})


def _settle_qris(life: Life) -> None:
    """What the QR code took arrives in the bank, less the provider's share."""
    waiting = int(balances.balances_at(life.read, life.today).get(sales.QRIS_ACCOUNT, 0))
    if waiting > 0:
        fee = waiting * 3 // 1000
        life.do("sales.settle_qris", {"amount": waiting, "fee": fee, "box": "BRI"})


def count(life: Life) -> None:
    """The shop is counted, and of three goods one piece is not found; in the store it has begun.

    One of the three is somebody else's: what it comes to waits at Titip jual.
    """
    begun = life.do("inventory.begin_count", {"place": SHOP})
    held = {code: much for code, much in _on_shelf(life).items() if much > 0}
    missing = [code for code, much in held.items() if much >= 2 * THOUSAND][:2]
    lines = [
        {"item": code, "quantity": decimal(much - (THOUSAND if code in missing else 0))}
        for code, much in held.items()
    ]
    others = {code: much for code, much in stall.on_shelf(life, SHOP).items() if much >= THOUSAND}
    lost = next(iter(others), "")
    lines += [
        {"item": code, "quantity": decimal(much - (THOUSAND if code == lost else 0))}
        for code, much in others.items()
    ]
    life.do("inventory.add_count", {"count": begun.id, "lines": lines})
    life.do("inventory.close_count", {"count": begun.id, "uncounted": "keep"})
    life.do("inventory.begin_count", {"place": STORE, "items": list(_KEPT_BACK)})
