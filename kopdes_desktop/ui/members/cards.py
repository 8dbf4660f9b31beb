"""What the members' screens ask of the books. Everything here runs on the database's thread."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import islice

from msgspec import Struct

from kopdes_desktop.governance import queries as governance
from kopdes_desktop.governance.queries import Meeting
from kopdes_desktop.inventory import places
from kopdes_desktop.kernel.dates import Month
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import NOTHING, Rupiah, total
from kopdes_desktop.kernel.names import folded
from kopdes_desktop.kernel.wording import rupiah
from kopdes_desktop.ledger import balances, chart
from kopdes_desktop.members import queries as members
from kopdes_desktop.members.queries import Change, Group, Heir, MemberRow, Profile
from kopdes_desktop.membership import queries as membership
from kopdes_desktop.membership.leaving import Settled, settlement
from kopdes_desktop.membership.rules import Claim
from kopdes_desktop.office.actor import Level
from kopdes_desktop.office.books import Reading
from kopdes_desktop.office.office import Office
from kopdes_desktop.printing import profiles
from kopdes_desktop.sales import queries as bons
from kopdes_desktop.savings import queries as savings
from kopdes_desktop.savings.queries import DuesRow, GridMonth
from kopdes_desktop.savings.rules import KINDS, Dues
from kopdes_desktop.savings.standing import standing_words
from kopdes_desktop.surplus import queries as surplus
from kopdes_desktop.surplus.rules import Left
from kopdes_desktop.ui.members.words import local_phone

READ = "read.members"
MANDATORY, PRINCIPAL = "mandatory", "principal"
#: Moves of so many days are shown on the member's page; the statement has all of them.
_MOVES_DAYS = 366
_SHOWN_MOVES = 100
#: Shorter digits mean a member's number, never a part of somebody's NIK.
_SHORTEST_PART = 5
#: What the members' screens can do, each offered only to who may.
DEEDS = (
    "members.add_heir",
    "members.assign",
    "members.change",
    "members.erase",
    "members.remove_heir",
    "members.set_group",
    "members.set_photo",
    "members.settle_edit",
    "membership.apply",
    "membership.decide",
    "membership.prepay",
    "membership.refund",
    "membership.settle",
    "report.member_cards",
    "report.member_register",
    "report.member_statement",
    "sales.set_limit",
    "savings.deposit",
)

#: Sections of a page that not everybody sees, each by the right to the report behind it.
PURCHASES, SHARES, MEETINGS = "report.sales_list", "report.shu", "report.meeting_pack"
SEES = (PURCHASES, SHARES, MEETINGS)
_SHOWN_SALES = 50
_SOLD = {"sale": N_("Belanja"), "return": N_("Retur"), "void": N_("Batal")}


class Listed(Struct, frozen=True):
    """A person of the register, and the letters that he is found by."""

    member: MemberRow
    letters: str
    digits: str
    where: str


def fitting(
    rows: Sequence[Listed], words: Sequence[str], *, nearby: bool = False
) -> Sequence[Listed]:
    """Those in whose name or number every word stands, or, of longer digits, in NIK or phone.

    `nearby` also finds by hamlet and RT/RW. Quick enough for ten thousand while somebody types.
    """
    for word in words:
        if len(word) >= _SHORTEST_PART and word.isdigit():
            rows = [row for row in rows if word in row.letters or word in row.digits]
        elif nearby:
            rows = [row for row in rows if word in row.letters or word in row.where]
        else:
            rows = [row for row in rows if word in row.letters]
    return rows


class Holding(Struct, frozen=True):
    """A savings product of a member: its balance, and a word about what is missing."""

    name: str
    amount: Rupiah
    word: str = ""
    tone: str = ""


class MoveLine(Struct, frozen=True):
    """A line of his savings book: which savings, by which document, how much, what he had then."""

    day: date
    fact: int
    number: str | None
    words: str
    amount: Rupiah
    balance: Rupiah


class Bought(Struct, frozen=True):
    """A document of the till: when, its number, what he paid; below zero where goods came back."""

    day: date
    fact: int
    number: str | None
    words: str
    amount: Rupiah


class Purchases(Struct, frozen=True):
    """What a member bought this year, what he owes for bons, and his last documents."""

    year: int
    sum: Rupiah
    bon: Rupiah
    limit: Rupiah
    last: tuple[Bought, ...]


class MemberCard(Struct, frozen=True):
    """Everything that the page of one member shows."""

    profile: Profile
    photo: bytes | None
    today: date
    holdings: tuple[Holding, ...]
    year: int
    grid: tuple[GridMonth, ...]
    arrears: tuple[int, Rupiah]
    estimated: tuple[int, Rupiah]
    moves: tuple[MoveLine, ...]
    heirs: tuple[Heir, ...]
    household: tuple[MemberRow, ...]
    changes: tuple[Change, ...]
    back: Rupiah
    died: bool
    takers: tuple[Heir, ...]
    letter_no: str | None
    may: frozenset[str]
    elsewhere: frozenset[str]
    passbook: bool = False
    #: How much he may owe for bons; None where nothing is sold.
    bon_limit: Rupiah | None = None
    #: None where nothing is sold, or whoever asks may not see it; so the two below.
    purchases: Purchases | None = None
    shares: tuple[Left, ...] | None = None
    meetings: tuple[Meeting, ...] | None = None

    @property
    def member(self) -> MemberRow:
        """Whose page this is."""
        return self.profile.member

    @property
    def key(self) -> int:
        """His key."""
        return self.profile.member.key

    @property
    def person(self) -> dict[str, str | date | None]:
        """Every field that a form may mend, by the name that orders give it."""
        row, rest = self.profile.member, self.profile
        return {
            "name": row.name,
            "nik": row.nik,
            "sex": row.sex,
            "birth_place": rest.birth_place,
            "birth_day": row.birth_day,
            "kk": row.kk,
            "mother": rest.mother,
            "job": row.job,
            "phone": local_phone(row.phone),
            "dusun": row.dusun,
            "rt_rw": row.rt_rw,
            "address": row.address,
            "email": rest.email,
        }


class Leaving(Struct, frozen=True):
    """What a member's going comes to: his rights, his debts, by account in the village's words."""

    rights: tuple[tuple[str, Rupiah], ...]
    debts: tuple[tuple[str, Rupiah], ...]

    @property
    def refundable(self) -> Rupiah:
        """What he is paid back."""
        return max(total(a for _n, a in self.rights) - total(a for _n, a in self.debts), NOTHING)

    @property
    def rest(self) -> Rupiah:
        """What he still owes afterwards."""
        return max(total(a for _n, a in self.debts) - total(a for _n, a in self.rights), NOTHING)


def allowed(office: Office) -> frozenset[str]:
    """The deeds that the signed-in user may do, alone or with a second person."""
    return frozenset(code for code in (*DEEDS, *SEES) if office.may(code) is not Level.NO)


def register(office: Office, group: str = "") -> list[Listed]:
    """Everybody, or everybody of a group, ready to be filtered while somebody types."""
    rows: Sequence[MemberRow] = office.read(READ, members.listing, group=group or None)
    return [
        Listed(
            row,
            folded(f"{row.name or ''} {row.number or ''}"),
            f"{row.nik} {row.phone} {local_phone(row.phone)}",
            folded(f"{row.dusun or ''} {row.rt_rw or ''}"),
        )
        for row in rows
    ]


def of_number(office: Office, number: str) -> MemberRow | None:
    """Who has this member number."""
    return office.read(READ, members.member, number)


def arrears(office: Office) -> Mapping[int, DuesRow]:
    """Where every active member stands with his dues, by key."""
    rows = office.read(READ, savings.dues_table, MANDATORY, office.today())
    return {row.member.key: row for row in rows}


def groups(office: Office) -> list[Group]:
    """All groups, by code."""
    return office.read(READ, members.groups)


class GroupCard(Struct, frozen=True):
    """A group, who collects in it, and who belongs to it."""

    group: Group
    collector: MemberRow | None
    members: tuple[MemberRow, ...]


def group_cards(office: Office) -> list[GroupCard]:
    """All groups with their people, by code."""
    return office.read(READ, _group_cards)


def _group_cards(read: Reading) -> list[GroupCard]:
    return [
        GroupCard(
            group,
            members.member(read, group.collector) if group.collector is not None else None,
            tuple(members.members_of(read, group.code)),
        )
        for group in members.groups(read)
    ]


def card(office: Office, member: int, year: int | None = None) -> MemberCard | None:
    """A member's page for one year of dues; None when there is no such member."""
    if office.read(READ, members.member, member) is None:
        return None
    return office.read(READ, _card, member, year, office.today(), allowed(office))


