"""Tables and charts as nodes (docs.slack.dev/reference/block-kit/blocks: table, data_table, data_visualization)."""

from sandbox.drawn.nodes import Node, el
from sandbox.drawn.reader import Reader
from sandbox.drawn.rich import rich_text
from sandbox.kinds import Json

COLOURS = 6  # as many as cards.css has for charts


def _cell(reader: Reader, cell: Json) -> Node:
    if cell["type"] == "rich_text":
        return rich_text(reader, cell)
    return cell.get("text") or _number(cell["value"])


def _number(value: float) -> str:
    return f"{value:,.10g}".replace(",", " ")


def _how(cell: Json, setting: Json | None) -> str | None:
    side = (setting or {}).get("align") or ("right" if cell["type"] == "raw_number" else None)
    wraps = "white-space:nowrap" if (setting or {}).get("is_wrapped") is False else None
    return ";".join(each for each in (side and f"text-align:{side}", wraps) if each) or None


def table(reader: Reader, block: Json) -> Node:
    """A table, or a data table with its caption; both scroll on their own where they are too wide."""
    first, *rest = block["rows"]
    settings = block.get("column_settings", [])
    naming = block.get("row_header_column_index")

    def row(cells: list[Json], heads: bool) -> Node:
        drawn = []
        for number, cell in enumerate(cells):
            scope = "col" if heads else "row" if number == naming else None
            how = _how(cell, settings[number] if number < len(settings) else None)
            drawn.append(el("th" if scope else "td", _cell(reader, cell), scope=scope, style=how))
        return el("tr", *drawn)

    caption = el("caption", block["caption"]) if "caption" in block else None
    body = el("tbody", *(row(each, False) for each in rest))
    shown = el("table", caption, el("thead", row(first, True)), body)
    return el("div", shown, class_="table", tabindex="0", role="region", aria_label=block.get("caption", "Table"))


def chart(reader: Reader, block: Json) -> Node:
    """A chart as bars with their numbers, so that it can be read as well as seen."""
    drawn = block["chart"]
    if drawn["type"] == "pie":
        return _figure(block, None, _bars(drawn["segments"], None, sum(each["value"] for each in drawn["segments"])))
    largest = max(abs(point["value"]) for series in drawn["series"] for point in series["data"]) or 1
    axis = " · ".join(drawn["axis_config"][name] for name in ("x_label", "y_label") if name in drawn["axis_config"])
    lines = [
        el("div", el("h4", series["name"]), _bars(series["data"], number, largest))
        for number, series in enumerate(drawn["series"])
    ]
    return _figure(block, axis, *lines)


def _figure(block: Json, axis: str | None, *lines: Node) -> Node:
    title = el("figcaption", el("b", block["title"]), f" {axis}" if axis else None)
    return el("figure", title, *lines, class_="chart")


def _bars(points: list[Json], colour: int | None, whole: float) -> Node:
    """A bar for each, all in one colour or each in its own."""
    lines = []
    for number, point in enumerate(points):
        look = f"measure colour{(number if colour is None else colour) % COLOURS}"
        bar = el("span", style=f"width:{abs(point['value']) / whole:.1%}", class_=look, aria_hidden=True)
        lines += [el("dt", point["label"]), el("dd", bar, _number(point["value"]))]
    return el("dl", *lines)
