"""An independent reader of printer bytes: knows the allowed commands and stops at anything else."""

from dataclasses import dataclass, field

ALLOWED = {
    b"\x1b@": 0,  # initialise
    b"\x1bE": 1,  # bold
    b"\x1ba": 1,  # align
    b"\x1bd": 1,  # feed
    b"\x1d!": 1,  # size
    b"\x1dV": 1,  # cut
}
PICTURE = b"\x1dv0\x00"


class ForbiddenByte(Exception):
    """The stream holds what a slip may never hold."""


@dataclass(frozen=True)
class Printed:
    """A line as it comes out, and how many columns each character takes."""

    text: str
    each: int
    bold: bool

    @property
    def columns(self) -> int:
        return len(self.text) * self.each


@dataclass
class Paper:
    lines: list[Printed] = field(default_factory=list)
    pictures: list[tuple[int, int, bytes]] = field(default_factory=list)
    commands: list[bytes] = field(default_factory=list)


def _picture(stream: bytes, at: int) -> tuple[int, int, bytes]:
    """Width in bytes, height in dots, and the dots of the picture whose command stands here."""
    width, height = stream[at + 4] + 256 * stream[at + 5], stream[at + 6] + 256 * stream[at + 7]
    dots = stream[at + 8 : at + 8 + width * height]
    if len(dots) != width * height:
        raise ForbiddenByte("a picture without its end")
    return width, height, dots


def read(stream: bytes) -> Paper:
    paper, text, each, bold, at, joined = Paper(), "", 1, False, 0, False
    while at < len(stream):
        command = stream[at : at + 2]
        if stream.startswith(PICTURE, at):
            width, height, dots = _picture(stream, at)
            at += 8 + len(dots)
            if joined and paper.pictures[-1][0] == width:  # bands follow without a gap
                _width, above, upper = paper.pictures.pop()
                height, dots = above + height, upper + dots
            paper.pictures.append((width, height, dots))
            joined = True
            continue
        joined = False
        if command in ALLOWED:
            arguments = stream[at + 2 : at + 2 + ALLOWED[command]]
            paper.commands.append(command + arguments)
            if command == b"\x1d!":
                each = (arguments[0] >> 4) + 1
            if command == b"\x1bE":
                bold = bool(arguments[0])
            at += 2 + ALLOWED[command]
        elif stream[at] == 0x0A:
            paper.lines.append(Printed(text, each, bold))
            text, at = "", at + 1
        elif 0x20 <= stream[at] <= 0x7E:
            text, at = text + chr(stream[at]), at + 1
        else:
            raise ForbiddenByte(f"{stream[at : at + 4]!r} at {at}")
    if text:
        raise ForbiddenByte("text without its line end")
    return paper
