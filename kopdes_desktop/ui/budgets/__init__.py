"""The budget on screen: a year account by account, beside what happened."""
