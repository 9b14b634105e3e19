"""Pictures of numbers, drawn by matplotlib (extra `charts`), which is loaded only when one is drawn.

Drawing takes a second or so: whoever asks for it does so in a thread beside the loop, and one is drawn at a time."""

import importlib
import importlib.util
import io
import threading
from datetime import timedelta
from typing import Any

from handlers.views.parts import shorten
from handlers.views.uptime import label, percent, title, worst_first
from handlers.views.words import N_, Words
from rules.uptime import NOTHING, MonthFacts, SiteMonth, Uptime

MOST_ROWS, LONGEST_LABEL = 40, 34
CELL, LEFT, RIGHT, ABOVE, BELOW = 0.38, 2.9, 2.25, 1.05, 0.75  # inches
DOTS = 120  # per inch
INK, FAINT, PAPER = "#1f2933", "#6b7785", "#ffffff"
UP, NOTHING_YET, PLANNED, DOUBTED = "#cfe8d5", "#eef0f2", "#5b8fc7", "#cbb7e2"
# How long a site was down on a day, at most, and how that looks: told apart by lightness too.
DOWN = (
    (timedelta(minutes=5), "#fde9a9", INK), (timedelta(hours=1), "#f6ae5f", INK), (timedelta(days=2), "#c8402f", PAPER),
)  # fmt: skip
LEGEND = (
    (UP, N_("up")), (DOWN[0][1], N_("down under 5 min")), (DOWN[1][1], N_("down under 1 h")),
    (DOWN[2][1], N_("down 1 h or more")), (PLANNED, N_("planned maintenance")), (DOUBTED, N_("not confirmed")),
    (NOTHING_YET, N_("not looked after")),
)  # fmt: skip
SHARE, LENGTH = N_("uptime"), N_("down, h:mm:ss")
HINT = N_("Minutes down on each day, by Oslo's clock")
MORE = N_("The {count} sites that were down longest, of {all}")

_one_at_a_time = threading.Lock()


def can_draw() -> bool:
    """True where the extra is installed."""
    return importlib.util.find_spec("matplotlib") is not None


def calendar(t: Words, facts: MonthFacts) -> bytes:
    """A row for each site, a cell for each day. ImportError without the extra."""
    with _one_at_a_time:
        return _Calendar(t, facts).png()


