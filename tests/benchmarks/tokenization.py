"""Scores the tokenizer and the sentence splitter against GUM, beside the libraries that were considered.

Reads the folder named by the environment variable STANCEBANK_EXTERNAL_DATA, which holds `gum/*.conllu`.
A score is micro-averaged F1 over exact spans, in per cent; speed is code points per second on one core.
A library that is not installed is reported as such.
"""

import os
import re
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from importlib import import_module, metadata
from pathlib import Path
from typing import Any, TypeAlias

sys.path.insert(0, str(Path(__file__).parents[2] / "scripts"))

from stancebank.segmentation import propose_paragraphs, propose_sentences
from stancebank.tokens import TOKENIZER, tokenize

Spans: TypeAlias = list[tuple[int, int]]
Splitter: TypeAlias = Callable[[str], Spans]

SENTENCE_GENRES = ("news", "interview", "essay", "bio")
SPEED_CODE_POINTS = 500_000


@dataclass
class Document:
    name: str
    text: str = ""
    tokens: Spans = field(default_factory=list)
    sentences: Spans = field(default_factory=list)
    paragraphs: Spans = field(default_factory=list)


def token_forms(rows: Sequence[list[str]]) -> list[str]:
    """Surface tokens of one sentence: the words of a multiword token if they spell it, else its form."""
    forms: list[str] = []
    position = 0
    while position < len(rows):
        number, form = rows[position][:2]
        position += 1
        if "." in number:
            continue
        if "-" in number:
            first, last = map(int, number.split("-"))
            words = [row[1] for row in rows[position : position + last - first + 1]]
            position += len(words)
            forms.extend(words if "".join(words) == form else [form])
        else:
            forms.append(form)
    return forms


def read_document(path: Path) -> Document:
    """One GUM document as running text: a blank line between paragraphs, as the file spaces its sentences.

    Raises ValueError if the tokens of a sentence do not spell its `# text`.
    """
    document = Document(path.stem)
    gap = ""
    for block in path.read_text(encoding="utf-8").strip().split("\n\n"):
        lines = block.split("\n")
        rows = [line.split("\t") for line in lines if not line.startswith("#")]
        text = next(line[len("# text = ") :] for line in lines if line.startswith("# text = "))
        if not document.text or any(line.startswith("# newpar") for line in lines):
            gap = "\n\n" if document.text else ""
            document.paragraphs.append((len(document.text) + len(gap), 0))
        document.text += gap
        start = end = len(document.text)
        document.text += text
        for form in token_forms(rows):
            begin = end + len(document.text[end:]) - len(document.text[end:].lstrip())
            end = begin + len(form)
            if document.text[begin:end] != form:
                raise ValueError(f"{path.name}: {form!r} is not at offset {begin}")
            document.tokens.append((begin, end))
        document.sentences.append((start, end))
        document.paragraphs[-1] = (document.paragraphs[-1][0], end)
        gap = "" if "SpaceAfter=No" in rows[-1][9].split("|") else " "
    return document


def score(gold: Iterable[Spans], proposed: Iterable[Spans]) -> float:
    """Micro-averaged F1 over exact spans, in per cent."""
    both = total = 0
    for wanted, given in zip(gold, proposed, strict=True):
        both += len(set(wanted) & set(given))
        total += len(set(wanted)) + len(set(given))
    return 200 * both / total


def locate(text: str, parts: Iterable[str]) -> Spans:
    """Spans of `parts`, found in order; raises ValueError where a library has altered one."""
    spans: Spans = []
    reached = 0
    for part in filter(None, map(str.strip, parts)):
        start = text.index(part, reached)
        reached = start + len(part)
        spans.append((start, reached))
    return spans


def by_paragraph(split: Splitter) -> Splitter:
    """The splitter applied to each paragraph, without white space at the edges of its spans."""

    def apply(text: str) -> Spans:
        spans: Spans = []
        for start, end in propose_paragraphs(text):
            parts = split(text[start:end])
            stripped = locate(text[start:end], [text[start + a : start + b] for a, b in parts])
            spans.extend((start + first, start + last) for first, last in stripped)
        return spans

    return apply


def spacy_tokens() -> Splitter:
    pipeline = import_module("spacy").blank("en")

    def split(text: str) -> Spans:
        pipeline.max_length = max(pipeline.max_length, len(text) + 1)
        return [(token.idx, token.idx + len(token)) for token in pipeline.make_doc(text) if not token.is_space]

    return split


def spacy_sentences() -> Splitter:
    pipeline = import_module("spacy").blank("en")
    pipeline.add_pipe("sentencizer")
    return lambda text: [(sentence.start_char, sentence.end_char) for sentence in pipeline(text).sents]


def nltk_tokens(name: str) -> Splitter:
    tokenizer = getattr(import_module("nltk.tokenize"), name)()
    return lambda text: list(tokenizer.span_tokenize(text))


def syntok_tokens() -> Splitter:
    tokenizer = import_module("syntok.tokenizer").Tokenizer(emit_hyphen_or_underscore_sep=True)
    return lambda text: [
        (token.offset, token.offset + len(token.value)) for token in tokenizer.tokenize(text) if token.value
    ]


def syntok_sentences() -> Splitter:
    analyze: Any = import_module("syntok.segmenter").analyze
    return lambda text: [
        (sentence[0].offset, sentence[-1].offset + len(sentence[-1].value))
        for paragraph in analyze(text)
        for sentence in map(list, paragraph)
    ]


