"""Borrowed capital on screen: who is owed how much, by which schedule, and paying it."""
