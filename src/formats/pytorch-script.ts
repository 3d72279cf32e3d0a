import { recurrentModel } from '../recipe/model.ts';
import type { Recipe } from '../recipe/recipe.ts';
import { pythonBert } from './pytorch-bert.ts';
import { LABELLED_ROWS, READ_ROWS } from './pytorch-csv.ts';
import { pythonModel } from './pytorch-model.ts';
import { pythonTested, type Tested } from './tested.ts';
import { SEVERAL } from './pytorch-several.ts';
import { pythonPieces } from './pytorch-pieces.ts';
import { pythonTokenizer } from './pytorch-text.ts';

/** A JSON value as Python would write it. */
function python(value: unknown): string {
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (Array.isArray(value)) return `[${value.map(python).join(', ')}]`;
  return JSON.stringify(value);
}

export interface ScriptContent {
  recipe: Recipe;
  vocabularySize: number;
  classes: number;
  /** The length that the recipe came to, in tokens. */
  maxLength: number;
  /** What the lab scored, and whether the rows are beside the script. */
  tested?: Tested;
}

/** Python's own file format reader, so that nothing but torch is needed. */
export const READ_SAFETENSORS = `def read_safetensors(path):
    """The float32 tensors of a safetensors file by name: a JSON header, then the values, little-endian."""
    data = path.read_bytes()
    (length,) = struct.unpack("<Q", data[:8])
    header = json.loads(data[8 : 8 + length])
    header.pop("__metadata__", None)
    tensors = {}
    for name, entry in header.items():
        begin, end = entry["data_offsets"]
        values = torch.frombuffer(bytearray(data[8 + length + begin : 8 + length + end]), dtype=torch.float32)
        tensors[name] = values.reshape(entry["shape"])
    return tensors
`;

/** How one text becomes the numbers that a recurrent model reads, or a BERT. */
const ENCODE = {
  recurrent: `def encode(texts, numbers):
    """Ids padded with 0 to MAX_LENGTH, and lengths. An empty text is read as one unknown word."""
    tokens = [[piece for word in tokenize(text) for piece in pieces_of(word, numbers)] for text in texts]
    rows = [[numbers.get(token, UNKNOWN) for token in row[:MAX_LENGTH]] or [UNKNOWN] for row in tokens]
    ids = torch.tensor([row + [0] * (MAX_LENGTH - len(row)) for row in rows])
    return ids, torch.tensor([len(row) for row in rows])
`,
  bert: `def encode(texts, numbers):
    """Ids of [CLS] text [SEP] padded with 0, and lengths. An empty text is read as one unknown word."""
    tokens = [[piece for word in tokenize(text) for piece in pieces_of(word, numbers)] for text in texts]
    rows = [[numbers.get(token, UNKNOWN) for token in row[:MAX_LENGTH]] or [UNKNOWN] for row in tokens]
    rows = [[numbers["[CLS]"], *row, numbers["[SEP]"]] for row in rows]
    longest = max(len(row) for row in rows)
    ids = torch.tensor([row + [0] * (longest - len(row)) for row in rows])
    return ids, torch.tensor([len(row) for row in rows])
`,
} as const;

