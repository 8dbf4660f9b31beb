"""How a surplus is shared: percentages that make a hundred, bases, largest remainder. Pure.

UU 25/1992 Pasal 45; standard articles (AD) Pasal 20 and 22; DOMAIN §3.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Literal

import msgspec
from msgspec import Struct

from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import NOTHING, Rupiah, half_up, split, total
from kopdes_desktop.kernel.names import short_line

#: SHU not divided yet, of the year that closed; a loss that is carried on; what members are owed.
UNDIVIDED, CARRIED, MEMBERS = "3-1401", "3-1403", "2-1401"
#: The surplus of a year that has not been closed yet.
RUNNING = "3-1402"
RESERVE, VILLAGE, OFFICERS = "3-1301", "2-1406", "2-1402"
SAVINGS, DEALINGS = "savings", "dealings"
#: Where a fund or a reserve may stand.
_FUNDS = ("2-14", "3-13")
_WHOLE = 100
_PLACES = 4

Basis = Literal["mandatory", "principal_and_mandatory"]
Measure = Literal["year_end", "time_weighted"]
#: Whose dealings the members' pool is divided by: theirs alone, or everybody's turnover. What falls
#: on strangers then goes to the reserve.
Whose = Literal["members", "all"]
#: What becomes of the surplus that business with strangers made: divided, or kept in reserve.
Strangers = Literal["divided", "reserve"]


class Head(Struct, frozen=True):
    """A heading that the articles know: code, account, name."""

    code: str
    account: str
    name: str


HEADS = (
    Head("reserve", RESERVE, N_("Cadangan")),
    Head(DEALINGS, MEMBERS, N_("Jasa usaha anggota")),
    Head(SAVINGS, MEMBERS, N_("Jasa modal anggota")),
    Head("officers", OFFICERS, N_("Dana pengurus, pengawas, dan pengelola")),
    Head("education", "2-1403", N_("Dana pendidikan")),
    Head("social", "2-1404", N_("Dana sosial")),
    Head("development", "2-1405", N_("Dana pembangunan daerah kerja")),
    Head("village", VILLAGE, N_("Kontribusi kepada desa")),
)
_KNOWN = {head.code: head for head in HEADS}


class Share(msgspec.Struct, frozen=True, omit_defaults=True):
    """A heading with its percentage ("2.5") and account; `name` where the articles give its own."""

    code: str
    percent: str
    account: str
    name: str = ""


class Dealt(msgspec.Struct, frozen=True):
    """Which dealings count: goods at the till, services, and interest paid on loans.

    These books lend nothing yet: what members paid on loans counts by figures that are written.
    """

    till: bool = True
    services: bool = True
    loans: bool = False


def name_of(share: Share) -> str:
    """What a heading is called, in the language now in use."""
    return share.name or (_(_KNOWN[share.code].name) if share.code in _KNOWN else share.code)


def is_fund(account: str) -> bool:
    """Whether a heading other than the members' may stand on this account: a fund, or a reserve."""
    return account.startswith(_FUNDS) and account != MEMBERS


def percent_of(text: str, *, field: str) -> Decimal:
    """A percentage as typed, comma or point. Raises BadField."""
    try:
        found = Decimal(text.strip().replace(",", "."))
    except InvalidOperation:
        found = Decimal(-1)
    exponent = found.as_tuple().exponent
    if not found.is_finite() or not 0 <= found <= _WHOLE or -int(exponent) > _PLACES:
        reason = _(N_("tulis persentase dari 0 sampai 100, misalnya 2,5"))
        raise BadField(name=field, reason=reason, field=field)
    return found


def plain(percent: Decimal) -> str:
    """A percentage as facts hold it: "2.5", "40"."""
    return f"{percent.normalize():f}"


