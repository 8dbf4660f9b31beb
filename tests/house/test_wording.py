"""Money and days are written by kernel/wording.py alone."""

import ast
import re

import pytest

from tests.house.checkout import modules

COMMA_FIELD = re.compile(r"\{[^{}]*:[^{}]*,[^{}]*\}")


def shows_to_people(path: str) -> bool:
    return path.startswith(("ui/", "reports/")) or path.endswith("slips.py")


def own_formats(tree: ast.AST) -> list[int]:
    """Lines that group digits with "," or spell a day with strftime."""
    lines = []
    for node in ast.walk(tree):
        match node:
            case ast.FormattedValue(format_spec=ast.JoinedStr(values=parts)):
                texts = [part.value for part in parts if isinstance(part, ast.Constant)]
                if any("," in str(text) for text in texts):
                    lines.append(node.lineno)
            case ast.Constant(value=str(text)) if COMMA_FIELD.search(text):
                lines.append(node.lineno)
            case ast.Attribute(attr="strftime"):
                lines.append(node.lineno)
            case ast.Call(func=ast.Name(id="format"), args=[_, ast.Constant(value=str(spec))]):
                if "," in spec:
                    lines.append(node.lineno)
    return lines


def test_screens_reports_and_slips_leave_money_and_days_to_wording() -> None:
    found = {p: lines for p, t in modules() if shows_to_people(p) if (lines := own_formats(t))}

    assert not found


@pytest.mark.parametrize(
    "line",
    ['f"{amount:,}"', '"{:,}".format(amount)', 'day.strftime("%d/%m/%Y")', 'format(amount, ",")'],
)
def test_a_planted_format_is_found(line: str) -> None:
    assert own_formats(ast.parse(line)) == [1]