class _Calendar:
    def __init__(self, t: Words, facts: MonthFacts) -> None:
        self._t = t
        self._facts = facts
        self._rows = worst_first(facts)[:MOST_ROWS]
        self._days = max((len(one.days) for one in self._rows), default=31)
        width, height = LEFT + self._days * CELL + RIGHT, ABOVE + max(len(self._rows), 1) * CELL + BELOW
        figure = importlib.import_module("matplotlib.figure").Figure(figsize=(width, height), dpi=DOTS, facecolor=PAPER)
        self._canvas = importlib.import_module("matplotlib.backends.backend_agg").FigureCanvasAgg(figure)
        self._boxes: dict[str, list[list[tuple[float, float]]]] = {}
        self._axes: Any = figure.add_axes((0, 0, 1, 1))
        self._axes.set(xlim=(0, width), ylim=(height, 0))  # inches, from the upper left
        self._axes.axis("off")

    def png(self) -> bytes:
        self._head()
        for number, one in enumerate(self._rows):
            self._row(ABOVE + number * CELL, one)
        self._legend(ABOVE + max(len(self._rows), 1) * CELL + 0.3)
        many = importlib.import_module("matplotlib.collections").PolyCollection
        # Those of a colour at once, as one by one takes seconds; parts of a day over the days.
        for colour, boxes in sorted(self._boxes.items(), key=lambda one: one[0] == PLANNED):
            self._axes.add_collection(many(boxes, facecolors=colour, linewidths=0), autolim=False)
        written = io.BytesIO()
        self._canvas.print_png(written)
        return written.getvalue()

    def _head(self) -> None:
        self._says(0.25, 0.33, title(self._t, self._facts), size=15, weight="bold")
        hint = self._t(HINT)
        if len(self._rows) < len(self._facts.sites):
            hint += " · " + self._t(MORE, count=len(self._rows), all=len(self._facts.sites))
        self._says(0.25, 0.62, hint, color=FAINT, size=9)
        for day in range(self._days):
            is_weekend = self._facts.month.replace(day=day + 1).weekday() >= 5
            look = {"color": FAINT} if is_weekend else {"weight": "bold"}
            self._says(LEFT + (day + 0.5) * CELL, ABOVE - 0.14, str(day + 1), ha="center", size=8, **look)
        right = LEFT + self._days * CELL + 0.15
        self._says(right, ABOVE - 0.14, self._t(SHARE), size=8, color=FAINT)
        self._says(right + 0.85, ABOVE - 0.14, self._t(LENGTH), size=8, color=FAINT)
        if not self._rows:
            self._says(LEFT, ABOVE + CELL / 2, self._t("There is no site yet."), color=FAINT)

    def _row(self, top: float, one: SiteMonth) -> None:
        middle = top + CELL / 2
        self._says(LEFT - 0.12, middle, shorten(label(self._facts, one), LONGEST_LABEL), ha="right")
        for day, its in enumerate(one.days):
            self._cell(LEFT + day * CELL, top, its)
        right = LEFT + self._days * CELL + 0.15
        if one.whole.share is not None:
            self._says(right, middle, f"{percent(self._t, one.whole)} %", weight="bold")
            self._says(right + 0.85, middle, self._length(one.whole.down), color=FAINT, size=9)

    def _cell(self, left: float, top: float, day: Uptime) -> None:
        colour, ink = _look(day)
        self._box(left, top, colour)
        if day.planned > NOTHING and colour != PLANNED:  # a part of the day
            self._box(left, top + CELL * 0.78, PLANNED, height=CELL * 0.22 - 0.03)
        if day.down > NOTHING:
            self._says(left + CELL / 2, top + CELL / 2, _minutes(day.down), ha="center", size=8, color=ink)

    def _legend(self, top: float) -> None:
        left = 0.25
        for colour, name in LEGEND:
            self._box(left, top, colour, size=0.2, height=0.17)
            self._says(left + 0.27, top + 0.1, self._t(name), size=9)
            left += 0.62 + 0.083 * len(self._t(name))

    def _length(self, down: timedelta) -> str:
        minutes, seconds = divmod(int(down.total_seconds()), 60)
        return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}" if down > NOTHING else ""

    def _box(self, left: float, top: float, colour: str, size: float = CELL, height: float | None = None) -> None:
        tall = size - 0.03 if height is None else height
        begin, upper, end, lower = left + 0.015, top + 0.015, left + size - 0.015, top + 0.015 + tall
        self._boxes.setdefault(colour, []).append([(begin, upper), (end, upper), (end, lower), (begin, lower)])

    def _says(self, left: float, middle: float, text: str, size: float = 10, color: str = INK, **look: Any) -> None:
        # What a customer is called is no formula of matplotlib's.
        self._axes.text(left, middle, text, size=size, color=color, va="center", parse_math=False, **look)


def _look(day: Uptime) -> tuple[str, str]:
    """The colour of a day, and of the number in it."""
    if day.watched <= NOTHING:
        return NOTHING_YET, INK
    if day.down > NOTHING:
        return next((colour, ink) for most, colour, ink in DOWN if day.down < most)
    if day.doubted > NOTHING:
        return DOUBTED, INK
    return (PLANNED if day.planned >= day.watched else UP), INK


def _minutes(down: timedelta) -> str:
    """Whole minutes, as many as fit into a cell."""
    minutes = int(down.total_seconds()) // 60
    return "<1" if not minutes else str(minutes)