def require_shares(asked: Sequence[Share]) -> tuple[Share, ...]:
    """Headings of a decision: each once, on accounts of theirs, together a hundred. BadField."""
    made: list[Share] = []
    for n, each in enumerate(asked):
        field = f"shares[{n}]"
        percent = percent_of(each.percent, field=f"{field}.percent")
        account, name = _stands_on(each, field)
        if percent:
            made.append(Share(each.code, plain(percent), account, name))
    codes = [share.code for share in made]
    if len(set(codes)) != len(codes):
        reason = _(N_("ada pos pembagian yang ditulis dua kali"))
        raise BadField(name="shares", reason=reason, field="shares")
    require_whole(made)
    return tuple(made)


def whole_of(shares: Iterable[Share]) -> Decimal:
    """What percentages come to."""
    return sum((Decimal(share.percent) for share in shares), Decimal(0))


def require_whole(shares: Iterable[Share]) -> None:
    """Refuse percentages that are not a hundred together, and say what they are. BadField."""
    whole = whole_of(shares)
    if whole != _WHOLE:
        reason = _(N_("persentase seluruhnya {whole} %, padahal harus tepat 100 %")).format(
            whole=plain(whole).replace(".", ",")
        )
        raise BadField(name="shares", reason=reason, field="shares")


def _stands_on(share: Share, field: str) -> tuple[str, str]:
    """Account and own name: the articles' headings have theirs, others name both. BadField."""
    head = _KNOWN.get(share.code)
    name = short_line(share.name, field=f"{field}.name")
    account = share.account or (head.account if head else "")
    member = share.code in (SAVINGS, DEALINGS)
    if member and account != MEMBERS:
        reason = _(N_("bagian anggota dicatat di akun {account}")).format(account=MEMBERS)
        raise BadField(name="account", reason=reason, field=f"{field}.account")
    if not member and not is_fund(account):
        reason = _(N_("dana SHU dicatat di akun 2-1402 sampai 2-1499, cadangan di 3-13"))
        raise BadField(name="account", reason=reason, field=f"{field}.account")
    if head is None and not name:
        reason = _(N_("pos pembagian di luar yang lazim diberi nama"))
        raise BadField(name="name", reason=reason, field=f"{field}.name")
    return account, name


class Base(Struct, frozen=True):
    """By what a member's part is reckoned: his savings, and what he dealt in."""

    member: int
    savings: int
    dealings: int


class Bases(Struct, frozen=True):
    """Every member's two figures, in the order of their numbers; what strangers bought."""

    members: tuple[Base, ...]
    outside: int = 0

    @property
    def savings(self) -> int:
        """All members' savings."""
        return sum(each.savings for each in self.members)

    @property
    def dealings(self) -> int:
        """All members' dealings."""
        return sum(each.dealings for each in self.members)


class Pool(Struct, frozen=True):
    """A heading and what it comes to."""

    share: Share
    amount: Rupiah


class Part(Struct, frozen=True):
    """A member's part: by his savings, by his dealings."""

    base: Base
    by_savings: Rupiah
    by_dealings: Rupiah

    @property
    def amount(self) -> Rupiah:
        """Both."""
        return self.by_savings + self.by_dealings


class Plan(Struct, frozen=True):
    """A surplus divided: the loss it covers first, what strangers brought, pools, members' parts.

    `turned` is what of the dealings' pool falls on strangers, and goes to the reserve. `lacking`
    are the pools that have nothing to be divided by.
    """

    surplus: Rupiah
    carried: Rupiah
    strangers: Rupiah
    pools: tuple[Pool, ...]
    parts: tuple[Part, ...]
    bases: Bases
    turned: Rupiah
    lacking: tuple[str, ...] = ()

    @property
    def divided(self) -> Rupiah:
        """What the percentages are of."""
        return self.surplus - self.carried - self.strangers

    def pool(self, code: str) -> Rupiah:
        """What a heading comes to."""
        return total(each.amount for each in self.pools if each.share.code == code)

    @property
    def shared(self) -> Rupiah:
        """What members get in all."""
        return total(part.amount for part in self.parts)

    @property
    def proof(self) -> Rupiah:
        """Members' parts and the turned part less the two pools: zero."""
        return self.shared + self.turned - self.pool(SAVINGS) - self.pool(DEALINGS)


