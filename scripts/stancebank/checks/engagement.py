"""SB310 to SB319: parents, and the labels that depend on kind and cue."""

from collections.abc import Iterator
from typing import Final

from stancebank.checks.catalogue import Offence, rule
from stancebank.index import DocumentIndex

_UNCOMMITTED: Final = frozenset({"decree", "intention"})
_ACKNOWLEDGED: Final = frozenset({"decree", "intention", "attitude"})


@rule("SB310", requires={"SB201", "SB202"})
def own_parent(index: DocumentIndex) -> Iterator[Offence]:
    """An attribution is its own parent.

    An attribution that the article itself makes has no parent: null stands for the author.

    Bad:
        "attributions": [{"id": "a1", "parent": "a1"}]

    Good:
        "attributions": [{"id": "a1", "parent": null}]
    """
    for number, attribution in enumerate(index.document.attributions):
        if attribution.parent == attribution.id:
            yield Offence(f"/attributions/{number}/parent", f"{attribution.id} is its own parent")


@rule("SB311", severity="warning")
def belief_in_what_is_not_stated(index: DocumentIndex) -> Iterator[Offence]:
    """A decree, an intention or a negated cue comes with a belief other than NA.

    Who orders, plans or declines to speak does not say that anything is so (guideline A25). Counted as committed, an
    order would read as a report that it was carried out.

    Bad:
        "attributions": [{"id": "a1", "kind": "decree", "belief": "CB"}]

    Good:
        "attributions": [{"id": "a1", "kind": "decree", "belief": "NA"}]
    """
    for number, attribution in enumerate(index.document.attributions):
        if attribution.belief == "NA":
            continue
        if attribution.kind in _UNCOMMITTED:
            yield Offence(f"/attributions/{number}/belief", f"{attribution.belief} beside the kind {attribution.kind}")
        elif attribution.negated:
            yield Offence(f"/attributions/{number}/belief", f"{attribution.belief} beside a negated cue")


@rule("SB312", severity="warning")
def engagement_without_claim(index: DocumentIndex) -> Iterator[Offence]:
    """A decree, an intention, an attitude or a negated cue comes with an engagement other than acknowledge.

    To endorse or to keep at a distance is to side with or against a claim. In these cases there is no claim that the
    reporting voice could vouch for (guideline A26).

    Bad:
        "attributions": [{"id": "a1", "negated": true, "belief": "NA", "engagement": "endorse"}]

    Good:
        "attributions": [{"id": "a1", "negated": true, "belief": "NA", "engagement": "acknowledge"}]
    """
    for number, attribution in enumerate(index.document.attributions):
        if attribution.engagement != "acknowledge" and (attribution.negated or attribution.kind in _ACKNOWLEDGED):
            beside = "a negated cue" if attribution.negated else f"the kind {attribution.kind}"
            yield Offence(f"/attributions/{number}/engagement", f"{attribution.engagement} beside {beside}")
