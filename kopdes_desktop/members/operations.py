"""Changing a member's data with its history, and erasing it for good (FACTS §3, §7)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial

import msgspec

from kopdes_desktop.kernel.errors import BadField, DuplicateNik, NeedsApproval
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.names import folded
from kopdes_desktop.ledger import balances
from kopdes_desktop.members import queries, register, rules
from kopdes_desktop.office.books import Books
from kopdes_desktop.office.facts import Stamp
from kopdes_desktop.office.operation import Fact, Operation, Order, operation
from kopdes_desktop.office.work import Work
from kopdes_desktop.security import persons
from kopdes_desktop.security import queries as users


def plain_fields(
    fields: dict[str, str], today: date, *, as_written: bool = False
) -> dict[str, str]:
    """Personal fields as kept: composed, trimmed, checked. Raises BadField, BadNik, BadDay.

    `as_written` leaves e-mail and RT/RW as an old register has them.
    """
    made: dict[str, str] = {}
    for name, value in fields.items():
        if name not in register.PERSONAL:
            reason = _(N_("isian ini tidak ada"))
            raise BadField(name=name, reason=reason, field=name)
        text = " ".join(value.split())
        if name == "name":
            text = rules.plain_name(value)
        elif name == "phone":
            text = rules.plain_phone(value)
        elif name == "nik" and text:
            text = text.replace(" ", "").replace(".", "")
            rules.read_nik(text)
        elif name == "kk":
            text = rules.plain_kk(text)
        elif name == "birth_day" and text:
            rules.require_birth_day(_birth_day(text), today)
        elif name == "email" and not as_written:
            text = rules.plain_email(text)
        elif name == "rt_rw" and not as_written:
            text = rules.plain_rt_rw(text)
        made[name] = text
    return made


def _birth_day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        reason = _(N_("bukan tanggal"))
        raise BadField(name="birth_day", reason=reason, field="birth_day") from None


def _plain_sex(text: str, field: str) -> str:
    if text not in {"L", "P"}:
        raise BadField(name="sex", reason=_(N_("L atau P")), field=field)
    return text


def _fill_in(
    work: Work, member: queries.MemberRow, plain: dict[str, str], sex: str | None
) -> str | None:
    """A NIK that comes in later brings the birth date and the sex that nobody had written down."""
    if not plain.get("nik"):
        return sex
    inside = rules.read_nik(plain["nik"])
    if member.birth_day is None and not plain.get("birth_day"):
        plain["birth_day"] = inside.birth_day(work.today).isoformat()
    return sex or (inside.sex if member.sex is None else None)


def _sealed(work: Work, member: queries.MemberRow, plain: dict[str, str]) -> persons.Sealed:
    """The fields under the member's own keys. Raises BadField when these are gone."""
    sealed = persons.seal(work, member.key, plain)
    lost = {name for name, value in plain.items() if value} - sealed.keys()
    if lost or member.erased:
        reason = _(N_("data pribadi orang ini sudah dihapus"))
        raise BadField(name="member", reason=reason, field="member")
    return sealed


def require_free_nik(work: Work, nik: str | None, *, own: int | None = None) -> None:
    """Refuse a NIK that another living record has. Raises DuplicateNik."""
    if not nik:
        return
    found = queries.with_nik(work, nik)
    if found is not None and found.key != own:
        known = N_("anggota {number}") if found.number else N_("calon anggota")
        raise DuplicateNik(member=_(known).format(number=found.number), field="nik")


def _require_second(
    work: Work, member: queries.MemberRow, plain: dict[str, str], sentence: str
) -> None:
    """Nobody alone changes his own family card: by it his family is known. Raises NeedsApproval."""
    other_card = "kk" in plain and plain["kk"] != (member.kk or "")
    if other_card and member.key == work.actor.person and work.approver is None:
        raise NeedsApproval(
            N_(
                "Nomor KK sendiri tidak diubah seorang diri, karena menentukan siapa keluarganya. "
                "Mintalah persetujuan orang kedua."
            ),
            operation=_(sentence),
        )


class ChangeOrder(Order, frozen=True, omit_defaults=True):
    """New values of personal fields, and of `sex`."""

    member: int | str
    fields: dict[str, str]


