"""What the workers of all stages need: imported once, before they are made as copies of the process that imported it.

See :func:`pipeline.workers.prepare`.
"""

from pipeline.workers import collect_seldom

collect_seldom()  # modules are hundreds of thousands of objects, and none of them garbage

from pipeline import intake, profiles, shards, stages  # noqa: E402

__all__ = ["intake", "shards"]

for stage in stages.STAGES:
    stages.steps_of(stage)
profiles.load_all()

collect_seldom()  # workers share what was made here
