"""What an outlet brings in once a year is closed: dealt in the year in which it earned."""

from datetime import date

import pytest

from kopdes_desktop.accounting import year_standing
from kopdes_desktop.kernel.errors import NeedsApproval
from kopdes_desktop.ledger.years import year_named
from kopdes_desktop.members import queries as members
from kopdes_desktop.surplus import dealt, queries
from tests import builders
from tests.builders import Laptops, approval, record
from tests.inventory.shop import SHOP, fill, item
from tests.sales.store import sell
from tests.surplus.a_year import shares_order
from tests.surplus.test_reports import ask

BOUGHT = 350_000


def test_a_purchase_brought_in_after_the_meeting_is_shared_by_the_next(laptops: Laptops) -> None:
    hers, outlet = laptops.hers, laptops.outlets["GA"].office
    office = hers.office
    office.perform("settings.change", {"fields": {"book_year_starts": 3}})
    office.perform("inventory.add_place", {"code": SHOP, "name": "Toko", "unit": "G1"})
    item(office, "MI", "Mi goreng", unit="pcs", price=3_500)
    fill(office, "MI", "200", 3_000)
    buyer, other = (members.require_member(office.reading, f"000{n}") for n in (1, 2))
    builders.pay(office, buyer, "mandatory", months=1)
    record(office, ("1-1101", 5_000_000, "KTR"), ("4-9109", -5_000_000, "KTR"), ref="n")
    two = {"approval": approval()}
    record(office, ("3-1501", 600_000, "KTR"), ("3-1201", -600_000, "KTR"), ref="n", **two)
    laptops.exchange()
    laptops.down("GA")
    float_in = {"float": 0, "reason": "modal", "place": SHOP}
    outlet.perform("till.open_shift", float_in, approval=approval())
    sell(outlet, ("MI", "100"), member="0001")
    sell(outlet, ("MI", "10"))
    office.named_day = date(2026, 3, 2)
    lines = [{"member": other.key, "amount": 100_000}]
    written = {"year": "2025", "lines": lines, "reason": "buku lama"}
    office.perform("surplus.open_dealings", written, approval=approval())
    office.perform("accounting.close_year", {"year": "2025"}, approval=approval())
    old, new = (year_named(office.reading, name) for name in ("2025", "2026"))

    assert year_standing.awaited(office.reading, old) == ["GA", "GB"]
    office.perform("surplus.set_shares", {**shares_order("50", "25", "25"), "from_year": "2025"})
    with builders.working_as(office, "ketua"), pytest.raises(NeedsApproval, match="Gerai GA, GB"):
        office.perform("surplus.allocate", {"year": "2025", "decision_no": "3"})
    office.perform("surplus.allocate", {"year": "2025", "decision_no": "3"}, approval=approval())
    outlet.perform("month.seal", {"month": "2026-02"})
    assert laptops.up("GA").refused == []

    read = office.reading
    assert (dealt.here(read, old)[buyer.key], dealt.here(read, new)[buyer.key]) == (0, BOUGHT)
    assert dealt.traded(read, new).own == BOUGHT
    made = queries.rule_of(read, "2026")
    assert made is not None
    assert queries.bases(read, new, made).outside == 35_000
    assert queries.bases(read, old, made).outside == 0
    assert year_standing.awaited(read, old) == ["GB"]
    notes = ask(hers, "shu", year="2025").notes
    assert any("Gerai GB" in note for note in notes)
    builders.require_green(office)
