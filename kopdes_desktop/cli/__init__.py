"""The command line: the second face of the same books, for assistants, programs and tests.

Terms: perintah (verb), pilihan (option). One small file a verb group; `face` puts them together and
turns what happened into words, JSON and an exit code. Nothing heavy is loaded before its verb.
"""

from kopdes_desktop.cli.face import main

__all__ = ["main"]
