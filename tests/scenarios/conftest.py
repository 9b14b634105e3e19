"""Each story gets an office of its own, and ends by checking that nothing unexpected was sent."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.office import Office, open_office
from tests.scenarios.real_monitors import HERE

collect_ignore = [] if HERE else ["test_real_monitors.py"]


@pytest.fixture
async def office(database_url: str, tmp_path: Path) -> AsyncIterator[Office]:
    async with open_office(database_url, tmp_path) as found:
        yield found
        await found.nothing_unexpected()
