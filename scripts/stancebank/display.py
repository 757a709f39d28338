"""An annotated article for a person to read, in a terminal."""

from collections import defaultdict

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.style import Style
from rich.text import Text
from rich.tree import Tree

from stancebank.index import DocumentIndex
from stancebank.labels import EntityType
from stancebank.model import Attribution, Document, Sentence, Stance

_COLOURS: dict[EntityType, str] = {
    "person": "bright_cyan",
    "place": "bright_green",
    "organization": "bright_magenta",
    "animal": "yellow",
    "plant": "green",
    "object": "bright_yellow",
    "substance": "yellow",
    "time": "bright_blue",
    "number": "blue",
    "abstract": "cyan",
    "event": "bright_red",
    "other": "white",
}
_POLARITY = {"positive": "green", "negative": "red", "neutral": "yellow", "mixed": "magenta"}
_FLAGS = ("inferred", "hedged", "hypothetical", "ironic", "uncertain")


def print_document(document: Document, console: Console) -> None:
    """Print the text with its entities, then sentence by sentence who says what, then every stance."""
    index = DocumentIndex(document)
    console.print(Text(document.id, style="bold"), Text(f"  {document.metadata.title or ''}"))
    console.print(_legend(index))
    parts: dict[str, list[RenderableType]] = {
        "": [_text(index)],
        f"attributions ({len(document.attributions)})": [*_attribution_trees(index)],
        f"stances ({len(document.stances)})": [stance_line(index, stance) for stance in document.stances],
        f"entities ({len(document.entities)})": [_entities(index)],
    }
    for title, lines in parts.items():
        console.print(Text(title and f"\n{title}", style="bold"))
        for line in lines:
            console.print(line)


def stance_line(index: DocumentIndex, stance: Stance) -> Text:
    """holder → target: polarity (quote)."""
    line = Text(f"{stance.id:>4} ", style="dim")
    line.append(index.name(stance.holder), style="bold")
    line.append(" → ")
    line.append(index.name(stance.target), style="bold")
    line.append(": ")
    line.append(stance.polarity, style=_POLARITY[stance.polarity])
    line.append(f" ({index.quote(stance.expression)})")
    notes: list[str] = [stance.attitude, stance.intensity]
    notes += [stance.basis] if stance.basis == "deed" else []
    notes += [flag for flag in _FLAGS if getattr(stance, flag)]
    notes += [f"in {stance.attribution}"] if stance.attribution else []
    line.append(f"  {', '.join(notes)}", style="dim")
    return line


def _legend(index: DocumentIndex) -> Text:
    used = {entity.type for entity in index.document.entities}
    return Text("  ").join(Text(name, style=colour) for name, colour in _COLOURS.items() if name in used)


def _text(index: DocumentIndex) -> RenderableType:
    """The sentences, numbered; the colour of a word is the type of the innermost entity around it."""
    styled = Text(index.text)
    mentions = [(span, mention) for mention in index.document.mentions for span in mention.spans]
    for span, mention in sorted(mentions, key=lambda pair: pair[0].start - pair[0].end):
        entity = index.entities[mention.entity]
        styled.stylize(Style(color=_COLOURS[entity.type], bold=mention.form == "name"), span.start, span.end)
    if not index.document.sentences:
        return styled
    paragraph_starts = {paragraph.start for paragraph in index.document.paragraphs}
    lines: list[RenderableType] = []
    for sentence in index.document.sentences:
        if sentence.start in paragraph_starts and lines:
            lines.append("")
        lines.append(_sentence_line(styled, sentence))
    return Group(*lines)


def _sentence_line(styled: Text, sentence: Sentence) -> Text:
    line = Text(f"{sentence.id:>4} ", style="dim")
    body = styled[sentence.start : sentence.end]
    if sentence.role == "headline":
        body.stylize("underline")
    return line + body


def _attribution_trees(index: DocumentIndex) -> list[Tree]:
    children: dict[str | None, list[Attribution]] = defaultdict(list)
    for attribution in index.document.attributions:
        children[attribution.parent].append(attribution)

    def grow(attribution: Attribution, tree: Tree) -> None:
        for child in children[attribution.id]:
            grow(child, tree.add(_attribution_line(index, child)))

    trees = []
    for root in children[None]:
        tree = Tree(_attribution_line(index, root), guide_style="dim")
        grow(root, tree)
        trees.append(tree)
    return trees


def _attribution_line(index: DocumentIndex, attribution: Attribution) -> Text:
    line = Text(f"{attribution.id} ", style="dim")
    line.append(index.name(attribution.source_entity), style="bold")
    line.append(f" {index.quote(attribution.cue) or '(no cue)'}", style="italic")
    line.append(f": {index.quote(attribution.content) or '(no content)'}")
    notes: list[str] = [attribution.kind, attribution.belief, attribution.engagement]
    notes += ["negated"] if attribution.negated else []
    line.append(f"  {', '.join(notes)}", style="dim")
    return line


def _entities(index: DocumentIndex) -> RenderableType:
    lines: list[RenderableType] = []
    for entity in index.document.entities:
        line = Text(f"{entity.id:>4} ", style="dim")
        line.append(entity.name, style=_COLOURS[entity.type])
        line.append(f"  {entity.key or ''}", style="dim")
        quotes = dict.fromkeys(index.quote(mention.spans) for mention in index.mentions_of[entity.id])
        lines.append(Group(line, Padding(Text(" · ".join(quotes), style="dim"), (0, 0, 0, 6), expand=False)))
    return Group(*lines)
