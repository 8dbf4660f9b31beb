"""What happens once in the practice cooperative's life: each thing that the program can do.

Events stand in the order of the story, each with the part of the life that lies behind it. Whoever
plays a part is drawn from the members there are; where nobody is left, the event does not happen.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

from kopdes_desktop.app import bookkeeping, everyday, outlet
from kopdes_desktop.app.everyday import second
from kopdes_desktop.app.life import CASHIER, TREASURER
from kopdes_desktop.app.villagers import HAMLETS, name_of
from kopdes_desktop.kernel.dates import Month
from kopdes_desktop.savings import queries as savings

if TYPE_CHECKING:
    from kopdes_desktop.app.life import Life

Event = Callable[["Life"], object]

_HARVEST, _LARGE = 2_500_000, 1_500_000


def groups(life: Life) -> None:
    """A group for each hamlet with its collector, and one of farmers."""
    for hamlet in HAMLETS:
        order = {"code": hamlet.upper(), "name": f"Dusun {hamlet}", "kind": "dusun"}
        life.do("members.set_group", order)
        life.groups.add(hamlet.upper())
    everyday.assign(life, life.members)
    life.do(
        "members.set_group",
        {"code": "TANI-1", "name": "Kelompok Tani Sri Rejeki", "kind": "kelompok_tani"},
    )
    farmers = [each.number for each in life.members if "ani" in each.villager.job]
    if farmers:
        life.do("members.assign", {"group": "TANI-1", "members": farmers})


def agreement(life: Life) -> None:
    """The old books are taken over: treasurer and chair agree on the opening balances."""
    order = {"explanation": f"Berita acara saldo awal 1/{life.today.year}"}
    life.do("accounting.agree_opening", order, **second("sudah dicocokkan dengan buku lama"))
    life.known["agreed"] = True


def village(life: Life) -> None:
    """The village will pay for its people."""
    order = {"code": "DESA", "name": "Pemerintah Desa Sumber Makmur", "kind": "village"}
    life.do("savings.add_payer", order)
    life.known["DESA"] = True


def heirs(life: Life) -> None:
    """Some say who inherits from them; one of the names is taken off again."""
    for n, relation in enumerate(("spouse", "child", "child", "parent")):
        person = life.cast("deceased") if n == 0 else life.somebody()
        if person is None:
            return
        order = {"member": person.number, "name": name_of(900 + n), "relation": relation}
        life.known[f"heir {n}"] = life.do("members.add_heir", order).id
    wrong = life.known["heir 3"]
    life.do("members.remove_heir", {"heir": wrong, "reason": "Salah mencatat hubungan"})


def harvest(life: Life) -> None:
    """Somebody has sold his rice."""
    person = life.cast("rich")
    if person is not None:
        everyday.deposit(life, person, [{"product": "voluntary", "amount": _HARVEST}])


def large_withdrawal(life: Life) -> None:
    """Above the day's limit: the chair approves."""
    person = life.cast("rich")
    if person is not None and life.saved(person) >= _LARGE:
        life.require_cash(_LARGE)
        everyday.withdraw(life, person, _LARGE, **second("untuk biaya sekolah, sudah bertemu"))


def clerk_s_mistake(life: Life) -> None:
    """The clerk takes her own receipt back, with the chair beside her."""
    person = life.somebody()
    if person is None:
        return
    life.take_over(CASHIER)
    wrong = everyday.deposit(life, person, [{"product": "voluntary", "amount": 50_000}])
    life.lived.receipts.remove(wrong.id)
    order = {"entry": wrong.number, "reason": "Jumlah salah ketik"}
    life.do("accounting.reverse", order, **second("uangnya sudah dikembalikan"))
    life.take_over(TREASURER)


def moved_house(life: Life) -> None:
    """New address and telephone; and a name that was written wrong."""
    if len(life.members) < 2:  # noqa: PLR2004
        return
    person, other = life.dice.sample(life.members, 2)
    fields = {"address": "Dusun Krajan No. 99", "phone": "081298765432"}
    life.do("members.change", {"member": person.number, "fields": fields})
    fixed = {"name": other.villager.name.replace("  ", " ").title(), "job": "Pensiunan"}
    life.do("members.change", {"member": other.number, "fields": fixed})


def late_document(life: Life) -> None:
    """A receipt of an earlier day that had been left in a pocket."""
    person, before = life.somebody(), life.today - timedelta(days=2)
    if person is None or before.month != life.today.month:
        return
    late = {"day": before.isoformat(), "late": "Kuitansi kertas tertinggal"}
    lines = [{"product": "voluntary", "amount": 25_000}]
    everyday.deposit(life, person, lines, **late)


def refused(life: Life) -> None:
    """Two whom the board will not take: one gets his titipan back at once, the other later."""
    life.waiting.append(everyday.apply(life, prepaid=True, approved=False))
    later = everyday.apply(life, prepaid=True, approved=False, pay_back=False)
    life.waiting.append(later)
    life.known["refused"] = later


def refused_paid_back(life: Life) -> None:
    """The titipan that had stayed."""
    later = life.known.get("refused")
    if later is not None and later not in life.waiting:
        life.require_cash(200_000)
        life.do("membership.refund", {"member": later.key})


