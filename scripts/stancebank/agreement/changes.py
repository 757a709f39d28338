"""Whether an annotator who did not know of the changes in a contrast twin has found what they change."""

from collections.abc import Sequence

from stancebank.model import Document
from stancebank.scoring import attributions, stances
from stancebank.scoring.readings import Pair, Reading, read_together


def recovered(twin: Document, reading: Document) -> list[bool]:
    """For each change with words in the twin, whether the other reading agrees on all that is said in its sentences.

    That is: every attribution with its chain of sources, and every stance with its holder, target and polarity, that
    either document has in the sentences that the change touches, has its counterpart in the other.
    A deletion without words leaves no place to look, and is not judged.
    """
    pair = Pair(*read_together([twin, reading]))
    said = {(0, left.id): (1, right.id) for left, right in attributions.align(pair) if pair.same_chain(left, right)}
    held = {(0, left.id): (1, right.id) for left, right in stances.matches(pair) if left.polarity == right.polarity}
    agreed = {*said, *said.values(), *held, *held.values()}
    found = []
    for change in (change for change in twin.metadata.changes if change.spans):
        places = {sentence.id for sentence in pair.gold.index.sentences_of(change.spans)}
        ranges = [(sentence.start, sentence.end) for sentence in twin.sentences if sentence.id in places]
        units = {(side, unit) for side, one in enumerate((pair.gold, pair.predicted)) for unit in _units(one, ranges)}
        found.append(units <= agreed)
    return found


def _units(reading: Reading, ranges: Sequence[tuple[int, int]]) -> list[str]:
    """The attributions and stances whose cue or expression begins in one of the stretches of text."""
    said = ((one.id, one.cue or one.content) for one in reading.document.attributions)
    held = ((one.id, one.expression) for one in reading.document.stances)
    return [
        unit for unit, spans in (*said, *held) if spans and any(start <= spans[0].start < end for start, end in ranges)
    ]
