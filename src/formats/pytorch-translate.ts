import type { Column, Seq2SeqModelSpec, TextSpec } from '../recipe/recipe.ts';
import { READ_ROWS } from './pytorch-csv.ts';
import { pythonPieces } from './pytorch-pieces.ts';
import { docstring, READ_SAFETENSORS, type ScriptContent } from './pytorch-script.ts';
import { pythonSeq2Seq } from './pytorch-seq2seq.ts';
import { pythonTested } from './tested.ts';
import { pythonTokenizer } from './pytorch-text.ts';

/** Tokens as text. */
const JOIN: Record<TextSpec['tokenizer']['kind'], string> = {
  word: `def join(tokens):
    return " ".join(tokens)
`,
  bpe: `CODES = {character: byte for byte, character in BYTES.items()}


def join(tokens):
    text = bytes(CODES.get(c, 0x20) for c in "".join(tokens)).decode("utf-8", errors="replace")
    return text[1:] if text.startswith(" ") else text
`,
  wordpiece: `def join(tokens):
    glued = (t[2:] if t.startswith("##") and i > 0 else " " + t for i, t in enumerate(tokens))
    return "".join(glued).strip()
`,
};

/** As sacreBLEU computes it by default, so that it is not needed. */
const BLEU = String.raw`def tokenize_13a(line):
    """mteval-v13a: marks stand apart, but for periods and commas between digits."""
    for mark, plain in (("&quot;", '"'), ("&amp;", "&"), ("&lt;", "<"), ("&gt;", ">")):
        line = line.replace(mark, plain)
    line = re.sub(r"([{-~[-${'`'} -&(-+:-@/])", r" \1 ", f" {line} ")
    line = re.sub(r"([^0-9])([.,])", r"\1 \2 ", line)
    line = re.sub(r"([.,])([^0-9])", r" \1 \2", line)
    return re.sub(r"([0-9])(-)", r"\1 \2 ", line).split()


def bleu(translations, references):
    """Corpus BLEU from 0 to 100: n-grams up to four, exponential smoothing, one reference."""
    correct, total, length, wanted = [0] * 4, [0] * 4, 0, 0
    for own, reference in zip(map(tokenize_13a, translations), map(tokenize_13a, references)):
        length, wanted = length + len(own), wanted + len(reference)
        for n in range(4):
            grams, there = (
                collections.Counter(tuple(words[i : i + n + 1]) for i in range(len(words) - n)) for words in (own, reference)
            )
            correct[n] += sum((grams & there).values())
            total[n] += sum(grams.values())
    if not any(correct) or not all(total):
        return 0.0
    smoothing, logs = 1, 0.0
    for hits, count in zip(correct, total):
        if hits == 0:
            smoothing *= 2
        logs += math.log(100 * (hits or 1 / smoothing) / count) / 4
    return min(1.0, math.exp(1 - wanted / length)) * math.exp(logs)
`;

/** A column as Python would write it; None: found by the first two. */
const column = (given: 'auto' | Column): string => (given === 'auto' ? 'None' : JSON.stringify(given));

/**
 * \`load_in_pytorch.py\` of a translator: rebuilds it in PyTorch, loads the weights with \`strict=True\`, translates, and
 * takes BLEU and perplexity of a CSV of pairs. Needs torch and Python's standard library only.
 */
export function pytorchTranslateScript(
  { recipe, vocabularySize, classes, maxLength, tested }: ScriptContent,
  model: Seq2SeqModelSpec,
): string {
  const { columns, swap, reverseSource } = recipe.data;
  const ids = reverseSource ? 'reversed(ids_of(text, numbers))' : 'ids_of(text, numbers)';
  return `"""${docstring(recipe.name, 'a translator trained')}

    python3 load_in_pytorch.py                             scores test.csv where it is beside this script
    python3 load_in_pytorch.py pairs.csv                   BLEU and perplexity on a CSV with sentences and translations
    python3 load_in_pytorch.py pairs.csv --source de --target en    columns by name, or by number from 0
    python3 load_in_pytorch.py pairs.csv --only split=test          rows whose column says so
    python3 load_in_pytorch.py --sentence "Any sentence"   its translation

Needs torch; everything else is Python's standard library. model.safetensors, vocabulary.json (the words of the source)
and labels.json (those of the target) are read from the folder of this script.
"""
import argparse
import collections
import csv
import functools
import gzip
import io
import itertools
import json
import math
import re
import struct
import sys
import unicodedata
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

FOLDER = Path(__file__).resolve().parent
MAX_LENGTH = ${maxLength}  # longer sentences are cut at the end
SPARE_WORDS = 10  # a translation may have so many words more
PADDING, UNKNOWN, SOS, EOS = 0, 1, 2, 3
SOURCE_COLUMN, TARGET_COLUMN = ${column(columns.source)}, ${column(columns.target)}
SWAP = ${swap ? 'True' : 'False'}  # from the second language into the first
${pythonTested(tested)}

# ---------------------------------------------------------------------------------------------------- model

${pythonSeq2Seq(model, vocabularySize, classes)}

${READ_SAFETENSORS}

def load():
    model = Seq2Seq()
    model.load_state_dict(read_safetensors(FOLDER / "model.safetensors"), strict=True)
    return model.eval()


# ----------------------------------------------------------------------------------------------------- text

${pythonTokenizer(recipe.text)}

${pythonPieces(recipe.text)}

${JOIN[recipe.text.tokenizer.kind]}

