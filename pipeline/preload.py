"""What the workers of all stages need: imported once, before they are made as copies of the process that imported it.

See :func:`pipeline.workers.prepare`.
"""

from pipeline import intake, profiles, shards, stages
from pipeline.workers import collect_seldom

__all__ = ["intake", "shards"]

for stage in stages.STAGES:
    stages.steps_of(stage)
profiles.load_all()

collect_seldom()  # workers share what was made here
