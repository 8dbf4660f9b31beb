"""What an outlet does with subsidised goods, each kind once: for judging field by field."""

from kopdes_desktop.ledger import chart
from kopdes_desktop.office.office import Office
from tests.builders import nik
from tests.inventory.shop import SHOP, fill, item


def rations_of_her_books(office: Office) -> None:
    """Gas under a programme, some of it on the shelf."""
    item(office, "GAS", "Gas 3 kg", unit="tabung", lini="LPG", price=20_000)
    fill(office, "GAS", "5", 18_000)
    program = {"code": "LPG3", "name": "LPG 3 kg", "unit": "tabung", "items": ["GAS"]}
    office.perform("subsidy.set_program", program)


def a_day_of_rations(office: Office) -> None:
    """A buyer whom nobody knew, a cylinder for him, and the official application."""
    buyer = {"nik": nik(70), "name": "Pembeli Sirih", "kk": "3310010101200001"}
    office.perform("subsidy.add_buyer", buyer)
    held = int(chart.box_balances(office.reading).get("LACI-G1", 0))
    office.perform("till.open_shift", {"float": held, "place": SHOP})
    line = {"item": "GAS", "buyer": nik(70)}
    sale = office.perform("sales.sell", {"lines": [line]}).id
    office.perform("subsidy.mark_entered", {"program": "LPG3", "sales": [sale]})
    office.perform("till.close_shift", {"cash": held + 20_000})