def ids_of(text, numbers):
    pieces = (piece for word in tokenize(text) for piece in pieces_of(word, numbers))
    return [numbers.get(piece, UNKNOWN) for piece in pieces][:MAX_LENGTH]


def padded(rows):
    """Ids padded with 0, and lengths."""
    longest = max(map(len, rows))
    return torch.tensor([row + [PADDING] * (longest - len(row)) for row in rows]), torch.tensor([len(row) for row in rows])


def sources(texts, numbers):
    """An empty text is read as one unknown word."""
    return padded([list(${ids}) or [UNKNOWN] for text in texts])


# -------------------------------------------------------------------------------------------------- translate

@torch.no_grad()
def greedy(model, texts, numbers, words):
    """The likeliest word after the likeliest word, until <eos>."""
    ids, lengths = sources(texts, numbers)
    outputs, state = model.encoder(ids, lengths)
    mask = padding(ids, lengths)
    word = torch.full((len(texts), 1), SOS)
    found = [[] for _ in texts]
    going = set(range(len(texts)))
    for _ in range(MAX_LENGTH + SPARE_WORDS):
        logits, state = model.decoder(word, state, outputs, mask)
        word = logits.argmax(dim=2)
        for row in list(going):
            if word[row, 0] == EOS:
                going.remove(row)
            else:
                found[row].append(words[word[row, 0]])
        if not going:
            break
    return [join([piece for piece in row if piece != words[PADDING]]) for row in found]


@torch.no_grad()
def given(model, texts, targets, numbers, target_numbers):
    """Teacher forcing: the targets with <eos> as ids, and the logits [B, T, V] where the words before are given."""
    rows = [ids_of(text, target_numbers) or [UNKNOWN] for text in targets]
    inputs, _ = padded([[SOS, *row] for row in rows])
    labels, _ = padded([[*row, EOS] for row in rows])
    return labels, model(*sources(texts, numbers), inputs)


${BLEU}

# ------------------------------------------------------------------------------------------------ CSV, scores

def column_number(column, header, fallback):
    if column is None:
        return fallback
    if column in header:
        return header.index(column)
    if str(column).isdigit() and int(column) < len(header):
        return int(column)
    sys.exit(f"There is no column {column!r}; the columns are {header}.")


${READ_ROWS}

def read_csv(path, source_column, target_column, only, reading):
    rows = read_rows(path, *reading)
    if len(rows) < 2 or len(rows[0]) < 2:
        sys.exit(f"{path} needs a header, two columns and a row at least.")
    header = rows.pop(0)
    columns = column_number(source_column, header, 0), column_number(target_column, header, 1)
    source, target = reversed(columns) if SWAP else columns
    print(f"source: {header[source]}, target: {header[target]}", file=sys.stderr)
    if only:
        name, _, value = only.partition("=")
        at = column_number(name, header, None)
        rows = [row for row in rows if len(row) > at and row[at] == value]
    kept = [row for row in rows if len(row) > max(source, target)]
    if not kept:
        sys.exit(f"No row of {path} is left.")
    return [row[source] for row in kept], [row[target] for row in kept]


def main():
    parser = argparse.ArgumentParser(description="Loads the weights into PyTorch and translates.")
    parser.add_argument("csv", nargs="?", type=Path)
    parser.add_argument("--source", metavar="COLUMN", default=SOURCE_COLUMN)
    parser.add_argument("--target", metavar="COLUMN", default=TARGET_COLUMN)
    parser.add_argument("--only", metavar="COLUMN=VALUE")
    parser.add_argument("--sentence", help="a sentence to be translated")
    parser.add_argument("--dump-logits", type=Path, metavar="FILE", help="write the logits with the targets given as JSON")
    add_reading(parser)
    arguments = parser.parse_args()

    words = json.loads((FOLDER / "vocabulary.json").read_text(encoding="utf-8"))["words"]
    target_words = json.loads((FOLDER / "labels.json").read_text(encoding="utf-8"))
    numbers = {word: i for i, word in enumerate(words) if i > UNKNOWN}
    target_numbers = {word: i for i, word in enumerate(target_words) if i > UNKNOWN}
    model = load()
    path = chosen_csv(arguments)
    if not path:
        print(greedy(model, [arguments.sentence or "A short sentence to try the model with."], numbers, target_words)[0])
        return

    reading = arguments.delimiter, arguments.quote
    texts, targets = read_csv(path, arguments.source, arguments.target, arguments.only, reading)
    translations, loss, count, dumped = [], 0.0, 0, []
    for i in range(0, len(texts), 64):
        part, wanted = texts[i : i + 64], targets[i : i + 64]
        translations += greedy(model, part, numbers, target_words)
        labels, logits = given(model, part, wanted, numbers, target_numbers)
        loss += F.cross_entropy(logits.flatten(0, 1), labels.flatten(), ignore_index=PADDING, reduction="sum").item()
        count += (labels != PADDING).sum().item()
        if arguments.dump_logits:
            dumped += [row[own != PADDING].tolist() for row, own in zip(logits, labels)]
    unknown = target_words[UNKNOWN]  # matches nothing
    score = bleu([text.replace(unknown, "\\u2047") for text in translations], [" ".join(tokenize(text)) for text in targets])
    print(f"{len(texts)} sentences: BLEU {score:.2f}, perplexity {math.exp(loss / count):.4f}")
    compare(len(texts))
    for text, translation in list(zip(texts, translations))[:3]:
        print(f"  {text}\\n  → {translation}")
    if arguments.dump_logits:
        arguments.dump_logits.write_text(json.dumps({"logits": dumped, "translations": translations}))


if __name__ == "__main__":
    main()
`;
}
