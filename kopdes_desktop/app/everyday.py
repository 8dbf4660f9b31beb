"""What the practice cooperative does on any day: admissions, the counter, the outlet, the safe."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from kopdes_desktop.app import bookkeeping, outlet
from kopdes_desktop.app.life import CASHIER, CHAIR, TREASURER, Applicant, Person
from kopdes_desktop.app.villagers import HAMLETS
from kopdes_desktop.kernel.dates import Month
from kopdes_desktop.ledger import periods, years
from kopdes_desktop.members import queries as members
from kopdes_desktop.membership import importing, member_rows
from kopdes_desktop.paper import grid
from kopdes_desktop.security import queries as users

if TYPE_CHECKING:
    from kopdes_desktop.app.life import Life
    from kopdes_desktop.office.transaction import Answer

PRINCIPAL, FLOAT = 100_000, 300_000
#: Who leaves money with an application leaves less than this many ten thousands beyond it.
_MORE = 4
_SAFE, _MONDAY, _FRIDAY, _SATURDAY = 2_000_000, 0, 4, 5
#: On which days of a month sheets go out and come in, the village pays, wages are paid.
_ISSUE, _COLLECT, _VILLAGE, _WAGES, _CLOSING, _OFFICERS = 10, 13, 8, 25, 3, 6
_INSTALMENTS, _TAXES = 20, 14
#: A year that ended so shortly before the last day is left for whoever practises to close.
_LEARNER = timedelta(days=45)
#: The founders' register: columns in the order of a villager's papers.
_REGISTER = (
    "No. Anggota;Nama;NIK;No. KK;Dusun;RT/RW;Alamat;No. HP;Pekerjaan;"
    "Tanggal Masuk;Simpanan Pokok;Simpanan Wajib"
)
#: So many days lie between two visits of a member to the counter.
_BETWEEN_VISITS = 75
_CONSENT = "SP/1, 1 Januari"
_WAGE, _TIMES = 300_000, 50_000


# --- the old books ------------------------------------------------------------------------------


def open_books(life: Life) -> None:
    """Balances from the old books, the founders with their savings, and the first change money."""
    start = life.today.replace(day=1) - timedelta(days=1)
    assets = {"1-1101": 2_500_000, "1-1111": 10_000_000, "1-2105": 6_400_000}
    to_date = {} if life.today.month == 1 else {"6-1201": 450_000, "4-9102": -1_200_000}
    _opening(life, start, {**assets, **to_date})
    saved = _take_founders_over(life, start)
    goods = 0
    if life.opens == life.today:
        outlet.found(life)
        goods = outlet.take_over(life, start)
    rest = sum(assets.values()) + sum(to_date.values()) + goods - saved
    _opening(life, start, {"3-1301": -900_000, "3-1201": 900_000 - rest})
    _carry(life, "KAS", "LACI-G1", FLOAT)
    life.do("accounting.move_cash", {"from": "KAS", "to": "KECIL", "amount": FLOAT})


def _opening(life: Life, day: date, amounts: dict[str, int]) -> None:
    """One opening entry of the office; 3-1501 takes what it lacks."""
    lines = [{"account": code, "amount": each, "unit": "KTR"} for code, each in amounts.items()]
    lines.append({"account": "3-1501", "amount": -sum(amounts.values()), "unit": "KTR"})
    life.do("accounting.open_balances", {"day": day.isoformat(), "lines": lines})


def _take_founders_over(life: Life, start: date) -> int:
    """One in ten was a member before there was a laptop: their register is imported.

    Treasurer and clerk are among them, each in a house of her own. What they had saved in all, as
    the register says.
    """
    founders = [next(life.villagers) for _n in range(life.whole // 10)]
    if not founders:
        return 0
    officers = dict(zip((TREASURER, CASHIER), range(0, len(founders), 2), strict=False))
    for login, n in officers.items():
        user = users.require_user(life.read, login)
        founders[n] = replace(founders[n], name=user.name or founders[n].name)
    saved, lines = 0, [_REGISTER]
    for n, each in enumerate(founders):
        joined = start - timedelta(days=life.dice.randrange(200, 700))
        mandatory = 10_000 * ((start - joined).days // 30 - (3 if n % 3 == 0 else 0))
        saved += PRINCIPAL + mandatory
        told = (f"{n + 1:04d}", *each.data().values(), joined.isoformat(), PRINCIPAL, mandatory)
        lines.append(";".join(map(str, told)))
    book = grid.read_book("\n".join(lines).encode(), "buku-anggota-lama.csv")
    study = member_rows.study_members(life.read, book, today=life.today, as_of=start)
    importing.import_members(life.session.office, study)
    for n, each in enumerate(founders, 1):
        key = members.require_member(life.read, f"{n:04d}").key
        life.members.append(Person(f"{n:04d}", key, each))
    life.admitted = len(founders)
    _link(life, {login: life.members[n] for login, n in officers.items()})
    return saved


def _link(life: Life, officers: dict[str, Person]) -> None:
    """The chair says which members the treasurer and her clerk are."""
    life.officers = officers
    life.take_over(CHAIR)
    for login, person in officers.items():
        life.do("security.link_member", {"user": login, "member": person.number})
    life.proven.clear()
    life.take_over(TREASURER)


# --- members come -------------------------------------------------------------------------------


def admit(life: Life, progress: float) -> None:
    """Applications as the year goes on; on Mondays the board decides on all who wait.

    `progress` is the part of the life that lies behind, 0 on its first day and 1 on its last.
    """
    first = life.whole // 6 if progress < 1 else life.whole
    share = 0 if life.admitted == life.whole else min(1.0, progress / 0.85)
    due = max(first, round(life.whole * share)) - life.admitted - len(_expected(life))
    for _n in range(due):
        prepaid = life.dice.random() < 0.6 and progress < 1  # noqa: PLR2004
        life.waiting.append(apply(life, prepaid=prepaid))
    if life.waiting and (progress in {0, 1} or life.today.weekday() == _MONDAY):
        _board(life)


def _expected(life: Life) -> list[Applicant]:
    return [each for each in life.waiting if each.approved]


def apply(life: Life, *, prepaid: bool, approved: bool = True, pay_back: bool = True) -> Applicant:
    """An application; six of ten leave their first money as titipan."""
    villager = next(life.villagers)
    applied = life.do("membership.apply", villager.data())
    if prepaid:
        amount = PRINCIPAL + 10_000 * life.dice.randrange(_MORE)
        life.do("membership.prepay", {"application": applied.id, "amount": amount})
    return Applicant(applied.id, villager, prepaid, approved, pay_back)


def _board(life: Life) -> None:
    """The board meets: everybody who waits is decided on, and new members are put into groups."""
    life.meetings += 1
    come: list[Person] = []
    for each in life.waiting:
        order: dict[str, Any] = {
            "application": each.key,
            "approved": each.approved,
            "decision_no": f"{life.meetings}/PENG/{life.today.year}",
        }
        if not each.approved:
            if each.pay_back:
                life.require_cash(PRINCIPAL + 10_000 * _MORE)
            life.do("membership.decide", {**order, "pay_back": each.pay_back})
            continue
        decided = life.do("membership.decide", order)
        life.admitted += 1
        come.append(Person(str(decided.number), each.key, each.villager))
        if not each.prepaid:
            _first_payment(life, come[-1])
    life.waiting.clear()
    life.members += come
    if life.groups:
        assign(life, come)


def _first_payment(life: Life, person: Person) -> None:
    """Principal, and from seven of ten the first dues too."""
    lines: list[dict[str, Any]] = [{"product": "principal", "amount": PRINCIPAL}]
    if life.dice.random() < 0.7:  # noqa: PLR2004
        lines.append({"product": "mandatory", "months": 1})
    deposit(life, person, lines)


def assign(life: Life, people: list[Person]) -> None:
    """Into the group of their hamlet."""
    for hamlet in HAMLETS:
        numbers = [each.number for each in people if each.villager.dusun == hamlet]
        if numbers and hamlet.upper() in life.groups:
            life.do("members.assign", {"group": hamlet.upper(), "members": numbers})
            collector(life, hamlet, numbers[0])


def collector(life: Life, hamlet: str, number: str) -> None:
    """The first of a hamlet collects there."""
    if f"collector {hamlet}" in life.done:
        return
    life.done.add(f"collector {hamlet}")
    group = {"code": hamlet.upper(), "name": f"Dusun {hamlet}", "kind": "dusun"}
    life.do("members.set_group", {**group, "collector": number})


# --- the counter --------------------------------------------------------------------------------


def deposit(life: Life, person: Person, lines: list[dict[str, Any]], **how: str) -> Answer:
    """A receipt."""
    answer = life.do("savings.deposit", {"member": person.number, "lines": lines, **how})
    life.lived.receipts.append(answer.id)
    return answer


def morning(life: Life) -> None:
    """Dues at the counter: some months at once, sometimes a whole household by one payer."""
    before = len(life.lived.receipts)
    count = int(len(life.members) / _BETWEEN_VISITS + life.dice.random())
    for person in life.dice.sample(life.strangers, min(count, len(life.strangers))):
        if life.dice.random() < 0.25:  # noqa: PLR2004
            _household(life, person)
        else:
            _rapel(life, person)
    miscounted = life.dice.random() < 0.1  # noqa: PLR2004
    if miscounted and len(life.lived.receipts) > before:
        wrong = life.lived.receipts.pop()
        life.do("accounting.reverse", {"entry": wrong, "reason": "Salah anggota"})


def _rapel(life: Life, person: Person) -> None:
    """All he owes, or a few months ahead."""
    months = life.dues(person).arrears_months or life.dice.choices((1, 2, 3, 6), (6, 2, 1, 1))[0]
    if life.is_near(person):
        deposit(life, person, [{"product": "mandatory", "months": months}])


def _household(life: Life, payer: Person) -> None:
    """One payer, one receipt, a line for each member under his roof (RULES, dues)."""
    lines = [
        {"product": "mandatory", "months": 1, "member": each.number}
        for each in life.household(payer)
        if life.is_near(each)
    ]
    if lines:
        deposit(life, payer, lines, payer=payer.number)


def afternoon(life: Life) -> None:
    """Savings in and out at the outlet, by its clerk; for what goes out the treasurer steps up."""
    life.take_over(CASHIER)
    for person in life.dice.sample(life.strangers, min(len(life.strangers), 2)):
        amount = life.dice.randrange(1, 21) * 5_000
        deposit(life, person, [{"product": "voluntary", "amount": amount}])
    if life.dice.random() < 0.3:  # noqa: PLR2004
        for person in life.dice.sample(life.strangers, min(len(life.strangers), 8)):
            amount = min(life.saved(person), life.in_box("LACI-G1"), 200_000) // 20_000 * 20_000
            if amount > 0:
                withdraw(life, person, amount, by=TREASURER, why="saldo dan orangnya cocok")
                break


def withdraw(life: Life, person: Person, amount: int, **how: str) -> Answer:
    """A withdrawal slip."""
    order = {"member": person.number, "product": "voluntary", "amount": amount}
    answer = life.do("savings.withdraw", order, **how)
    life.lived.withdrawals.append(answer.id)
    return answer


# --- once a month -------------------------------------------------------------------------------


def monthly(life: Life) -> None:
    """What falls due on a day of the month, or on the first working day after it."""
    for name, day, work in (
        ("closing", _CLOSING, _close_months),
        ("officers", _OFFICERS, _officers_pay),
        ("village", _VILLAGE, _village_pays),
        ("issue", _ISSUE, _issue_sheets),
        ("collect", _COLLECT, _collect_sheets),
        ("wages", _WAGES, _pay_wages),
        ("instalments", _INSTALMENTS, bookkeeping.pay_instalments),
        ("taxes", _TAXES, bookkeeping.pay_taxes),
    ):
        mark = f"{name} {Month.of(life.today)}"
        if life.today.day >= day and mark not in life.done:
            life.done.add(mark)
            work(life)
    bookkeeping.everyday(life)
    bookkeeping.meet(life)


def _close_months(life: Life) -> None:
    """The months before, once the opening balances are agreed and late documents have come in.

    A book year is closed as a whole; where the life ends soon after, that is left to the learner.
    """
    start = periods.books_from(life.read)
    if start is None or "agreed" not in life.known:
        return
    month = periods.first_open(life.read, start)
    while month < Month.of(life.today):
        bookkeeping.compare_with_the_bank(life, month)
        bookkeeping.end_month(life, month)
        if month != years.year_of(life.read, month.first()).end:
            life.do("accounting.close_month", {"month": str(month)})
        elif life.ends is None or life.ends - life.today < _LEARNER:
            return
        else:
            bookkeeping.end_year(life)
        month = month.next()


def _officers_pay(life: Life) -> None:
    """They and who lives with them; what the treasurer takes of her own and theirs is looked at."""
    for officer in life.officers.values():
        for each in life.household(officer):
            if life.is_near(each):
                deposit(life, each, [{"product": "mandatory", "months": 1}])


def _village_pays(life: Life) -> None:
    """The village pays the dues of three of its people into the bank."""
    if "DESA" not in life.known:
        return
    people = [each for n in range(3) if (each := life.cast(f"village {n}")) and life.is_near(each)]
    if not people:
        return
    lines = [{"product": "mandatory", "months": 1, "member": each.number} for each in people]
    deposit(life, people[0], lines, payer="DESA", cash="BRI")


def _issue_sheets(life: Life) -> None:
    """A sheet for each hamlet's collector."""
    inhabited = {each.villager.dusun.upper() for each in life.members}
    for group in sorted(life.groups & {hamlet.upper() for hamlet in HAMLETS} & inhabited):
        issued = life.do("savings.issue_sheet", {"group": group})
        life.sheets.append(issued)
        life.lived.sheets.append(str(issued.number))