class MemberChanged(Fact, frozen=True, omit_defaults=True):
    """Sealed new values; `par` names the fact each one replaces; `emptied` the emptied fields."""

    member: int
    personal: dict[str, str]
    par: dict[str, int]
    emptied: tuple[str, ...] = ()
    sex: str | None = None


@operation("members.change", version=1)
class ChangeMember(Operation[ChangeOrder, MemberChanged]):
    """Correct a member's data; the earlier values stay in the log."""

    sentence = N_("Mengubah data anggota")

    def decide(self, work: Work, order: ChangeOrder) -> MemberChanged:
        """Known fields with right values, of a person whose keys are still there."""
        found = queries.require_member(work, order.member)
        fields = dict(order.fields)
        sex = fields.pop("sex", None)
        if sex is not None:
            _plain_sex(sex, "fields.sex")
        plain = plain_fields(fields, work.today)
        _require_second(work, found, plain, self.sentence)
        require_free_nik(work, plain.get("nik"), own=found.key)
        sex = _fill_in(work, found, plain, sex)
        sealed = _sealed(work, found, plain)
        touched = [*plain, *(["sex"] if sex is not None else [])]
        heads = {name: queries.head_of_field(work, found.key, name) for name in touched}
        return MemberChanged(
            found.key,
            sealed,
            {name: head for name, head in heads.items() if head is not None},
            tuple(sorted(name for name, value in plain.items() if not value)),
            sex,
        )

    def apply(self, books: Books, fact: MemberChanged) -> None:
        """Each field whose parent is the head advances; the others wait for a person."""
        opened = persons.unseal(books, fact.member, fact.personal)
        values: dict[str, str | None] = {**opened, **dict.fromkeys(fact.emptied)}
        if fact.sex is not None:
            values["sex"] = fact.sex
        for field in sorted(values):
            head = queries.head_of_field(books, fact.member, field)
            if rules.is_edit_in_order(head, fact.par.get(field)):
                register.put(books, fact.member, field, values[field])
            else:
                register.dispute(books, fact.member, field)

    def index(self, books: Books, fact: MemberChanged) -> None:
        """NIK and phone can be found by their new values, where these stand."""
        opened = persons.unseal(books, fact.member, fact.personal)
        values: dict[str, str | None] = {**opened, **dict.fromkeys(fact.emptied)}
        standing = {
            field: value
            for field, value in values.items()
            if queries.head_of_field(books, fact.member, field) == books.stamp.key
        }
        persons.index(books, fact.member, standing)

    def judge(self, books: Books, fact: MemberChanged, stamp: Stamp) -> Iterator[str]:
        """Fields of a member that there are, under seals that open; nobody loses his name."""
        yield from register.judge(books, fact.member, fact.personal, fact.sex)
        fields = {*fact.personal, *fact.emptied, *(["sex"] if fact.sex else [])}
        strange = not fields <= {*register.PERSONAL, "sex"} or not fact.par.keys() <= fields
        if strange or "name" in fact.emptied or not queries.is_key(books, fact.member):
            yield "R2: fields"

    def found(self, books: Books, fact: MemberChanged, stamp: Stamp) -> list[tuple[str, str]]:
        """Nothing can be read without the person's keys."""
        return register.without_keys(books, fact.member)

    def refers_to(self, fact: MemberChanged) -> set[int]:
        """The member, and the facts whose values are replaced."""
        return {fact.member, *fact.par.values()}


class SettleEditOrder(Order, frozen=True, omit_defaults=True):
    """The value that holds, of a field two devices had changed."""

    member: int | str
    field: str
    value: str


class EditSettled(Fact, frozen=True, omit_defaults=True):
    """The value that holds, sealed; `sex` stands open; `par` names the fact it replaces."""

    member: int
    field: str
    personal: dict[str, str]
    sex: str | None = None
    par: dict[str, int] = msgspec.field(default_factory=dict)


