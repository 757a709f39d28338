"""The official scorer: predicted documents against the gold, and SemEval-2022 Task 10 arrays against each other."""

from stancebank.scoring.scorer import Coverage, Scores, score

__all__ = ["Coverage", "Scores", "score"]
