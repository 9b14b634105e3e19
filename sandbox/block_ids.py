"""Ids for blocks and elements that came without, as Slack gives them."""

from sandbox.ids import Counter
from sandbox.kinds import Json

SILENT = {"image", "plain_text", "mrkdwn"}
ACTIVE = {"actions", "input", "section"}


def with_ids(blocks: list[Json], ids: Counter) -> list[Json]:
    """The same blocks, each with a block_id and each element with an action_id."""
    return [_block(block, ids) for block in blocks]


def _block(block: Json, ids: Counter) -> Json:
    done = {**block, "block_id": block.get("block_id") or ids.short()}
    if block["type"] not in ACTIVE:
        return done
    for name in ("accessory", "element"):
        if name in block:
            done[name] = _element(block[name], ids)
    if "elements" in block:
        done["elements"] = [_element(each, ids) for each in block["elements"]]
    return done


def _element(element: Json, ids: Counter) -> Json:
    return element if element["type"] in SILENT else {**element, "action_id": element.get("action_id") or ids.short()}