def parts_of(module: str, function: str, *arguments: object, **options: object) -> Callable[[], Splitter]:
    """Loads a library function that returns strings; they are found again in the text."""

    def load() -> Splitter:
        split: Any = getattr(import_module(module), function)
        return lambda text: locate(text, split(*arguments, text, **options))

    return load


def spans_of(module: str, function: str) -> Callable[[], Splitter]:
    """Loads a library function that returns spans, alone or as the second of a pair."""

    def load() -> Splitter:
        split: Any = getattr(import_module(module), function)

        def apply(text: str) -> Spans:
            result = split(text)
            return list(result[1] if isinstance(result, tuple) else result)

        return apply

    return load


def pysbd_sentences() -> Splitter:
    segmenter = import_module("pysbd").Segmenter(language="en", clean=False)
    return lambda text: locate(text, segmenter.segment(text))


TOKENIZERS: dict[str, tuple[str, Callable[[], Splitter]]] = {
    TOKENIZER: ("", lambda: tokenize),
    "spacy blank en": ("spacy", spacy_tokens),
    "nltk NLTKWordTokenizer": ("nltk", lambda: nltk_tokens("NLTKWordTokenizer")),
    "nltk TreebankWordTokenizer": ("nltk", lambda: nltk_tokens("TreebankWordTokenizer")),
    "syntok": ("syntok", syntok_tokens),
    "blingfire": ("blingfire", spans_of("blingfire", "text_to_words_with_offsets")),
    "Unicode word bounds": (
        "unicode-segmentation-rs",
        parts_of("unicode_segmentation_rs", "split_word_bounds"),
    ),
}
SPLITTERS: dict[str, tuple[str, Callable[[], Splitter]]] = {
    "propose_sentences": ("nupunkt", lambda: propose_sentences),
    "nupunkt": ("nupunkt", spans_of("nupunkt", "sent_spans")),
    "sentencex": ("sentencex", parts_of("sentencex", "segment", "en")),
    "blingfire": ("blingfire", spans_of("blingfire", "text_to_sentences_and_offsets")),
    "segtok": ("segtok", parts_of("segtok.segmenter", "split_single")),
    "syntok": ("syntok", syntok_sentences),
    "phrasplit": ("phrasplit", parts_of("phrasplit", "split_sentences", use_spacy=False)),
    "pysbd": ("pysbd", pysbd_sentences),
    "spacy sentencizer": ("spacy", spacy_sentences),
}


def per_sentence(split: Splitter, document: Document) -> Spans:
    """Tokens of each gold sentence by itself, which is what the NLTK tokenizers expect."""
    return [
        (start + first, start + last)
        for start, end in document.sentences
        for first, last in split(document.text[start:end])
    ]


def speed(split: Splitter, documents: Sequence[Document]) -> float:
    """Code points per second over whole documents, the best of three runs."""
    texts: list[str] = []
    for document in documents:
        texts.append(document.text)
        if sum(map(len, texts)) > SPEED_CODE_POINTS:
            break
    elapsed = []
    for _ in range(3):
        start = time.perf_counter()
        for text in texts:
            split(text)
        elapsed.append(time.perf_counter() - start)
    return sum(map(len, texts)) / min(elapsed)


def print_row(name: str, cells: Sequence[str]) -> None:
    print(f"{name:28}" + "".join(f"{cell:>14}" for cell in cells))


def print_table(
    title: str,
    columns: Sequence[str],
    candidates: dict[str, tuple[str, Callable[[], Splitter]]],
    measure: Callable[[str, Splitter], list[str]],
) -> None:
    print_row(title, ["version", *columns])
    for name, (package, load) in candidates.items():
        try:
            version = metadata.version(package) if package else "-"
            split = load()
        except ImportError:
            print_row(name, ["not installed"])
            continue
        print_row(name, [version, *measure(name, split)])
    print()


def main() -> int:
    folder = os.environ.get("STANCEBANK_EXTERNAL_DATA")
    if folder is None:
        print("STANCEBANK_EXTERNAL_DATA is not set", file=sys.stderr)
        return 2
    documents = [read_document(path) for path in sorted(Path(folder, "gum").glob("*.conllu"))]
    if not documents:
        print(f"no gum/*.conllu in {folder}", file=sys.stderr)
        return 2

    def measure_tokens(name: str, split: Splitter) -> list[str]:
        scores = []
        for half in (documents[0::2], documents[1::2]):
            if name.startswith("nltk"):
                proposed = [per_sentence(split, document) for document in half]
            else:
                proposed = [split(document.text) for document in half]
            scores.append(f"{score([document.tokens for document in half], proposed):.2f}")
        return [*scores, f"{speed(split, documents):,.0f}"]

    genres = {
        genre: [document for document in documents if re.match(rf"GUM_{genre}_", document.name)]
        for genre in SENTENCE_GENRES
    }
    chosen = [document for group in genres.values() for document in group]

    def measure_sentences(name: str, split: Splitter) -> list[str]:
        whole = split if name == "propose_sentences" else by_paragraph(split)
        scores = []
        for group in (chosen, *genres.values()):
            try:
                proposed = [whole(document.text) for document in group]
            except ValueError:
                scores.append("alters text")
                continue
            scores.append(f"{score([document.sentences for document in group], proposed):.2f}")
        return [*scores, f"{speed(whole, chosen):,.0f}" if "alters text" not in scores else "-"]

    print_table("Tokens, F1", ["tuned half", "held-out half", "points/s"], TOKENIZERS, measure_tokens)
    print_table("Sentences, F1", ["all", *SENTENCE_GENRES, "points/s"], SPLITTERS, measure_sentences)
    return 0


if __name__ == "__main__":
    sys.exit(main())
