"""The window: the only folder that knows Qt (layar).

Kit (perkakas) holds what every screen shares, shell (bingkai) the frame around them, and one folder
per capability its screens. A screen asks the office through its desk and draws what comes back.

PySide6 replaces `builtins.__import__` with a hook that makes every later import a quarter slower;
nothing here uses what the hook is for, so it is taken out again before anything else is imported.
"""

import builtins

_plain_import = builtins.__import__

import PySide6  # noqa: E402, F401  imported for its hook, which the next line takes out

builtins.__import__ = _plain_import
