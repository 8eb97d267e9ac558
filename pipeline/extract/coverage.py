"""Which indicators of its profile a report states, mentions without a figure, or passes over."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from pipeline.extract.indicators_registry import registry
from pipeline.profiles import Profile


def read_coverage(report_id: str, text: str, observations: Sequence[Mapping[str, Any]],
                  profile: Profile) -> list[dict[str, Any]]:  # fmt: skip
    """Rows of the table ``coverage``: every indicator of the profile, in the registry's order.

    An indicator without a figure is ``not_stated`` where the text names its subject, else ``absent``.
    """
    stated = Counter(row["indicator"] for row in observations)
    return [
        {
            "report_id": report_id, "indicator": indicator.id, "count": stated[indicator.id],
            "status": "stated" if stated[indicator.id] else "not_stated" if indicator.mentioned(text) else "absent",
        }
        for indicator in registry(profile).indicators.values()
    ]  # fmt: skip
