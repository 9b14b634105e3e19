"""The one loose type: what came as JSON, or will go as JSON."""

from typing import Any

Json = dict[str, Any]