def _card(
    read: Reading, member: int, year: int | None, today: date, may: frozenset[str]
) -> MemberCard:
    row = members.require_member(read, member)
    profile = members.profile(read, row.key)
    owed = savings.dues_of(read, row, MANDATORY, today)
    shown = year or today.year
    was_member = row.joined is not None
    sold_here = bool(places.places(read))
    heirs = tuple(members.heirs(read, row.key))
    ended = settlement(read, row.key)
    return MemberCard(
        profile=profile,
        photo=members.photo(read, row.key),
        today=today,
        holdings=tuple(_holdings(read, row, owed, today)),
        year=shown,
        grid=tuple(savings.grid(read, row.key, shown, today)) if was_member else (),
        arrears=owed.arrears() if was_member else (0, NOTHING),
        estimated=owed.estimated() if was_member else (0, NOTHING),
        moves=tuple(_moves(read, row.key, today)),
        heirs=heirs,
        household=tuple(each for each in members.household(read, row.key) if each.key != row.key),
        changes=tuple(reversed(members.changes(read, row.key))),
        back=_back(read, row),
        died=ended is not None and ended.reason == "death",
        takers=_takers(ended, heirs),
        letter_no=ended.letter_no if ended is not None else None,
        may=may,
        elsewhere=frozenset(
            what for what in ("photo", "ktp") if members.lies_elsewhere(read, row.key, what)
        ),
        passbook=bool(row.number) and profiles.profiles(read)["matrix"].there,
        bon_limit=bons.bon_limit(read, row.key) if sold_here else None,
        purchases=_purchases(read, row, today) if sold_here and PURCHASES in may else None,
        shares=tuple(reversed(surplus.shares_to(read, row.key))) if SHARES in may else None,
        meetings=tuple(governance.meetings_of(read, row)) if MEETINGS in may else None,
    )


