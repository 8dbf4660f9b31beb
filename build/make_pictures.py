"""README's pictures, painted by the program itself: screens of a practice cooperative, and a slip.

Run it as `python3 build/dev.py pictures` when a screen has changed its face.
"""

from __future__ import annotations

import os
import sys
import tempfile
from io import BytesIO
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ["KOPDES_ANCHOR"] = "off"
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PIL import Image  # noqa: E402

from kopdes_desktop.app import books, founding, practice  # noqa: E402
from kopdes_desktop.ui import painting  # noqa: E402

HOME = ROOT / "build" / "pictures"
#: The picture's name in README, the screen's name as it is painted, and in which look.
WANTED = (
    ("home", "home", "light"),
    ("teller", "savings-deposit-3", "light"),
    ("member", "read-members-2", "light"),
    ("trial-balance", "report-trial_balance", "dark"),
)
COLOURS = 96


def small(picture: Path) -> bytes:
    """The picture with few colours: flat surfaces need no more, and a clone stays light."""
    out = BytesIO()
    with Image.open(picture) as full:
        reduced = full.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
        reduced.save(out, "PNG", optimize=True)
    return out.getvalue()


def main() -> None:
    HOME.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        kept = Path(folder) / "latihan"
        practice.practise(kept)
        for look in sorted({look for _name, _screen, look in WANTED}):
            with books.open_books(kept, "bendahara", founding.PRACTICE_PASSWORD) as session:
                made = painting.paint(session, Path(folder) / look, look=look)
            found = {path.stem.partition("-")[2]: path for path in made}
            for name, screen, worn in WANTED:
                if worn == look:
                    (HOME / f"{name}.png").write_bytes(small(found[screen]))


if __name__ == "__main__":
    main()
