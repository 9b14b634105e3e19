"""Tables and charts.

docs.slack.dev/reference/block-kit/blocks: table-block, data-table-block, data-visualization-block; docs/slack.md 4.1.
"""

from typing import Any

from sandbox.kinds import Json
from sandbox.limits_rich import rich_text
from sandbox.limits_text import ID
from sandbox.shapes import Rule, also, by_type, flag, many, number, one_of, record, text, whole

ROWS, CELLS, COLUMN_SETTINGS = 100, 20, 20
# The page says 101 rows with the header, a client library of October 2026 201: the page's.
DATA_ROWS, PAGE_SIZE = 101, 100
CHARACTERS = 10_000  # of all cells of a table together
CHART_TITLE, CHART_LABEL, SERIES, POINTS = 50, 20, 6, 20
MOST_OF = {"table": 1, "data_visualization": 2}  # in one message

RAW_TEXT = record({"type": one_of("raw_text"), "text": text(1)})
RAW_NUMBER = record({"type": one_of("raw_number"), "value": number}, {"text": text(1)})
CELL = by_type({"raw_text": RAW_TEXT, "raw_number": RAW_NUMBER, "rich_text": rich_text})
COLUMN = record({}, {"align": one_of("left", "center", "right"), "is_wrapped": flag})


def column(value: Any, path: str, found: list[str]) -> None:
    """How one column is set; null leaves it as it is."""
    if value is not None:
        COLUMN(value, path, found)


def characters(value: Any) -> int:
    """So many are written in these cells."""
    if isinstance(value, list):
        return sum(characters(each) for each in value)
    if not isinstance(value, dict):
        return 0
    own = value.get("text", value.get("value", ""))
    return len(str(own)) + characters(value.get("elements"))


def few_characters(table: Json) -> str | None:
    """All cells together."""
    over = characters(table["rows"]) > CHARACTERS
    return f"no more than {CHARACTERS} characters allowed in a table" if over else None


def even_rows(table: Json) -> str | None:
    """Each row has as many cells as the header."""
    return None if len({len(row) for row in table["rows"]}) == 1 else "all rows must have the same number of cells"


def plain_header(table: Json) -> str | None:
    """No rich text in the header."""
    rich = any(cell["type"] == "rich_text" for cell in table["rows"][0])
    return "header cells must not be rich_text" if rich else None


def row_header_is_there(table: Json) -> str | None:
    """The column that names each row."""
    index = table.get("row_header_column_index", 0)
    return None if index < len(table["rows"][0]) else "row_header_column_index must be a column"


def _block(kind: str, needed: dict[str, Rule], optional: dict[str, Rule]) -> Rule:
    return record({"type": one_of(kind), **needed}, {"block_id": text(1, ID), **optional})


TABLE = also(
    _block(
        "table",
        {"rows": many(many(CELL, 1, CELLS), 1, ROWS)},
        {"column_settings": many(column, 0, COLUMN_SETTINGS)},
    ),
    few_characters,
)
DATA_TABLE = also(
    _block(
        "data_table",
        {"rows": many(many(CELL, 1, CELLS), 2, DATA_ROWS), "caption": text(1)},
        {"page_size": whole(1, PAGE_SIZE), "row_header_column_index": whole(0, CELLS - 1)},
    ),
    even_rows,
    plain_header,
    row_header_is_there,
    few_characters,
)

POINT = record({"label": text(1, CHART_LABEL), "value": number})


def positive(segment: Json) -> str | None:
    """A slice is something."""
    return None if segment["value"] > 0 else "value must be positive"


SERIES_RULE = record({"name": text(1, CHART_LABEL), "data": many(POINT, 1, POINTS)})
AXIS = record(
    {"categories": many(text(1, CHART_LABEL), 1, POINTS)},
    {"x_label": text(1, CHART_TITLE), "y_label": text(1, CHART_TITLE)},
)


def series_fit(chart: Json) -> str | None:
    """Names are told apart, and each series has a point for every category and no other."""
    names = [each["name"] for each in chart["series"]]
    if len(names) != len(set(names)):
        return "series names must be unique"
    wanted = sorted(chart["axis_config"]["categories"])
    fits = all(sorted(point["label"] for point in each["data"]) == wanted for each in chart["series"])
    return None if fits else "each series must have one value for every category"


def _plotted(kind: str) -> Rule:
    needed: dict[str, Rule] = {"series": many(SERIES_RULE, 1, SERIES), "axis_config": AXIS}
    return also(record({"type": one_of(kind), **needed}), series_fit)


PIE = record({"type": one_of("pie"), "segments": many(also(POINT, positive), 1, SERIES)})
CHART = by_type({"pie": PIE, **{kind: _plotted(kind) for kind in ("bar", "area", "line")}})
DATA_VISUALIZATION = _block("data_visualization", {"title": text(1, CHART_TITLE), "chart": CHART}, {})
