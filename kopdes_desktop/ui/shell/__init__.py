"""The frame around the screens (bingkai): sign-in, window, navigation, lock, sheet of keys."""
