"""A further person at a laptop that joined: words of the treasurer's device let him in there once.

PINs and passwords belong to one laptop and stand in no fact (FACTS §8). The treasurer's device
draws four one-time words for a person and a laptop; its fact holds only the public key that the
words turn into under Argon2id. At the laptop he types the words, and a PIN (and password) of his
own; that laptop's fact proves by a signature that it was given the words. They are good for once.
"""

from __future__ import annotations

from msgspec import Struct
from sqlalchemy import bindparam, select, update

from kopdes_desktop.db.statements import Statement, insert_into
from kopdes_desktop.kernel.errors import BadField, NeedsApproval, WeakPassword
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.office import device
from kopdes_desktop.office.books import Books, Reading
from kopdes_desktop.office.facts import Stamp
from kopdes_desktop.office.operation import Fact, Operation, Order, operation
from kopdes_desktop.office.work import Work
from kopdes_desktop.security import keys, passwords, people, queries
from kopdes_desktop.security.devices import b64, raw
from kopdes_desktop.security.operations import MAY_RESET, OFFICERS, keep_own_password, staff_of
from kopdes_desktop.security.tables import ADMISSION

ADMIT, LET_IN = "device.admit", "device.let_in"

_COLUMNS = (ADMISSION.c.key, ADMISSION.c.user, ADMISSION.c.salt, ADMISSION.c.words)
_OPEN = Statement(
    select(*_COLUMNS)
    .where(ADMISSION.c.device == bindparam("of_device"), ADMISSION.c.used == 0)
    .order_by(ADMISSION.c.key)
)
_NEW = insert_into(ADMISSION)
_USE = Statement(update(ADMISSION).where(ADMISSION.c.key == bindparam("of_key")).values(used=1))


class AdmitOrder(Order, frozen=True, omit_defaults=True):
    """The laptop (id or series) and the user (key or sign-in name) who shall work there too."""

    device: str
    user: int | str


class Admitted(Fact, frozen=True, omit_defaults=True):
    """Who may show himself at which laptop: salt, and the public key that his words turn into."""

    number: int
    user: int
    salt: str
    words: str


class Admission(Struct, frozen=True):
    """A person whose words were not used yet."""

    key: int
    user: int
    salt: bytes
    words: bytes


@operation(ADMIT, version=1)
class Admit(Operation[AdmitOrder, Admitted]):
    """Let a further person in at an outlet's laptop, by one-time words that are shown once."""

    sentence = N_("Mengizinkan orang masuk di laptop lain")
    daily = False

    def decide(self, work: Work, order: AdmitOrder) -> Admitted:
        """Another laptop, still trusted; for an officer's words two of those who may reset them."""
        found = [x for x in device.devices(work) if order.device in {x.id, x.series}]
        if not found or found[0].role != device.OUTLET or found[0].revoked_after is not None:
            reason = _(N_("perangkat {name} bukan laptop gerai yang masih berlaku"))
            raise BadField(name="device", reason=reason.format(name=order.device), field="device")
        user = queries.require_user(work, order.user)
        login = user.login
        if not user.active or login is None:
            reason = _(N_("pengguna ini tidak dapat masuk lagi"))
            raise BadField(name="user", reason=reason, field="user")
        second = work.approver.role if work.approver else None
        if user.key != work.actor.user and user.role in OFFICERS and second not in MAY_RESET:
            raise NeedsApproval(operation=_(self.sentence))
        words, salt = passwords.four_words(work.entropy), work.entropy(passwords.SALT_BYTES)
        staff = staff_of(work)
        work.once_written(lambda: staff.secrets.show_words(login, words))
        public = keys.officer_public(passwords.derive(words, salt))
        return Admitted(found[0].number, user.key, b64(salt), b64(public))

    def apply(self, books: Books, fact: Admitted) -> None:
        """Who may show himself there, by which key."""
        books.insert(_NEW, books.stamp.key, fact.number, fact.user, fact.salt, fact.words, 0)

    def refers_to(self, fact: Admitted) -> tuple[int, ...]:
        """The user."""
        return (fact.user,)


class LetInOrder(Order, frozen=True, omit_defaults=True):
    """Who sits here, and his one-time words, which go no further than the proof."""

    user: int | str
    words: str


class LetIn(Fact, frozen=True, omit_defaults=True):
    """Who has a PIN at this laptop now, by which admission, and the proof that he had its words."""

    user: int
    admission: int
    proof: str


@operation(LET_IN, version=1)
class ComeIn(Operation[LetInOrder, LetIn]):
    """Set a PIN, and a password if he signs in himself, for whom the treasurer's device admits."""

    sentence = N_("Menerima orang di laptop ini")
    daily = False

    def decide(self, work: Work, order: LetInOrder) -> LetIn:
        """His newest words, not used yet; the PIN and password are typed by him."""
        user = queries.require_user(work, order.user)
        admitted = [each for each in open_admissions(work, work.device) if each.user == user.key]
        if not admitted or not user.active or user.login is None:
            raise BadField(name="user", reason=_(_NOT_ADMITTED), field="user")
        admission, login = admitted[-1], user.login
        seed = passwords.derive(" ".join(order.words.casefold().split()), admission.salt)
        if keys.officer_public(seed) != admission.words:
            raise BadField(name="words", reason=_(_OTHER_WORDS), field="words")
        staff = staff_of(work)
        pin = staff.secrets.new_pin(login)
        if pin is None:
            raise WeakPassword(N_("PIN baru belum diketik."))
        passwords.require_pin(pin, practice=staff.practice)
        sealed = passwords.seal_pin(pin, work.entropy)
        chosen = staff.secrets.new_password(login)
        if chosen is not None:
            keep_own_password(work, login, chosen)
        work.keep_by(lambda books: people.set_pin(books, user.key, sealed))
        proof = keys.officer_sign(seed, _shown(work.device, user.key, admission.key))
        return LetIn(user.key, admission.key, b64(proof))

    def judge(self, books: Books, fact: LetIn, stamp: Stamp) -> tuple[str, ...]:
        """By words of ours for this person at that laptop, and for the first time."""
        admitted = {x.key: x for x in open_admissions(books, stamp.device)}
        mine = admitted.get(fact.admission)
        sound = (
            mine is not None
            and mine.user == fact.user
            and keys.officer_verify(
                mine.words, _shown(stamp.device, fact.user, fact.admission), raw(fact.proof)
            )
        )
        return () if sound else ("R2: device.let_in",)

    def apply(self, books: Books, fact: LetIn) -> None:
        """These words are used up."""
        books.change(_USE, of_key=fact.admission)

    def refers_to(self, fact: LetIn) -> tuple[int, ...]:
        """The admission, and the user."""
        return fact.admission, fact.user


_NOT_ADMITTED = N_(
    "orang ini belum diizinkan masuk di laptop ini. Di laptop bendahara buka Perangkat, tandai"
    " laptop ini, Izinkan orang (F8), lalu bawa catatannya ke sini (F7)"
)
_OTHER_WORDS = N_("empat kata itu tidak cocok; ketik seperti tertulis di kertas")


def open_admissions(read: Reading, number: int) -> list[Admission]:
    """The persons who may still show themselves at a laptop, the newest words of each last."""
    return [
        Admission(key, user, raw(salt), raw(words))
        for key, user, salt, words in read.rows(_OPEN, of_device=number)
    ]


def _shown(number: int, user: int, admission: int) -> bytes:
    return f"kopdes-let-in/1\n{number:d}\n{user:d}\n{admission:d}".encode()
