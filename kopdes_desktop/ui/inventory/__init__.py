"""Stock by keys: what lies where, cards, transfers, write-offs, repacking, counts."""
