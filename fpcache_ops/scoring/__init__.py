"""Measure a validator on labelled findings: does it hide anything real, and what does it spare?"""

from fpcache_ops.scoring.judging import Answered, ConfiguredJudge, Judge, Question, answers
from fpcache_ops.scoring.labels import Label, Labels, read_labels
from fpcache_ops.scoring.paths import Tree
from fpcache_ops.scoring.score import Score, Tally, score

__all__ = [
    "Answered",
    "ConfiguredJudge",
    "Judge",
    "Label",
    "Labels",
    "Question",
    "Score",
    "Tally",
    "Tree",
    "answers",
    "read_labels",
    "score",
]
