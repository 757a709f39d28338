"""Whether a contrast twin can be told from the document that it is the twin of, by its words alone."""

from collections.abc import Sequence

from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline

from stancebank.model import Document


def told_apart(pairs: Sequence[tuple[Document, Document]]) -> list[bool]:
    """For each pair of original and twin, whether a classifier trained on all the others ranks them rightly.

    The share of true is 0.5 by chance. It is a logistic regression over words and pairs of words.
    """
    found = []
    for held_out in pairs:
        known = [pair for pair in pairs if pair is not held_out]
        model = make_pipeline(TfidfVectorizer(ngram_range=(1, 2), lowercase=False), LogisticRegression(C=100))
        model.fit([document.text for pair in known for document in pair], [0, 1] * len(known))
        original, twin = model.decision_function([document.text for document in held_out])
        found.append(bool(twin > original))
    return found
