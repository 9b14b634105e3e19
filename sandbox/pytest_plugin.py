"""Fixtures for anybody's tests: `pytest_plugins = ["sandbox.pytest_plugin"]` in conftest.py."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
import pytest_asyncio

from sandbox import config
from sandbox.config import Config
from sandbox.testing import Stage, local_slack


@pytest.fixture
def slack_cast() -> Config:
    """Who is there: the default cast, patient with nobody. Override it for another."""
    return replace(config.load(), rate_limits=False, retries=(0.05, 0.1), ack_s=1.0)


@pytest.fixture
def slack_manifest() -> Path | None:
    """The app's manifest; None allows everything. Override it to be held to yours."""
    return None


@pytest_asyncio.fixture
async def slack_stage(slack_cast: Config, slack_manifest: Path | None) -> AsyncIterator[Stage]:
    """A local Slack of the test's own."""
    async with local_slack(slack_cast, slack_manifest) as stage:
        yield stage