def _collect_sheets(life: Life) -> None:
    """The collectors bring what they were given: eight of ten pay what they owe."""
    here = {each.key for each in life.strangers}
    for issued in life.sheets:
        rows = [
            {"member": member, "product": product, "amount": _due_now(life, member)}
            for member, product, due in issued.fact["d"]["rows"]
            if due and member in here and life.dice.random() < 0.8  # noqa: PLR2004
        ]
        rows = [row for row in rows if row["amount"]]
        if rows:
            counted = sum(row["amount"] for row in rows)
            order = {"sheet": issued.number, "rows": rows, "counted": counted}
            life.lived.collected.append(life.do("savings.collect", order).id)
    life.sheets.clear()


def _due_now(life: Life, key: int) -> int:
    """What a member still owes today; he may have come to the counter in between."""
    person = next(each for each in life.members if each.key == key)
    return int(life.dues(person).arrears)


def _pay_wages(life: Life) -> None:
    """The clerk's pay falls due; her family's savings are kept back with her letter, then paid."""
    _record(life, "Honor petugas gerai", ("6-1101", _WAGE), ("2-1302", -_WAGE, CASHIER))
    kept, person = 0, life.cast("wages")
    if person is not None and life.is_near(person):
        lines = [{"product": "mandatory", "months": 1}, {"product": "voluntary", "amount": 20_000}]
        kept = int(deposit(life, person, lines, wages=CASHIER, letter=_CONSENT).fact["d"]["total"])
    life.require_cash(_WAGE)
    rest = _WAGE - kept
    _record(life, "Bayar honor petugas gerai", ("2-1302", rest, CASHIER), ("1-1101", -rest))


