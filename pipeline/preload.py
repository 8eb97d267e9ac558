"""What the workers of a stage need: imported once, before they are made as copies of the process that imported it.

See :func:`pipeline.workers.prepare`.
"""

from pipeline import profiles, shards, stages

__all__ = ["shards"]

for stage in stages.STAGES:
    stages.steps_of(stage)
profiles.load_all()