def _purchases(read: Reading, row: MemberRow, today: date) -> Purchases:
    sold = bons.of_member(read, row.key, today - timedelta(days=_MOVES_DAYS), _SHOWN_SALES)
    return Purchases(
        year=today.year,
        sum=bons.dealings_of_year(read, row.key, today).bought,
        bon=bons.bon_balance(read, row.key),
        limit=bons.bon_limit(read, row.key),
        last=tuple(
            Bought(each.day, each.key, _number_of(read, each.key), _(_SOLD[each.what]), each.net)
            for each in sold
        ),
    )


def _number_of(read: Reading, fact: int) -> str | None:
    entry = balances.posted(read, fact)
    return entry.number if entry is not None else None


def _holdings(read: Reading, row: MemberRow, owed: Dues, today: date) -> list[Holding]:
    """Each product that is open or holds something, the principal first, with what is missing."""
    known = {product.code: product for product in savings.products(read)}
    held = [
        each for each in savings.balances(read, row.key) if known[each.product].open or each.amount
    ]
    held.sort(key=lambda each: KINDS.index(known[each.product].kind))
    return [
        Holding(_(each.name), each.amount, *_word(read, row, each, owed, today)) for each in held
    ]


def _word(
    read: Reading, row: MemberRow, held: savings.SavingsBalance, owed: Dues, today: date
) -> tuple[str, str]:
    """What is to be said of a balance, and in which tone."""
    if row.status != "active":
        return "", ""
    if held.product == MANDATORY:
        until, guessed = owed.paid_until(), owed.estimated()[0]
        if until is None:
            return standing_words(until, guessed), "warning"
        late = until < owed.today.plus(-1)
        told = standing_words(until, guessed, paid=_("lunas s.d. {month}"))
        return told, "warning" if late or guessed else "good"
    if held.product != PRINCIPAL:
        return "", ""
    lacking = savings.rate_at(read, held.product, row.joined or today) - held.amount
    if lacking > NOTHING:
        return _("kurang {amount}").format(amount=rupiah(lacking)), "warning"
    return _("lunas"), "good"


