"""Ids for blocks and elements that came without, as Slack gives them; and the blocks inside blocks.

docs.slack.dev/reference/block-kit/blocks.
"""

from collections.abc import Iterator

from sandbox.ids import Counter
from sandbox.kinds import Json

SILENT = {"image", "plain_text", "mrkdwn"}
ACTIVE = {"actions", "card", "context_actions", "input", "section"}
INSIDE = {"container": "child_blocks", "carousel": "elements", "plan": "tasks"}


def with_ids(blocks: list[Json], ids: Counter) -> list[Json]:
    """The same blocks, each with a block_id and each element with an action_id."""
    return [_block(block, ids) for block in blocks]


def flat(blocks: list[Json]) -> Iterator[Json]:
    """Every block, those inside another after it."""
    for block in blocks:
        yield block
        inside = INSIDE.get(block["type"])
        if inside is not None:
            yield from flat(block.get(inside, []))


def _block(block: Json, ids: Counter) -> Json:
    # A markdown block's own id is ignored (docs.slack.dev/reference/block-kit/blocks/markdown-block).
    own = block.get("block_id") if block["type"] != "markdown" else None
    done = {**block, "block_id": own or ids.short()}
    inside = INSIDE.get(block["type"])
    if inside in block:
        done[inside] = with_ids(block[inside], ids)
    if block["type"] not in ACTIVE:
        return done
    for name in ("accessory", "element"):
        if name in block:
            done[name] = _element(block[name], ids)
    for name in ("elements", "actions"):
        if name in block:
            done[name] = [_element(each, ids) for each in block[name]]
    return done


def _element(element: Json, ids: Counter) -> Json:
    return element if element["type"] in SILENT else {**element, "action_id": element.get("action_id") or ids.short()}
