"""The twenty exercises of practice books (latihan) on screen: what to do, how, and the score."""

from typing import Final

#: The place of the list, in practice books alone; it is no right of its own.
PLACE: Final = "training"
#: From an exercise back to the list.
KEY: Final = "Shift+F1"