def _moves(read: Reading, member: int, today: date) -> Iterator[MoveLine]:
    """The newest first; what no receipt says is told in the words of its entry."""
    names = {product.code: _(product.name) for product in savings.products(read)}
    found = savings.moves(read, member, today - timedelta(days=_MOVES_DAYS), today)
    for move in islice(reversed(found), _SHOWN_MOVES):
        words = names[move.product]
        if move.number is None or move.number not in move.text:
            words = f"{words}: {move.text}"
        yield MoveLine(move.day, move.fact, move.number, words, move.amount, move.balance_after)


def _back(read: Reading, row: MemberRow) -> Rupiah:
    """What waits to be paid back: after leaving, or of what was paid before admission."""
    queue = membership.refund_queue(read) if row.status == "left" else []
    waiting = total(each.amount for each in queue if each.member.key == row.key)
    return waiting or membership.prepaid(read, row.key)


def _takers(ended: Settled | None, heirs: Sequence[Heir]) -> tuple[Heir, ...]:
    """Who may take a dead member's money: the authorised heir, else any; nobody while he lives."""
    if ended is None or ended.reason != "death":
        return ()
    named = (ended.heirs or ())[:1]
    return tuple(heir for heir in heirs if heir.key in named) or tuple(heirs)


def ktp(office: Office, member: int) -> bytes | None:
    """The scan of a member's KTP as JPEG; None where there is none."""
    return office.read(READ, members.picture, member, "ktp")


def leaving(office: Office, member: int) -> Leaving:
    """What the settlement of this member would say, before anything is written."""
    rights, debts = office.read(READ, membership.claims, member)
    names = office.read(READ, chart.names)
    return Leaving(_named(names, rights), _named(names, debts))


def _named(names: Mapping[str, str], claims: Sequence[Claim]) -> tuple[tuple[str, Rupiah], ...]:
    return tuple((_(names[claim.account]), abs(claim.amount)) for claim in claims)


def boxes(office: Office) -> list[tuple[str, str]]:
    """Cash boxes and bank accounts to choose from: code and name; none in transit."""
    return [
        (box.code, f"{box.name} ({box.code})")
        for box in office.read(READ, chart.boxes)
        if not box.in_transit
    ]


class Waiting(Struct, frozen=True):
    """An applicant, with what he has paid beforehand and what the principal costs."""

    row: MemberRow
    prepaid: Rupiah
    principal: Rupiah
    dues: Rupiah


def waiting(office: Office) -> list[Waiting]:
    """Who waits for the board."""
    return office.read(READ, _waiting, office.today())


def _waiting(read: Reading, today: date) -> list[Waiting]:
    principal = savings.rate_at(read, PRINCIPAL, today)
    dues = savings.rate_at(read, MANDATORY, Month.of(today).first())
    return [
        Waiting(row, membership.prepaid(read, row.key), principal, dues)
        for row in members.in_status(read, "applicant")
    ]


def twins(office: Office, name: str, nik: str, own: int | None) -> tuple[list[MemberRow], bool]:
    """Others of the same name, and whether one of the living records has this very NIK."""
    return office.read(READ, _twins, name, nik, own)


def _twins(read: Reading, name: str, nik: str, own: int | None) -> tuple[list[MemberRow], bool]:
    alike = folded(name)
    named = [
        row
        for row in (members.listing(read, text=name) if alike else ())
        if row.key != own and row.name and folded(row.name) == alike
    ]
    holder = members.with_nik(read, nik) if nik else None
    return named, holder is not None and holder.key != own


def personal_gone() -> str:
    """What stands where a name stood."""
    return _(N_("(data pribadi dihapus)"))
