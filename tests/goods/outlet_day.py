"""What an outlet may do with its list of goods, each kind once: for judging field by field."""

from kopdes_desktop.office.office import Office


def a_day_with_new_goods(office: Office) -> None:
    """Something that nobody has sold before, and a code that another maker prints on it."""
    item = {
        "name": "Kopi bubuk",
        "unit": "bks",
        "price": 2_000,
        "minimum": "5",
        "margin": "10",
        "packs": [{"name": "dus", "factor": "40"}],
        "barcodes": [{"code": "8991002101234", "pack": "dus"}],
        "prices": [{"amount": 1_900, "tier": "member", "least": "10"}],
    }
    made = office.perform("goods.add_item", item).id
    office.perform("goods.add_barcode", {"item": made, "code": "8992761002015", "pack": "dus"})
