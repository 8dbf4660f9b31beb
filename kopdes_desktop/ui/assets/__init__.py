"""Assets on screen: cards, their history, buying, depreciating and disposing by keys."""