def _record(life: Life, text: str, *lines: tuple[Any, ...]) -> None:
    """An entry of the office; a third value is the sub-ledger's key."""
    made = [
        {"account": each[0], "amount": each[1], "unit": "KTR"}
        | ({"key": each[2]} if len(each) > 2 else {})  # noqa: PLR2004
        for each in lines
    ]
    ref = f"Slip {life.today:%d%m%y}"
    life.do("accounting.record", {"text": text, "lines": made, "ref": ref})


# --- the safe -----------------------------------------------------------------------------------


def housekeeping(life: Life) -> None:
    """On Fridays what the safe holds too much goes to the bank; on Saturdays the drawer's."""
    if life.today.weekday() == _FRIDAY:
        surplus = (life.in_box("KAS") - _SAFE) // _TIMES * _TIMES
        if surplus > 0:
            life.do("accounting.move_cash", {"from": "KAS", "to": "BRI", "amount": surplus})
    if life.today.weekday() == _SATURDAY:
        surplus = (life.in_box("LACI-G1") - FLOAT) // _TIMES * _TIMES
        if surplus > 0:
            _carry(life, "LACI-G1", "KAS", surplus)


def _carry(life: Life, origin: str, target: str, amount: int) -> None:
    """Between office and outlet, over the way."""
    order = {"from": origin, "to": target, "amount": amount, "transit": True}
    life.do("accounting.move_cash", order)
    life.do("accounting.move_cash", {"from": "JALAN-G1", "to": target, "amount": amount})


def second(why: str) -> dict[str, str]:
    """The chair steps up."""
    return {"by": CHAIR, "why": why}
