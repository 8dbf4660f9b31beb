"""What makes a password, one-time words and a PIN."""

import subprocess
import sys
import unicodedata
from collections.abc import Callable
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kopdes_desktop.kernel.errors import WeakPassword
from kopdes_desktop.kernel.ids import system_entropy
from kopdes_desktop.security import passwords
from kopdes_desktop.security.passwords import Cost

CHEAP = Cost(memory=8, passes=1, lanes=1)
SALT = bytes(16)


def counted() -> Callable[[int], bytes]:
    numbers = count(1)
    return lambda size: next(numbers).to_bytes(size, "big")


def test_a_guess_costs_what_was_promised() -> None:
    assert Cost(memory=64 * 1024, passes=3, lanes=1) == passwords.COST


def test_argon2id_is_what_stretches_a_password() -> None:
    from argon2.low_level import Type, hash_secret_raw

    #: Whatever later versions do, this opens what the first one sealed.
    first = "e3e953d2cca2acb9a35252fe4e86b94a06f46b1d8e959181fab5c46f2ccf0591"
    ours = passwords.derive("kopi pahit", SALT, CHEAP)

    assert ours == hash_secret_raw(b"kopi pahit", SALT, 1, 8, 1, 32, Type.ID)
    assert ours.hex() == first


def test_composed_and_decomposed_accents_are_one_password() -> None:
    composed, decomposed = (unicodedata.normalize(form, "pondok café") for form in ("NFC", "NFD"))

    assert composed != decomposed
    assert passwords.derive(composed, SALT, CHEAP) == passwords.derive(decomposed, SALT, CHEAP)


def test_another_salt_another_password_or_another_cost_gives_another_key() -> None:
    keys = {
        passwords.derive("kopi pahit", SALT, CHEAP),
        passwords.derive("kopi pahit", b"\1" * 16, CHEAP),
        passwords.derive("kopi Pahit", SALT, CHEAP),
        passwords.derive("kopi pahit", SALT, Cost(memory=8, passes=2, lanes=1)),
    }

    assert len(keys) == 4


def test_undecodable_bytes_of_the_environment_are_a_password_too() -> None:
    assert passwords.derive("\udcff" * 10, SALT, CHEAP) != passwords.derive(
        "\udcfe" * 10, SALT, CHEAP
    )


@pytest.mark.parametrize(
    "password",
    [
        "perahu di atas telaga",
        "jeruk-nipis-77",
        "9f3b1c77e2ad",
        "kambing koperasi",
        "Tempe mendoan, hangat!",
    ],
)
def test_a_password_with_something_of_its_own_is_taken(password: str) -> None:
    passwords.require_strong(password, practice=False)


@pytest.mark.parametrize("password", ["", "pendek", "perahuku9", "e\u0301" * 9])
def test_fewer_than_ten_letters_are_refused(password: str) -> None:
    with pytest.raises(WeakPassword) as refused:
        passwords.require_strong(password, practice=False)

    assert refused.value.field == "password"
    assert "10" in refused.value.message


@pytest.mark.parametrize(
    "password",
    [
        "1234567890",
        "3201234567890001",
        "081234567890",
        "17081945 1945",
        "aaaaaaaaaa",
        "kopikopikopi",
        "qwertyuiop",
        "password123",
        "P@ssw0rd2026!",
        "bismillah99",
        "sayangku1234",
        "KoperasiMerahPutih",
        "K0p3r4s1 M3rah",
        "bendahara2026",
        "kasir-kasir1",
        "desa indonesia",
        "latihan latihan",
        "persib bandung",
        "agustus1945",
    ],
)
def test_what_everybody_tries_first_is_refused(password: str) -> None:
    with pytest.raises(WeakPassword) as refused:
        passwords.require_strong(password, practice=False)

    assert refused.value.field == "password"


def test_the_names_of_user_and_cooperative_count_for_nothing() -> None:
    password = "sukorejo maju wagiman"
    passwords.require_strong(password, practice=False)

    with pytest.raises(WeakPassword):
        passwords.require_strong(
            password, practice=False, names=("Wagiman", "Koperasi Desa Sukorejo")
        )


def test_the_practice_password_is_for_practice_books_only() -> None:
    passwords.require_strong("latihan", practice=True)

    with pytest.raises(WeakPassword):
        passwords.require_strong("latihan", practice=False)
    with pytest.raises(WeakPassword):
        passwords.require_strong("rahasia", practice=True)


