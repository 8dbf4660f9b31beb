"""A Z names what other rooms moved through the drawer, each in a line of its own."""

from kopdes_desktop.app.books import Session
from kopdes_desktop.tills import slips
from tests import builders
from tests.sales import store


def test_deposits_and_hand_overs_stand_apart_on_the_z(books: Session) -> None:
    office = books.office
    store.furnish(office)
    member = store.member(office)
    store.open_shift(office)
    store.sell(office, ("MI", "1"))
    lines = [{"product": "voluntary", "amount": 25_000}]
    paid = {"member": member, "lines": lines, "cash": store.BOX}
    office.perform("savings.deposit", paid)
    handed = {"from": store.BOX, "to": "KAS", "amount": 40_000, "transit": True}
    for _again in range(2):
        office.perform("accounting.move_cash", handed)
    service = {"template": "warehouse", "unit": "G1", "amount": 15_000, "box": store.BOX}
    office.perform("accounting.jot", service)

    closed = office.perform("till.close_shift", {"cash": store.drawer(office)})

    apart = [["counter", 1, 15_000], ["deposits", 1, 25_000], ["handed", 2, -80_000]]
    assert closed.fact["d"]["besides"] == apart
    shown = {row.left: row.right for row in slips.slip(office.reading, closed.id).rows}
    assert (shown["Simpanan anggota (1)"], shown["Serah terima uang (2)"]) == ("25.000", "-80.000")
    assert not any("Lainnya" in left for left in shown)
    builders.require_green(office)
