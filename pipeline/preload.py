"""What the workers of all stages need: imported once, before they are made as copies of the process that imported it.

See :func:`pipeline.workers.prepare`.
"""

import gc

from pipeline import intake, profiles, shards, stages

__all__ = ["intake", "shards"]

for stage in stages.STAGES:
    stages.steps_of(stage)
profiles.load_all()

# workers share what was made here, and collections need not look at it again; tables of words are millions of objects
# without cycles, so that looking often is in vain (seldom enough that garbage does not pile up: arrays hang on cycles)
gc.freeze()
gc.set_threshold(20_000, 10, 10)
