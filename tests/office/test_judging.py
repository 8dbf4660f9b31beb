"""One field changed in any fact of an outlet is refused, or lawfully differs."""