def estimates(life: Life) -> None:
    """The board decides on the shortages of the old register: settled, but for one who owes."""
    short = savings.estimates(life.read, life.today)
    settled: dict[str, object] = {"decision_no": f"{life.meetings}/PENG/{life.today.year}"}
    if len(short) > 1:
        owing = {**settled, "owed": True, "members": [short[0].member.number]}
        life.do("savings.settle_estimates", owing, **second("tercatat belum menyetor"))
    if short:
        rest = {**settled, "owed": False}
        life.do("savings.settle_estimates", rest, **second("buku lama tidak lengkap"))


def new_rate(life: Life) -> None:
    """The meeting raises the dues from next month on."""
    start = Month.of(life.today).next().first().isoformat()
    order = {"product": "mandatory", "from": start, "amount": 15_000, "decision_no": "2/RAT"}
    life.do("savings.set_rate", order)


def transfers(life: Life) -> None:
    """Savings moved into dues by letter."""
    for person in life.strangers:
        enough = life.saved(person) >= 2 * int(life.dues(person).rate)
        if enough and life.is_near(person):
            order = {
                "member": person.number,
                "from": "voluntary",
                "to": "mandatory",
                "months": 1,
                "letter": f"Surat kuasa {life.today.day}/{life.today.month}",
            }
            life.do("savings.transfer", order)
            return


def bought_on_credit(life: Life) -> None:
    """Two bons of a notebook, that no till knew: one of less than he has saved, the other more."""
    for part, amount in (("debtor", 60_000), ("overdrawn", 900_000)):
        person = life.cast(part)
        if person is not None:
            lines = [
                {"account": "1-1201", "amount": amount, "unit": "G1", "key": person.number},
                {"account": "4-1101", "amount": -amount, "unit": "G1", "lini": "sembako"},
            ]
            text = "Bon sembako dari buku tulis gerai"
            order = {"kind": "adjustment", "text": text, "lines": lines, "ref": "Buku bon hlm. 4"}
            life.do("accounting.record", order, **second("tertulis di buku, belum di kasir"))


def leaves(part: str, reason: str = "request") -> Event:
    """Somebody leaves; what he has is set against what he owes, the rest waits in the queue."""

    def leave(life: Life) -> None:
        _settle(life, part, reason)

    return leave


def _settle(life: Life, part: str, reason: str, **more: object) -> None:
    person = life.cast(part)
    if person is None:
        return
    life.meetings += 1
    number = f"{life.meetings}/PENG/{life.today.year}"
    order = {"member": person.number, "reason": reason, "decision_no": number, **more}
    answer = life.do("membership.settle", order, **second("sesuai keputusan pengurus"))
    life.lived.settlements.append(person.number)
    life.members.remove(person)
    life.known[f"left {part}"] = (person.number, int(answer.fact["d"].get("refundable", 0)))


def paid_out(part: str, share: float = 1) -> Event:
    """Money back to somebody who has left, all of it or a part when cash is short."""

    def pay(life: Life) -> None:
        number, owed = life.known.get(f"left {part}", ("", 0))
        if owed:
            amount = int(owed * share)
            life.require_cash(amount)
            life.do("membership.refund", {"member": number, "amount": amount})

    return pay


def death(life: Life) -> None:
    """A member has died; his savings are kept under his key for the heirs."""
    if "heir 0" in life.known:
        letter = {"heirs": [life.known["heir 0"]], "letter_no": "470/12/DESA"}
        _settle(life, "deceased", "death", **letter)


def heirs_paid(life: Life) -> None:
    """The authorised heir brings the letter and gets the money."""
    number, owed = life.known.get("left deceased", ("", 0))
    if owed:
        life.require_cash(owed)
        order = {"member": number, "heir": life.known["heir 0"], "letter_no": "470/12/DESA"}
        life.do("membership.refund", order)


def stock_taking(life: Life) -> None:
    """The shop is counted after it has closed."""
    if "shop" in life.known:
        outlet.count(life)


#: The year's story: how much of the life lies behind each event.
STORY: tuple[tuple[float, Event], ...] = (
    (0.04, groups),
    (0.06, agreement),
    (0.07, bookkeeping.rules),
    (0.08, village),
    (0.09, bookkeeping.assets),
    (0.10, heirs),
    (0.12, harvest),
    (0.14, bookkeeping.loan),
    (0.16, large_withdrawal),
    (0.18, bookkeeping.rent),
    (0.20, clerk_s_mistake),
    (0.22, moved_house),
    (0.26, refused),
    (0.28, late_document),
    (0.30, bought_on_credit),
    (0.34, transfers),
    (0.38, estimates),
    (0.44, leaves("first")),
    (0.46, refused_paid_back),
    (0.48, paid_out("first")),
    (0.50, new_rate),
    (0.54, leaves("debtor")),
    (0.58, death),
    (0.62, leaves("overdrawn")),
    (0.66, paid_out("debtor", 0.5)),
    (0.70, heirs_paid),
    (0.74, leaves("dismissed", "dismissal")),
    (0.80, leaves("last")),
    (0.84, transfers),
    (0.88, late_document),
    (0.92, clerk_s_mistake),
    (0.94, stock_taking),
    (0.97, bookkeeping.surprise),
)
