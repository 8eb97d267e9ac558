"""Charts: pure functions, DataFrame -> matplotlib Figure, in one style; notebooks call the same functions.

Every function draws on a Figure of its own (no pyplot state), so that it can be called anywhere, in any order.
"""

from pipeline.publish.charts.compare import dumbbell, ranked_bars, slope
from pipeline.publish.charts.heat import similarity_heat, topic_heat
from pipeline.publish.charts.lines import indicator_lines, small_multiples, term_lifelines
from pipeline.publish.charts.network import reuse_network
from pipeline.publish.charts.words import keyness_bars, keyness_of_groups

__all__ = [
    "dumbbell",
    "indicator_lines",
    "keyness_bars",
    "keyness_of_groups",
    "ranked_bars",
    "reuse_network",
    "similarity_heat",
    "slope",
    "small_multiples",
    "term_lifelines",
    "topic_heat",
]