@operation("members.settle_edit", version=1)
class SettleEdit(Operation[SettleEditOrder, EditSettled]):
    """Decide between two values of a field that two laptops had changed."""

    sentence = N_("Memutuskan data anggota yang berbeda")

    def decide(self, work: Work, order: SettleEditOrder) -> EditSettled:
        """Only a field that waits; a value that the field can have."""
        found = queries.require_member(work, order.member)
        waiting = {(field, key) for _fact, field, key in queries.open_conflicts(work)}
        if (order.field, found.key) not in waiting:
            reason = _(N_("tidak ada perbedaan yang menunggu"))
            raise BadField(name="field", reason=reason, field="field")
        head = queries.head_of_field(work, found.key, order.field)
        par = {order.field: head} if head is not None else {}
        if order.field == "sex":
            sex = _plain_sex(order.value, "value")
            return EditSettled(found.key, order.field, {}, sex, par)
        plain = plain_fields({order.field: order.value}, work.today)
        _require_second(work, found, plain, self.sentence)
        require_free_nik(work, plain.get("nik"), own=found.key)
        return EditSettled(found.key, order.field, _sealed(work, found, plain), par=par)

    def apply(self, books: Books, fact: EditSettled) -> None:
        """The value stands; nothing of the field waits any more."""
        opened = persons.unseal(books, fact.member, fact.personal)
        register.put(books, fact.member, fact.field, fact.sex or opened.get(fact.field))
        register.settle(books, fact.member, fact.field)

    def index(self, books: Books, fact: EditSettled) -> None:
        """NIK and phone can be found by their new values."""
        opened = persons.unseal(books, fact.member, fact.personal)
        persons.index(books, fact.member, {fact.field: opened.get(fact.field)})

    def refers_to(self, fact: EditSettled) -> tuple[int, ...]:
        """The member."""
        return (fact.member,)


#: What strangers wrote (banks, old books) and no fact holds: each room drops what may name a
#: person, by his key and his name.
FORGETS: list[Callable[[Books, int, str], None]] = []
_SHORT = 3


def names_him(words: str, name: str) -> bool:
    """Whether strangers' words may name a person: two words of his name, or his only one."""
    known = {word for word in folded(name).split() if len(word) >= _SHORT}
    return len(known & set(folded(words).split())) >= min(len(known), 2) > 0


def _forget_words(books: Books, key: int, name: str) -> None:
    for forget in FORGETS:
        forget(books, key, name)


def _require_settled(work: Work, key: int) -> None:
    """Refuse while money stands under the key: nobody could be paid or asked. BadField."""
    for code in balances.accounts_of(work, key):
        reason = _(N_("masih ada uang atas namanya pada akun {code}; selesaikan dahulu"))
        raise BadField(name="member", reason=reason.format(code=code), field="member")


class EraseOrder(Order, frozen=True, omit_defaults=True):
    """Whose data goes, and why."""

    member: int | str
    reason: str


class MemberErased(Fact, frozen=True, omit_defaults=True):
    """Whose data went, and why."""

    member: int
    reason: str


@operation("members.erase", version=1)
class EraseMember(Operation[EraseOrder, MemberErased]):
    """Destroy the keys of a departed person's data: it is unreadable for ever, in every fact."""

    sentence = N_("Menghapus data pribadi bekas anggota")

    def decide(self, work: Work, order: EraseOrder) -> MemberErased:
        """Never of a living membership: the statutory register still needs it (UU 25/1992)."""
        found = queries.require_member(work, order.member)
        if found.status in {"active", "applicant"} or found.erased:
            reason = _(N_("hanya untuk bekas anggota atau calon yang ditolak"))
            raise BadField(name="member", reason=reason, field="member")
        _require_settled(work, found.key)
        if any(user.active and user.person == found.key for user in users.users(work)):
            reason = _(N_("ia masih pengguna program ini; cabut dahulu haknya"))
            raise BadField(name="member", reason=reason, field="member")
        work.once_written(work.database.checkpoint)  # the write-ahead log still had it
        work.keep_by(partial(_forget_words, key=found.key, name=found.name or ""))
        return MemberErased(found.key, order.reason)

    def apply(self, books: Books, fact: MemberErased) -> None:
        """Empty the columns; destroying the keys is the office's keepers' part (`index`)."""
        register.erase(books, fact.member)

    def index(self, books: Books, fact: MemberErased) -> None:
        """Destroy keys, hashes and pictures, his heirs' too."""
        register.destroy(books, fact.member)
        _forget_words(books, fact.member, "")

    def refers_to(self, fact: MemberErased) -> tuple[int, ...]:
        """The member."""
        return (fact.member,)
