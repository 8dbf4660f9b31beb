"""What an outlet buys out of its own drawer: for judging field by field."""

from kopdes_desktop.office.office import Office
from tests.inventory.shop import SHOP


def a_day_at_the_market(office: Office) -> None:
    """Sugar and rice from the market, less something off, with the carrier's wage."""
    lines = [
        {"item": "GULA", "quantity": "0.5", "amount": 7_600, "weight": "0.5"},
        {"item": "BERAS", "quantity": "1", "price": 11_900, "weight": "1"},
    ]
    bill = {"bill_no": "17", "off": 500, "freight": 1_000, "freight_by": "weight"}
    office.perform("purchasing.receive", {"place": SHOP, "lines": lines, **bill})