/** The same where each text has one class. */
const ONE = {
  read: `
def read_csv(path, text_columns, label_column, labels, reading, only=None):
    rows = [[cell.strip() for cell in row] for row in read_rows(path, *reading)]
    if not rows:
        sys.exit(f"{path} is empty.")
    rows = labelled_rows(rows, only)
    if label_column is None:  # the column whose cells are labels
        known = [sum(row[i] in labels for row in rows if i < len(row)) for i in range(len(rows[0]))]
        label_column = max(range(len(known)), key=known.__getitem__)
    at = column_number(label_column, rows[0])
    if rows[0][at] in labels:
        header = [str(i) for i in range(len(rows[0]))]
    else:
        header = rows.pop(0)
    if text_columns is None:  # the other columns with texts in them, joined; else the longest
        words = {i: sum(len(row[i].split()) for row in rows if i < len(row)) for i in range(len(header)) if i != at}
        text_columns = [i for i in words if words[i] >= 3 * len(rows)] or sorted(words, key=words.get)[-1:]
    if not text_columns:
        sys.exit(f"{path} has one column only; a text and a label are needed.")
    text_at = [column_number(column, header) for column in text_columns]
    print(f"text: {' + '.join(header[i] for i in text_at)}, label: {header[at]}", file=sys.stderr)
    kept = [row for row in rows if len(row) > max(at, *text_at) and row[at] in labels]
    if len(kept) < len(rows):
        print(f"{len(rows) - len(kept)} of {len(rows)} rows have no known label and are left out.", file=sys.stderr)
    if not kept:
        sys.exit(f"No row of {path} has a label of this model ({', '.join(labels[:5])}{', …' if len(labels) > 5 else ''}) in column {label_column}.")
    texts = [" ".join(row[i] for i in text_at) for row in kept]
    return texts, torch.tensor([labels.index(row[at]) for row in kept])


def macro_f1(truth, predicted):
    """The mean F1 of the classes that occur in either, as scikit-learn's f1_score(average="macro")."""
    scores = []
    for c in torch.cat((truth, predicted)).unique():
        hits = ((truth == c) & (predicted == c)).sum().item()
        scores.append(2 * hits / ((truth == c).sum().item() + (predicted == c).sum().item()))
    return sum(scores) / len(scores)


def weighted_f1(truth, predicted):
    """The F1 of each class weighed by how often it occurs, as scikit-learn's f1_score(average="weighted")."""
    total = 0.0
    for c in truth.unique():
        hits, support = ((truth == c) & (predicted == c)).sum().item(), (truth == c).sum().item()
        total += support * 2 * hits / (support + (predicted == c).sum().item())
    return total / len(truth)

`,
  score: `        predicted = logits.argmax(dim=1)
        accuracy = (predicted == truth).float().mean().item()
        f1 = f"macro F1 {macro_f1(truth, predicted):.4f}, weighted F1 {weighted_f1(truth, predicted):.4f}"
        print(f"{len(texts)} texts: accuracy {accuracy:.4f}, {f1}")`,
  show: `        for label, logit, share in zip(labels, logits[0], logits[0].softmax(dim=0)):
            print(f"{logit:10.5f}  {share:7.2%}  {label}")`,
};

/**
 * \`load_in_pytorch.py\`: rebuilds the model of a recipe in PyTorch, loads \`model.safetensors\` from beside it with
 * \`strict=True\`, and scores a CSV. Needs torch and Python's standard library only; tried with torch 1.13.
 */
