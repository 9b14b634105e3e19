"""What axe-core finds wrong with a page for who does not see it, or has no mouse."""

import json

from axe_playwright_python.base import AXE_SCRIPT
from playwright.async_api import Page

GRAVE = ("serious", "critical")

RUN = """async (part) => {
    const { violations } = await axe.run(part || document, { resultTypes: ["violations"] });
    return violations.flatMap(({ id, impact, nodes }) => nodes.map(({ target, html, failureSummary }) =>
        ({ id, impact, target: target.join(" "), html: html.slice(0, 200), why: failureSummary })));
}"""


async def faults(page: Page, part: str | None = None) -> list[str]:
    """What is seriously or critically wrong with the page as it stands, or with this part of it, a line for each
    element."""
    if await page.evaluate("typeof axe === 'undefined'"):
        await page.evaluate(AXE_SCRIPT)
    found = await page.evaluate(RUN, part)
    return [f"{one['id']} {json.dumps(one, ensure_ascii=False)}" for one in found if one["impact"] in GRAVE]
