import type { BertModelSpec } from '../recipe/recipe.ts';
import { pythonBert } from './pytorch-bert.ts';
import { pythonPieces } from './pytorch-pieces.ts';
import { docstring, READ_SAFETENSORS, type ScriptContent } from './pytorch-script.ts';
import { pythonTokenizer } from './pytorch-text.ts';

/** `load_in_pytorch.py` of a pretrained BERT: fills masks. Needs torch and Python's standard library only. */
export function pytorchFillScript(
  { recipe, vocabularySize, maxLength }: ScriptContent,
  model: BertModelSpec,
): string {
  return `"""${docstring(recipe.name, 'a BERT pretrained')}

    python3 load_in_pytorch.py "a [MASK] of many colours"      the five likeliest words for each [MASK]
    python3 load_in_pytorch.py "first half" "second half"      and whether two halves are in order

Needs torch; everything else is Python's standard library. model.safetensors and vocabulary.json are read from the
folder of this script. With transformers: BertForPreTraining.from_pretrained and BertTokenizerFast.from_pretrained
take this folder as it is.
"""
import argparse
import functools
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


# ---------------------------------------------------------------------------------------------------- model

${pythonBert(model, vocabularySize, 'pretraining')}

${READ_SAFETENSORS}

def load():
    model = Pretrained()
    model.load_state_dict(read_safetensors(FOLDER / "model.safetensors"), strict=True)
    return model.eval()


# ----------------------------------------------------------------------------------------------------- text

${pythonTokenizer(recipe.text)}

${pythonPieces(recipe.text)}

def ids_of(text, numbers):
    """Numbers of a text's pieces; [MASK] in it is the mask."""
    ids = []
    for i, part in enumerate(re.split(r"(\\[MASK\\])", text)):
        pieces = [part] if i % 2 else [piece for word in tokenize(part) for piece in pieces_of(word, numbers)]
        ids += [numbers.get(piece, UNKNOWN) for piece in pieces]
    return ids[:MAX_LENGTH]


def encode(texts, numbers):
    """[CLS] a [SEP], or [CLS] a [SEP] b [SEP]: ids, segments, lengths."""
    ids, segments = [numbers["[CLS]"]], [0]
    for segment, text in enumerate(texts):
        own = ids_of(text, numbers) + [numbers["[SEP]"]]
        ids += own
        segments += [segment] * len(own)
    return torch.tensor([ids]), torch.tensor([segments]), torch.tensor([len(ids)])


@torch.no_grad()
def main():
    parser = argparse.ArgumentParser(description="Fills masks with a pretrained BERT.")
    parser.add_argument("text", nargs="+", help="one text, or two halves of one")
    parser.add_argument("--dump-logits", type=Path, metavar="FILE", help="write the logits as JSON")
    arguments = parser.parse_args()
    if len(arguments.text) > 2:
        sys.exit("Give one text, or two halves of one, each in quotation marks.")

    words = json.loads((FOLDER / "vocabulary.json").read_text(encoding="utf-8"))["words"]
    numbers = {word: i for i, word in enumerate(words) if i > UNKNOWN}
    ids, segments, lengths = encode(arguments.text, numbers)
    logits, order = load()(ids, segments, lengths)
    for place in (ids[0] == numbers["[MASK]"]).nonzero().flatten().tolist():
        shares, best = logits[0, place].softmax(dim=0).topk(5)
        print("  ".join(f"{words[i]} {share:.1%}" for share, i in zip(shares.tolist(), best.tolist())))
    if len(arguments.text) == 2:
        print(f"in order {order[0].softmax(dim=0)[0]:.1%}")
    if arguments.dump_logits:
        arguments.dump_logits.write_text(json.dumps({"words": logits[0].tolist(), "order": order[0].tolist()}))


if __name__ == "__main__":
    main()
`;
}
