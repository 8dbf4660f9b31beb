"""Keys below 2^53, and where random ones come from."""

import uuid
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kopdes_desktop.kernel.ids import (
    LARGEST,
    device_of,
    draw_device,
    draw_uuid,
    fact_key,
    seq_of,
    system_entropy,
)


def counted(*chunks: bytes) -> Callable[[int], bytes]:
    """Entropy that gives these chunks, one after another."""
    left = list(chunks)

    def draw(size: int, /) -> bytes:
        given_chunk = left.pop(0)
        assert len(given_chunk) == size
        return given_chunk

    return draw


@given(st.integers(1, 2**22 - 1), st.integers(1, 2**30 - 1))
def test_a_key_holds_its_device_and_sequence(device: int, seq: int) -> None:
    key = fact_key(device, seq)

    assert (device_of(key), seq_of(key)) == (device, seq)
    assert key == device * 2**30 + seq
    assert key < LARGEST == 2**53


@pytest.mark.parametrize(
    ("device", "seq"), [(0, 1), (1, 0), (2**22, 1), (1, 2**30), (-1, 1), (1, -1)]
)
def test_a_key_out_of_its_bits_is_refused(device: int, seq: int) -> None:
    with pytest.raises(ValueError, match="no key"):
        fact_key(device, seq)


def test_a_device_number_is_neither_zero_nor_known() -> None:
    drawn = draw_device(counted(b"\0\0\0", b"\0\0\5", b"\xc0\0\0", b"\0\0\7"), frozenset({5}))

    assert drawn == 7


@given(st.binary(min_size=16, max_size=16))
def test_a_drawn_uuid_is_a_random_one_by_its_own_bits(raw: bytes) -> None:
    made = uuid.UUID(draw_uuid(counted(raw)))

    assert (made.version, made.variant) == (4, uuid.RFC_4122)


def test_the_system_gives_different_bytes_each_time() -> None:
    assert len(system_entropy(32)) == 32
    assert system_entropy(32) != system_entropy(32)
