"""Riwayat perubahan: who changed which setting, amount, person or device, from what to what."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.dates import in_zone
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.ledger import chart
from kopdes_desktop.members import queries as members
from kopdes_desktop.office import settings
from kopdes_desktop.office.books import Reading
from kopdes_desktop.office.device import devices
from kopdes_desktop.office.letterhead import letterhead, officers
from kopdes_desktop.office.log import LoggedFact, of_kinds
from kopdes_desktop.office.operation import find
from kopdes_desktop.paper.document import Column, Document
from kopdes_desktop.reports.lines import Row
from kopdes_desktop.reports.period import span
from kopdes_desktop.reports.report import Params, report
from kopdes_desktop.savings import queries as savings
from kopdes_desktop.security import queries as users
from kopdes_desktop.security.roles import Matrix

CODE = "changes"
_NOTHING = "–"
_UNIT_KINDS = {
    "office": N_("kantor"),
    "usp": N_("unit simpan pinjam"),
    "outlet": N_("gerai"),
}


@report(CODE, title=N_("Riwayat perubahan"), asks=("from", "to"))
def build(read: Reading, params: Params) -> Document:
    """Business days; without `from` from the founding on. The newest change stands first."""
    return Document(
        CODE,
        _("Riwayat perubahan"),
        letterhead(read),
        span(read, params),
        (
            Column("date", _("Tanggal"), "day"),
            Column("time", _("Jam")),
            Column("operation", _("Perbuatan"), width=2),
            Column("what", _("Perihal"), width=2),
            Column("before", _("Sebelum"), width=2),
            Column("after", _("Sesudah"), width=2),
            Column("by", _("Oleh")),
            Column("approved_by", _("Disetujui")),
            Column("reason", _("Alasan"), width=2),
        ),
        list(rows(read, params)),
        {},
        signers=officers(read, "supervisor", "chair"),
    )


def rows(read: Reading, params: Params) -> Iterator[Row]:
    """One row for each thing that a fact changed, newest first."""
    zone = settings.setting(read, settings.ZONE)
    teller = _Teller(read)
    made: list[Row] = []
    for said in of_kinds(read, teller.told):
        wanted = (params.first or date.min) <= said.stamp.bd <= params.until
        approved = said.envelope.appr
        for what, before, after, reason in teller.tell(said):
            if wanted:
                made.append(
                    {
                        "date": said.stamp.bd,
                        "time": wording.clock(in_zone(said.moment, zone), zone),
                        "operation": _(find(said.stamp.kind).sentence),
                        "what": what,
                        "before": before,
                        "after": after,
                        "by": teller.login(said.stamp.user),
                        "approved_by": teller.login(approved.user) if approved else None,
                        "reason": reason or (approved.reason if approved else None),
                    }
                )
    yield from reversed(made)


Told = tuple[str, str, str, str | None]


class _Teller:
    """Goes along the log and remembers what each thing was before."""

    def __init__(self, read: Reading) -> None:
        self._read = read
        self._users = {each.key: each for each in users.users(read)}
        self._products = {each.code: each.name for each in savings.products(read)}
        self._accounts = chart.names(read)
        self._units = {each.code: each.name for each in chart.units(read)}
        self._boxes = {each.code: each.name for each in chart.boxes(read)}
        self._devices = {each.number: each.series for each in devices(read)}
        self._was: dict[tuple[str, object], str] = {}
        self.told: dict[str, Callable[[LoggedFact, Any], Iterator[Told]]] = {
            "settings.change": self._settings,
            "settings.set_logo": self._logo,
            "savings.add_product": self._product,
            "savings.set_rate": self._rate,
            "accounting.add_unit": self._unit,
            "accounting.add_box": self._box,
            "security.add_user": self._user,
            "security.change_role": self._role,
            "security.link_member": self._link,
            "security.remove_user": self._removal,
            "security.change_password": self._secret,
            "security.change_pin": self._secret,
            "device.enrol": self._device,
            "device.revoke": self._revoked,
        }

    def tell(self, said: LoggedFact) -> Iterator[Told]:
        """What this fact changed: thing, before, after, reason."""
        yield from self.told[said.stamp.kind](said, said.fact)

    def login(self, key: int) -> str:
        """The sign-in name of a user."""
        found = self._users.get(key)
        return (found.login if found else None) or "?"

    def _from_to(self, kind: str, thing: object, after: str) -> tuple[str, str]:
        before = self._was.get((kind, thing), _NOTHING)
        self._was[kind, thing] = after
        return before, after

    def _settings(self, said: LoggedFact, fact: Any) -> Iterator[Told]:  # noqa: ANN401
        for code in sorted(fact.fields):
            declared = settings.DECLARED.get(code)
            if declared is None or code == settings.PRACTICE.code:
                continue
            if (said.stamp.kind, code) not in self._was:
                self._was[said.stamp.kind, code] = self._words(code, declared.default)
            now = self._words(code, fact.fields[code])
            before, after = self._from_to(said.stamp.kind, code, now)
            if before != after:
                yield _(declared.title), before, after, None

    def _words(self, code: str, value: settings.Scalar) -> str:
        return value_in_words(code, value, self._accounts)

    def _logo(self, said: LoggedFact, fact: Any) -> Iterator[Told]:  # noqa: ANN401
        after = _("dipasang") if getattr(fact, "image", "") else _("dilepas")
        yield _("Logo"), *self._from_to(said.stamp.kind, "", after), None

    def _product(self, _said: LoggedFact, fact: Any) -> Iterator[Told]:  # noqa: ANN401
        yield fact.name, _NOTHING, self._where(fact.account, fact.unit), None

    def _where(self, account: str, unit: str) -> str:
        """An account and its unit by their names."""
        return f"{self._accounts.get(account, account)}, {self._units.get(unit, unit)}"

    def _rate(self, said: LoggedFact, fact: Any) -> Iterator[Told]:  # noqa: ANN401
        name = self._products.get(fact.product, fact.product)
        words = _("{amount} mulai {day}").format(
            amount=wording.rupiah(fact.amount), day=wording.short_day(fact.from_)
        )
        yield name, *self._from_to(said.stamp.kind, fact.product, words), fact.decision_no

    def _unit(self, _said: LoggedFact, fact: Any) -> Iterator[Told]:  # noqa: ANN401
        yield f"{fact.name} ({fact.code})", _NOTHING, _(_UNIT_KINDS.get(fact.kind, fact.kind)), None

    def _box(self, _said: LoggedFact, fact: Any) -> Iterator[Told]:  # noqa: ANN401
        where = self._where(fact.account, fact.unit)
        yield f"{fact.name} ({fact.code})", _NOTHING, where, None

    def _user(self, said: LoggedFact, fact: Any) -> Iterator[Told]:  # noqa: ANN401
        role = Matrix.name(fact.role)
        yield self.login(said.stamp.key), *self._from_to("role", said.stamp.key, role), None

    def _role(self, _said: LoggedFact, fact: Any) -> Iterator[Told]:  # noqa: ANN401
        role = Matrix.name(fact.role)
        yield self.login(fact.user), *self._from_to("role", fact.user, role), None

    def _link(self, said: LoggedFact, fact: Any) -> Iterator[Told]:  # noqa: ANN401
        member = members.member(self._read, fact.member)
        number = (member.number if member else None) or _NOTHING
        yield self.login(fact.user), *self._from_to(said.stamp.kind, fact.user, number), None

    def _removal(self, _said: LoggedFact, fact: Any) -> Iterator[Told]:  # noqa: ANN401
        before, after = self._from_to("role", fact.user, _("nonaktif"))
        yield self.login(fact.user), before, after, fact.reason

    def _secret(self, _said: LoggedFact, fact: Any) -> Iterator[Told]:  # noqa: ANN401
        yield self.login(fact.user), _("rahasia"), _("rahasia"), None

    def _device(self, _said: LoggedFact, fact: Any) -> Iterator[Told]:  # noqa: ANN401
        bound = ", ".join(
            [
                *(self._units.get(each, each) for each in fact.units),
                *(self._boxes.get(each, each) for each in fact.boxes),
            ]
        )
        yield fact.series, _NOTHING, bound or _("pembukuan"), None

    def _revoked(self, _said: LoggedFact, fact: Any) -> Iterator[Told]:  # noqa: ANN401
        after = _("dicabut sesudah catatan {n}").format(n=fact.after)
        yield self._devices.get(fact.number, str(fact.number)), _NOTHING, after, None


#: Settings that are sums of money.
_MONEY = frozenset(
    each.code
    for each in (
        settings.WITHDRAW_LIMIT,
        settings.VOUCHER_LIMIT,
        settings.BON_LIMIT,
        settings.CASH_OUT_LIMIT,
        settings.VARIANCE_LIMIT,
        settings.CASH_LIMIT,
        settings.SAVINGS_AT_TILL,
        settings.PRICE_STEP,
        settings.CASH_ROUNDING,
    )
)
#: What stands in the books for these words.
_CHOICES = {
    settings.ZONE.code: wording.ZONE_WORDS,
    settings.RECEIPT_SHEET.code: settings.RECEIPT_SHEETS,
}


def value_in_words(code: str, value: settings.Scalar, accounts: Mapping[str, str]) -> str:
    """A setting's value as people read it; `accounts` are the names of the chart's."""
    if isinstance(value, bool):
        return _("ya") if value else _("tidak")
    if code == settings.YEAR_STARTS.code and value in range(1, 13):
        return _(wording.MONTHS[int(value) - 1])
    if code in _MONEY:
        return wording.rupiah(int(value))
    if code in _CHOICES:
        return _(_CHOICES[code].get(str(value), str(value)))
    if code == settings.EXIT_DEBT_ORDER.code:
        parts = (each.strip() for each in str(value).split(","))
        return ", ".join(accounts.get(each, each) for each in parts if each) or _NOTHING
    return wording.number(value) if isinstance(value, int) else value or _NOTHING
