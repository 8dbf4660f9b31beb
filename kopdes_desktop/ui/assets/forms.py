"""The fields of a card, and the orders that they become."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta

from kopdes_desktop.assets import classes, queries
from kopdes_desktop.assets.queries import Asset
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.ui.accounting.book_screen import Order
from kopdes_desktop.ui.accounting.other_side import other_side
from kopdes_desktop.ui.assets.reading import Page
from kopdes_desktop.ui.kit.amounts import DayField, MoneyField
from kopdes_desktop.ui.kit.choices import ChoiceField
from kopdes_desktop.ui.kit.fields import Field, TextField
from kopdes_desktop.ui.settings.shapes import NumberField

#: Where the means came from, beside the boxes.
_OTHER_MEANS = {
    queries.CREDIT: N_("belum dibayar, menjadi utang kepada penjual"),
    queries.GRANT: N_("hibah: diterima tanpa membayar"),
}
HOW = {
    "sold": N_("dijual"),
    "scrapped": N_("dibuang karena rusak"),
    "lost": N_("hilang"),
    "given": N_("dihibahkan"),
}
#: As `HOW`, for the history of a card that is gone.
ENDED = {
    **HOW,
    "returned": N_("dikembalikan kepada pemiliknya"),
    "reversed": N_("pembeliannya dibatalkan"),
}
_MOST_MONTHS = 600
_USUAL_CREDIT = timedelta(days=30)


def _kind(page: Page) -> tuple[ChoiceField, ChoiceField]:
    """Account and group: another account proposes its usual group."""
    account = ChoiceField("account", _("Jenis"), page.accounts, needed=True)
    groups = [(code, classes.title(code)) for code in classes.groups()]
    first = next(iter(classes.groups()))
    group = ChoiceField("group", _("Masa manfaat"), groups, hint=classes.examples(first))
    group.edited.connect(lambda: _tell(group))
    account.edited.connect(lambda: _propose(account, group))
    return account, group


def _propose(account: ChoiceField, group: ChoiceField) -> None:
    if account.picked:
        group.choose(classes.kind(account.value()).group)


def _tell(group: ChoiceField) -> None:
    """What is in the chosen group."""
    group.hint = classes.examples(group.value())
    group.refresh_note()


def _named() -> TextField:
    return TextField("name", _("Nama barang"), needed=True, longest=80, hint=_("tanpa nama orang"))


def _where(page: Page) -> tuple[Field, Field]:
    return (
        ChoiceField("unit", _("Dipakai unit"), page.units),
        TextField("place", _("Tempat"), longest=60, hint=_("boleh kosong")),
    )


def _salvage() -> MoneyField:
    return MoneyField(
        "salvage", _("Nilai residu"), hint=_("boleh kosong: dianggap nol"), needed=False
    )


def new_fields(page: Page, today: Callable[[], date], dated: Sequence[Field]) -> tuple[Field, ...]:
    """Something bought or granted today."""
    due = DayField("due", _("Bila utang: paling lambat"), today)
    due.set_day(today() + _USUAL_CREDIT)
    means = [*page.boxes, *((code, _(words)) for code, words in _OTHER_MEANS.items())]
    return (
        _named(),
        *_kind(page),
        MoneyField("cost", _("Harga perolehan")),
        ChoiceField("means", _("Dibayar dari"), means, needed=True),
        _salvage(),
        *_where(page),
        other_side(_("Penjual atau pemberi hibah")),
        due,
        TextField(
            "ref",
            _("Nomor nota"),
            longest=60,
            hint=_("hibah: nomor berita acara serah terima"),
        ),
        *dated,
    )


def new_order(typed: Order) -> Order:
    """The order of a new card."""
    order = _common(typed)
    if typed["means"] in _OTHER_MEANS:
        credit = typed["means"] == queries.CREDIT
        due = {"due": typed["due"].isoformat()} if credit else {}
        return order | {"source": typed["means"]} | due
    return order | {"box": typed["means"]}


def _common(typed: Order) -> Order:
    order: Order = {name: typed[name] for name in ("name", "account", "unit")}
    order["cost"] = int(typed["cost"])
    order["group"] = typed["group"]
    for name in ("place", "ref"):
        if typed.get(name):
            order[name] = typed[name]
    for name in ("salvage", "accumulated", "deferred"):
        if typed.get(name) is not None:
            order[name] = int(typed[name])
    return order


def old_fields(page: Page, today: Callable[[], date]) -> tuple[Field, ...]:
    """Something that the opening balances hold already."""
    return (
        _named(),
        *_kind(page),
        DayField("acquired", _("Tanggal perolehan"), today),
        MoneyField("cost", _("Harga perolehan")),
        MoneyField(
            "accumulated",
            _("Sudah disusutkan"),
            hint=_("kosong: dihitung garis lurus"),
            needed=False,
        ),
        _salvage(),
        MoneyField("deferred", _("Hibah ditangguhkan"), hint=_("bila dari hibah"), needed=False),
        *_where(page),
    )


def old_order(typed: Order) -> Order:
    """The order of a card beside the opening balances."""
    acquired = typed["acquired"].isoformat()
    return _common(typed) | {"source": queries.OPENING, "acquired": acquired}


def lent_fields(page: Page, today: Callable[[], date]) -> tuple[Field, ...]:
    """Something that is not ours."""
    since = DayField("since", _("Dipakai sejak"), today)
    since.set_day(today())
    owners = [(code, _(words)) for code, words in queries.OWNERS.items()]
    return (
        _named(),
        ChoiceField("owner", _("Milik"), owners, needed=True),
        TextField("doc_no", _("Nomor berita acara"), needed=True, longest=60),
        since,
        *_where(page),
    )


def lent_order(typed: Order) -> Order:
    """The order of a thing lent to us."""
    return {**typed, "since": typed["since"].isoformat()}


def change_fields(asset: Asset, page: Page) -> tuple[Field, ...]:
    """The card as it is, to be written over."""
    name, (unit, place) = _named(), _where(page)
    name.set_text(asset.name)
    made: list[Field] = [name, unit, place]
    if isinstance(unit, ChoiceField) and isinstance(place, TextField):
        unit.choose(asset.unit)
        place.set_text(asset.place or "")
    if asset.months_left:
        left = NumberField("months_left", _("Sisa umur (bulan)"), 1, _MOST_MONTHS)
        left.set_text(str(asset.months_left))
        salvage = _salvage()
        salvage.set_amount(asset.salvage)
        made += [left, salvage]
    return tuple(made)


def change_order(asset: Asset, typed: Order) -> Order:
    """Only what differs."""
    now: Order = {
        "name": asset.name,
        "unit": asset.unit,
        "place": asset.place or "",
        "months_left": asset.months_left,
        "salvage": int(asset.salvage),
    }
    given = {**typed, "salvage": int(typed.get("salvage") or 0)}
    changed = {name: given[name] for name in now if name in typed and given[name] != now[name]}
    return {"asset": asset.key, **changed}


def gone_fields(page: Page, dated: Sequence[Field]) -> tuple[Field, ...]:
    """How it goes."""
    return (
        ChoiceField("how", _("Bagaimana"), [(code, _(words)) for code, words in HOW.items()]),
        MoneyField("proceeds", _("Harga jual"), hint=_("hanya bila dijual"), needed=False),
        ChoiceField("box", _("Uangnya masuk ke"), page.boxes, hint=_("hanya bila dijual")),
        TextField("reason", _("Alasan atau nomor berita acara"), needed=True),
        *dated,
    )


def gone_order(asset: Asset, typed: Order) -> Order:
    """The order of a disposal."""
    order: Order = {"asset": asset.key, "how": typed["how"], "reason": typed["reason"]}
    if typed["proceeds"]:
        order |= {"proceeds": int(typed["proceeds"]), "box": typed["box"]}
    return order
