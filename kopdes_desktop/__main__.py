"""`python -m kopdes_desktop` and the `kopdes-desktop` command."""

from __future__ import annotations

import sys

from kopdes_desktop.app.program import main

if __name__ == "__main__":
    sys.exit(main())
