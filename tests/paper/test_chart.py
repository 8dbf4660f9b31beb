"""Charts: round figures at the edge, marks inside their rectangle, patterns instead of colours."""

from __future__ import annotations

import itertools

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from kopdes_desktop.paper import pdf
from kopdes_desktop.paper.chart import Box, Chart, Series, Shape, Stroke, Words, brief, lay, steps
from kopdes_desktop.paper.document import Letterhead

WIDE, HIGH, EM = 320.0, 170.0, 10.0
MONTHS = ("Jan", "Feb", "Mar", "Apr")


def measured(text: str, size: float, bold: bool) -> float:
    return len(text) * size * (0.56 if bold else 0.5)


def chart(shape: Shape, *rows: tuple[int, ...], money: bool = True) -> Chart:
    series = tuple(Series(f"Baris {n}", row) for n, row in enumerate(rows))
    return Chart("x", "Judul", "Satu kalimat.", shape, MONTHS[: len(rows[0])], series, money)


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (0, "0"),
        (950, "950"),
        (85_000, "85 rb"),
        (1_250_000, "1,2 jt"),
        (12_500_000, "12,5 jt"),
        (250_000_000, "250 jt"),
        (1_200_000_000, "1,2 M"),
        (-85_000, "-85 rb"),
    ],
)
def test_figures_are_shortened_as_people_say_them(amount: int, words: str) -> None:
    assert brief(amount) == words


@settings(deadline=None, max_examples=60)
@given(some.integers(-(10**9), 10**9), some.integers(0, 10**9))
def test_the_edge_holds_all_figures_in_few_round_steps(low: int, span: int) -> None:
    grid = steps(low, low + span)

    assert grid[0] <= low
    assert grid[-1] >= low + span
    assert 2 <= len(grid) <= 6
    assert len({two - one for one, two in itertools.pairwise(grid)}) == 1


@settings(deadline=None, max_examples=60)
@given(
    some.sampled_from(["columns", "bars", "line"]),
    some.lists(some.integers(0, 10**9), min_size=1, max_size=4),
    some.booleans(),
)
def test_nothing_is_drawn_outside_the_rectangle(
    shape: Shape,
    values: list[int],
    money: bool,
) -> None:
    for mark in lay(chart(shape, tuple(values), money=money), WIDE, HIGH, EM, measured):
        if isinstance(mark, Box):
            assert mark.x >= -1 <= mark.y
            assert mark.x + mark.width <= WIDE + 1
            assert mark.y + mark.height <= HIGH + 1
        elif isinstance(mark, Stroke):
            assert all(-1 <= x <= WIDE + 1 and -1 <= y <= HIGH + 1 for x, y in mark.points)
        else:
            assert mark.y <= HIGH + 1


def test_two_series_differ_by_their_pattern_and_are_named() -> None:
    marks = lay(chart("columns", (5, 6), (3, 4)), WIDE, HIGH, EM, measured)

    fills = {mark.fill for mark in marks if isinstance(mark, Box)}
    names = [mark.text for mark in marks if isinstance(mark, Words)]
    slanting = [
        mark
        for mark in marks
        if isinstance(mark, Stroke)
        and mark.points[0][0] != mark.points[1][0]
        and mark.points[0][1] != mark.points[1][1]
    ]
    assert fills == {"strong", "paper"}
    assert {"Baris 0", "Baris 1"} <= set(names)
    assert slanting


def test_columns_are_as_high_as_their_figures() -> None:
    marks = lay(chart("columns", (4, 8)), WIDE, HIGH, EM, measured)

    low, high = [mark.height for mark in marks if isinstance(mark, Box)]
    assert high == pytest.approx(2 * low)


def test_a_chart_without_figures_says_so() -> None:
    marks = lay(chart("line", (0, 0, 0)), WIDE, HIGH, EM, measured)

    assert any(isinstance(mark, Words) and "Belum ada" in mark.text for mark in marks)
    assert not any(isinstance(mark, Box) for mark in marks)


def test_a_sheet_holds_six_and_prints_without_any_colour() -> None:
    issuer = Letterhead("Koperasi Uji", practice=True)
    drawn = [chart("columns", (5, 6), (3, 4)), chart("bars", (1, 0, 3)), chart("line", (9, 8))] * 3

    made = pdf.charts(issuer, "Grafik koperasi", "per hari ini", drawn)

    document = pypdfium2.PdfDocument(made)
    assert len(document) == 2
    picture = document[0].render(scale=0.5).to_pil().convert("RGB")
    assert all(red == green == blue for _n, (red, green, blue) in picture.getcolors(1 << 20))
    assert "LATIHAN" in document[0].get_textpage().get_text_range()
    assert pdf.charts(issuer, "Grafik koperasi", "per hari ini", drawn) == made


def test_one_who_left_is_no_collapse_and_money_says_where_its_axis_begins() -> None:
    people = lay(chart("line", (580, 580, 579), money=False), WIDE, HIGH, EM, measured)
    money = lay(chart("line", (35_000_000, 38_000_000, 37_000_000)), WIDE, HIGH, EM, measured)

    assert "0" in [mark.text for mark in people if isinstance(mark, Words)]
    told = [mark.text for mark in money if isinstance(mark, Words)]
    assert f"sumbu mulai {next(text for text in told if text.endswith(' jt'))}" in told


def test_the_last_figure_stands_beside_its_line() -> None:
    marks = lay(chart("line", (10, 40, 40, 30), money=False), WIDE, HIGH, EM, measured)
    figure = next(mark for mark in marks if isinstance(mark, Words) and mark.bold and mark.x > 99)
    line = [mark.points for mark in marks if isinstance(mark, Stroke) and mark.width > 1]
    x, y = line[-1][-1]

    assert (figure.text, figure.x) == ("30", x)
    assert figure.y < min(at for _x, at in line[-1]) or figure.y - figure.size > y