def test_a_refusal_does_not_repeat_the_password() -> None:
    with pytest.raises(WeakPassword) as refused:
        passwords.require_strong("bendahara2026", practice=False)

    assert "bendahara2026" not in refused.value.message
    assert "bendahara2026" not in repr(refused.value)


def test_the_word_list_is_plain_and_its_words_are_told_apart() -> None:
    words = passwords.word_list()

    assert len(words) == len(set(words)) == 2048
    assert all(4 <= len(w) <= 7 and w.isascii() and w.isalpha() and w.islower() for w in words)
    assert list(words) == sorted(words)
    holes = [{w[:i] + "_" + w[i + 1 :] for i in range(len(w))} for w in words]
    assert sum(map(len, holes)) == len(set().union(*holes)), "two words differ in one letter"
    shorter = {w[:i] + w[i + 1 :] for w in words for i in range(len(w))}
    assert not shorter & set(words), "a word is another one less a letter"


def test_no_word_of_the_list_holds_a_word_that_makes_no_password() -> None:
    assert not [w for w in passwords.word_list() for easy in passwords.easy_words() if easy in w]


@given(st.binary(min_size=6, max_size=6))
def test_one_time_words_are_four_of_the_list_and_strong(raw: bytes) -> None:
    words = passwords.four_words(lambda size: raw[:size])

    chosen = words.split(" ")
    assert len(chosen) == 4
    assert set(chosen) <= set(passwords.word_list())
    if len(set(chosen)) > 1:
        passwords.require_strong(words, practice=False)


def test_each_bit_of_44_changes_the_words() -> None:
    plain = passwords.four_words(bytes)

    drawn = {
        passwords.four_words(lambda size, bit=bit: (1 << bit).to_bytes(size, "big"))
        for bit in range(44)
    }

    assert len(drawn) == 44
    assert plain not in drawn


@pytest.mark.parametrize("pin", ["", "12345", "1234567", "12345a", "12 456", "١٢٣٤٥٦", "-12345"])
@pytest.mark.parametrize("practice", [True, False])
def test_a_pin_is_six_digits(pin: str, practice: bool) -> None:
    with pytest.raises(WeakPassword) as refused:
        passwords.require_pin(pin, practice=practice)

    assert refused.value.field == "pin"


@pytest.mark.parametrize(
    "pin",
    [
        *("000000", "777777", "123456", "654321", "012345", "567890", "987654", "098765"),
        *("121212", "123123", "112233", "998877"),
    ],
)
def test_a_pin_that_everybody_tries_first_is_for_practice_only(pin: str) -> None:
    passwords.require_pin(pin, practice=True)

    with pytest.raises(WeakPassword):
        passwords.require_pin(pin, practice=False)


@pytest.mark.parametrize("pin", ["402917", "135790", "100000", "246813"])
def test_other_pins_are_taken(pin: str) -> None:
    passwords.require_pin(pin, practice=False)


def test_a_sealed_pin_tells_its_cost_and_not_itself() -> None:
    sealed = passwords.seal_pin("402917", counted())

    assert sealed.startswith(b"$argon2id$v=19$m=65536,t=3,p=1$")
    assert b"402917" not in sealed
    assert passwords.pin_matches("402917", sealed)


def test_only_the_right_pin_matches() -> None:
    sealed = passwords.seal_pin("402917", counted(), CHEAP)

    assert passwords.pin_matches("402917", sealed)
    assert not passwords.pin_matches("402918", sealed)
    assert not passwords.pin_matches("", sealed)


def test_the_same_pin_of_two_people_is_sealed_differently() -> None:
    entropy = counted()

    assert passwords.seal_pin("402917", entropy, CHEAP) != passwords.seal_pin(
        "402917", entropy, CHEAP
    )


@given(st.binary(max_size=80))
def test_what_is_no_sealed_pin_matches_nothing(sealed: bytes) -> None:
    assert not passwords.pin_matches("402917", sealed)


def test_the_systems_own_randomness_gives_words_too() -> None:
    assert len(passwords.four_words(system_entropy).split(" ")) == 4


def test_the_sign_in_window_loads_nothing_heavy() -> None:
    probe = (
        "import sys; import kopdes_desktop.security.signin, kopdes_desktop.security.holder, "
        "kopdes_desktop.security.keys;"
        "heavy={'argon2','cryptography','sqlalchemy','msgspec','sqlcipher3','PySide6','tomllib'};"
        "print(sorted(heavy & set(sys.modules)))"
    )

    seen = subprocess.run(
        [sys.executable, "-c", probe], capture_output=True, text=True, check=True
    ).stdout

    assert seen.strip() == "[]"