def pools(amount: Rupiah, shares: Sequence[Share]) -> tuple[Pool, ...]:
    """An amount by percentages; those that make a hundred are the amount to the rupiah.

    What is still being talked over may be less or more: each then has its percentage all the same.
    """
    scale = 10**_PLACES
    weights = [int(Decimal(share.percent) * scale) for share in shares]
    rest = _WHOLE * scale - sum(weights)
    if rest < 0:
        made = [Rupiah(half_up(int(amount) * weight, _WHOLE * scale)) for weight in weights]
    else:
        made = split(amount, [*weights, rest])[:-1]
    return tuple(map(Pool, shares, made))


def by_base(pool: Rupiah, own: Sequence[int], outside: int = 0) -> tuple[list[Rupiah], Rupiah]:
    """A pool in proportion to each one's own figure, and what falls on outsiders.

    Together the pool to the rupiah (largest remainder); nothing where there is no base.
    """
    if not pool or sum(own) + outside <= 0:
        return [NOTHING] * len(own), NOTHING
    made = split(pool, [*own, outside])
    return made[:-1], made[-1]


def plan(
    surplus: Rupiah,
    carried: Rupiah,
    shares: Sequence[Share],
    bases: Bases,
    *,
    whose: Whose = "members",
    strangers: Strangers = "divided",
) -> Plan:
    """Divide a surplus: an old loss first, then strangers' part, then by percentages.

    What strangers brought goes to the reserve once: where it was taken before the percentages, the
    members' pool is divided among members alone.
    """
    surplus = max(surplus, NOTHING)
    covered = min(max(carried, NOTHING), surplus)
    left = surplus - covered
    kept = NOTHING
    if strangers == "reserve" and bases.outside > 0:
        kept = by_base(left, [bases.dealings], bases.outside)[1]
    made = pools(left - kept, shares)
    amounts: Mapping[str, Rupiah] = {each.share.code: each.amount for each in made}
    saved, none = by_base(
        amounts.get(SAVINGS, NOTHING), [max(each.savings, 0) for each in bases.members]
    )
    outside = max(bases.outside, 0) if whose == "all" and strangers == "divided" else 0
    dealt, turned = by_base(
        amounts.get(DEALINGS, NOTHING), [max(each.dealings, 0) for each in bases.members], outside
    )
    given = {SAVINGS: total(saved) + none, DEALINGS: total(dealt) + turned}
    return Plan(
        surplus=surplus,
        carried=covered,
        strangers=kept,
        pools=made,
        parts=tuple(map(Part, bases.members, saved, dealt)),
        bases=bases,
        turned=turned,
        lacking=tuple(
            code for code, amount in given.items() if amount != amounts.get(code, NOTHING)
        ),
    )


def require_shareable(made: Plan) -> None:
    """Refuse where a pool has no base: nobody could say whose it is. BadField."""
    if SAVINGS in made.lacking:
        reason = N_(
            "jasa modal {amount} tidak dapat dibagi, karena tidak ada simpanan anggota pada tahun "
            "itu. Ubah persentasenya lewat keputusan rapat"
        )
    elif DEALINGS in made.lacking:
        reason = N_(
            "jasa usaha {amount} tidak dapat dibagi, karena tidak ada transaksi anggota pada "
            "tahun itu. Catat transaksi awal anggota, atau ubah persentasenya lewat keputusan rapat"
        )
    else:
        return
    amount = wording.rupiah(made.pool(made.lacking[0]))
    raise BadField(name="year", reason=_(reason).format(amount=amount), field="year")


class Left(Struct, frozen=True):
    """What of a year's share is not paid yet; `year` is None for what the old books owed."""

    year: str | None
    share: Rupiah
    left: Rupiah


def unpaid(owed: Rupiah, shares: Iterable[tuple[str, Rupiah]]) -> list[Left]:
    """What is left of each year's share, oldest first: payments pay the oldest first."""
    made: list[Left] = []
    for year, share in sorted(shares, reverse=True):
        part = min(share, max(owed, NOTHING))
        made.append(Left(year, share, part))
        owed = owed - part
    if owed > NOTHING:
        made.append(Left(None, owed, owed))
    return made[::-1]
