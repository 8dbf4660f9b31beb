"""What a page offers by function keys: the key, what it does in words, and what it does."""

from __future__ import annotations

from collections.abc import Callable

Deeds = dict[str, tuple[str, Callable[[], None]]]
