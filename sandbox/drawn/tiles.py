"""Files of a message as tiles: pictures in sight, the others by name and size."""

import re

from sandbox import page_json
from sandbox.drawn.nodes import Node, el, part, quiet
from sandbox.world import File

PICTURED = re.compile(r"image/(png|jpe?g|gif|webp|svg)")
UNITS = ("bytes", "kB", "MB", "GB")


def tile(file: File) -> Node:
    """A link to it. A picture that cannot be shown takes itself away, and its name is left."""
    told = page_json.file(file)
    name, url = told["name"], told["url"]
    is_picture = PICTURED.match(told["mimetype"] or "") is not None
    if is_picture:
        inside = [part("Picture", {"src": url, "alt": name}), el("span", name)]
    else:
        inside = [quiet("📄"), el("span", el("b", name), el("small", size_of(told["size"])))]
    look = "picture" if is_picture else "file"
    return el("a", *inside, key=file.id, class_=look, href=url, target="_blank", rel="noopener")


def size_of(count: int) -> str:
    """12 bytes, 3.4 kB, 56 MB."""
    size, step = float(count), 0
    while size >= 1000 and step < len(UNITS) - 1:
        size, step = size / 1000, step + 1
    return f"{size:.1f} {UNITS[step]}" if step and size < 10 else f"{size:.0f} {UNITS[step]}"