export function pytorchScript({ recipe, vocabularySize, classes, maxLength, tested }: ScriptContent): string {
  const { columns } = recipe.data;
  const text = columns.text === 'auto' ? null : Array.isArray(columns.text) ? columns.text : [columns.text];
  const several = recipe.task === 'multilabel';
  const label = columns.label === 'auto' ? null : columns.label;
  const labelColumns = columns.labels ?? (label === null ? null : [label]);
  const merged = recipe.data.mergeLabels.flatMap(([first = '', ...others]) =>
    others.map((other) => `${python(other)}: ${python(first)}`),
  );
  const constants = several
    ? [
        `LABEL_COLUMNS = ${python(labelColumns)}`,
        `SEPARATOR = ${python(columns.separator === 'auto' ? null : columns.separator)}  # between the labels of a cell; None: found from them`,
        `MERGED = {${merged.join(', ')}}  # spellings of the same label`,
      ].join('\n')
    : `LABEL_COLUMN = ${python(label)}`;
  return `"""${docstring(recipe.name)}

    python3 load_in_pytorch.py                             scores test.csv where it is beside this script
    python3 load_in_pytorch.py test.csv                    accuracy and F1 on a CSV with texts and labels
    python3 load_in_pytorch.py test.csv --text 1 2 --label 0     columns by name, or by number from 0
    python3 load_in_pytorch.py all.csv --only split=test   scores the rows whose column says so
    python3 load_in_pytorch.py --sentence "Any text"       logits and probabilities of one text

Needs torch; everything else is Python's standard library. model.safetensors, vocabulary.json and labels.json
are read from the folder of this script.
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

FOLDER = Path(__file__).resolve().parent
MAX_LENGTH = ${maxLength}  # longer texts are cut at the end
UNKNOWN = 1
TEXT_COLUMNS = ${python(text)}
${constants}
${pythonTested(tested)}

# ---------------------------------------------------------------------------------------------------- model

${recipe.model.kind === 'bert' ? pythonBert(recipe.model, vocabularySize, { classes }) : pythonModel(recurrentModel(recipe), vocabularySize, classes, maxLength)}

${READ_SAFETENSORS}

def load():
    model = TextClassifier()
    model.load_state_dict(read_safetensors(FOLDER / "model.safetensors"), strict=True)
    return model.eval()


# ----------------------------------------------------------------------------------------------------- text

${pythonTokenizer(recipe.text)}

${pythonPieces(recipe.text)}

${recipe.model.kind === 'bert' ? ENCODE.bert : ENCODE.recurrent}

@torch.no_grad()
def logits_of(model, texts, numbers, batch=256):
    parts = [model(*encode(texts[i : i + batch], numbers)) for i in range(0, len(texts), batch)]
    return torch.cat(parts)


# ------------------------------------------------------------------------------------------------ CSV, scores

def column_number(column, header):
    if column in header:
        return header.index(column)
    if str(column).isdigit() and int(column) < len(header):
        return int(column)
    sys.exit(f"There is no column {column!r}; the columns are {header}.")

${READ_ROWS}

${LABELLED_ROWS}
${several ? SEVERAL.read : ONE.read}

def main():
    parser = argparse.ArgumentParser(description="Loads the weights into PyTorch and scores a CSV.")
    parser.add_argument("csv", nargs="?", type=Path)
    parser.add_argument("--text", nargs="+", metavar="COLUMN", default=TEXT_COLUMNS)
    parser.add_argument("--label", ${several ? 'nargs="+", metavar="COLUMN", default=LABEL_COLUMNS' : 'metavar="COLUMN", default=LABEL_COLUMN'})
    parser.add_argument("--only", metavar="COLUMN=VALUE", help="score the rows whose column says so")
    parser.add_argument("--sentence", help="a text to be read")
    parser.add_argument("--dump-logits", type=Path, metavar="FILE", help="write the logits as JSON")
    add_reading(parser)
    arguments = parser.parse_args()

    labels = json.loads((FOLDER / "labels.json").read_text(encoding="utf-8"))
    words = json.loads((FOLDER / "vocabulary.json").read_text(encoding="utf-8"))["words"]
    numbers = {word: i for i, word in enumerate(words) if i > UNKNOWN}
    model = load()${several ? '\n    thresholds = json.loads((FOLDER / "thresholds.json").read_text(encoding="utf-8"))' : ''}

    path = chosen_csv(arguments)
    if path:
        texts, truth = read_csv(path, arguments.text, arguments.label, labels, (arguments.delimiter, arguments.quote), arguments.only)
        logits = logits_of(model, texts, numbers)
${several ? SEVERAL.score : ONE.score}
        compare(len(texts))
    else:
        logits = logits_of(model, [arguments.sentence or "A short text to try the model with."], numbers)
${several ? SEVERAL.show : ONE.show}
    if arguments.dump_logits:
        arguments.dump_logits.write_text(json.dumps(logits.tolist()))


if __name__ == "__main__":
    main()
`;
}

/** A name as it may stand in a docstring: one line, without what could end it. */
export function docstring(name: string, what = 'a text classifier trained'): string {
  const line = name.replace(/[^\p{L}\p{N}\p{P}\p{S} ]/gu, ' ').replace(/["\\]/g, "'");
  return `${line}: ${what} in SeqLab, in PyTorch.`;
}
