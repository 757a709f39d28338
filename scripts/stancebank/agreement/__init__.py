"""Agreement between annotators: coefficients for each layer, and the places where they differ."""

from stancebank.agreement.comparison import Agreement, agree, differences
from stancebank.agreement.disagreements import Disagreement, Side, disagreements

__all__ = ["Agreement", "Disagreement", "Side", "agree", "differences", "disagreements"]
