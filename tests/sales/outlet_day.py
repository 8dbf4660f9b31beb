"""What an outlet does at its till, each kind once: for judging field by field."""

from typing import Any

from kopdes_desktop.office.office import Office
from tests.builders import approval
from tests.inventory.shop import SHOP, fill, item


def till_of_her_books(office: Office) -> None:
    """Sugar on the shelf, and a member who may owe something."""
    item(office, "GULA", "Gula pasir", unit="kg", price=17_000)
    fill(office, "GULA", "30", 15_500)
    office.perform("sales.set_limit", {"member": "0001", "amount": 90_000})


def a_day_at_the_till(office: Office) -> None:
    """A shift with a sale, a return, a bon that is paid, an advance, cash in and out."""
    notes = [{"note": 20_000, "count": 2}, {"note": 5_000, "count": 1}]
    opened: dict[str, Any] = {"counted": notes, "reason": "modal dari rumah", "place": SHOP}
    office.perform("till.open_shift", opened)
    lines = [{"item": "GULA", "quantity": "2.5", "off": 500}]
    tenders = [{"kind": "bon", "amount": 30_000}, {"kind": "cash"}]
    order = {"lines": lines, "member": "0001", "tenders": tenders, "given": 20_000}
    sale = office.perform("sales.sell", order).id
    back = {"sale": sale, "lines": [{"line": 0, "quantity": "0.5"}], "reason": "lembap"}
    office.perform("sales.bring_back", back, approval=approval())
    office.perform("sales.pay_bon", {"member": "0001", "amount": 4_000})
    office.perform("sales.take_advance", {"amount": 9_000, "text": "gula", "member": "0001"})
    failed = office.perform("sales.take_advance", {"amount": 2_000, "text": "beras"}).number
    nothing_came = {"advance": failed, "reason": "tidak datang"}
    office.perform("sales.return_advance", nothing_came, approval=approval())
    office.perform("till.cash_in", {"reason": "other", "amount": 7_000, "note": "kembalian"})
    office.perform("till.cash_out", {"reason": "transport", "amount": 3_000, "note": "becak"})
    short = {"counted": notes, "reason": "belum dihitung ulang", "charge": "kasir"}
    office.perform("till.close_shift", short, approval=approval())
