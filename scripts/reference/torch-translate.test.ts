import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { randomWeights, smallBundle } from '../../src/formats/bundle.fixture.ts';
import { bundleFiles } from '../../src/formats/bundle.ts';
import { corpusBleu } from '../../src/train/bleu.ts';
import type { RecipeInput } from '../../src/recipe/recipe.ts';
import { pythonWithTorch } from './torch-bundle.ts';

const python = pythonWithTorch();

/** Imports each script, loads its weights, translates one by one and all together, and takes BLEU. */
const DRIVER = `
import importlib.util, json, sys
from pathlib import Path
sys.stdin.reconfigure(encoding="utf-8")
sent = json.load(sys.stdin)
told = []
for folder in sent["folders"]:
    spec = importlib.util.spec_from_file_location("script", Path(folder) / "load_in_pytorch.py")
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    words = json.loads((Path(folder) / "vocabulary.json").read_text(encoding="utf-8"))["words"]
    targets = json.loads((Path(folder) / "labels.json").read_text(encoding="utf-8"))
    numbers, theirs = ({w: i for i, w in enumerate(all) if i > 1} for all in (words, targets))
    model = script.load()
    alone = [script.greedy(model, [text], numbers, targets)[0] for text in sent["texts"]]
    together = script.greedy(model, sent["texts"], numbers, targets)
    labels, logits = script.given(model, sent["texts"], sent["texts"], numbers, theirs)
    told.append({"alone": alone, "together": together, "labels": labels.tolist(), "shape": list(logits.shape)})
bleus = [script.bleu(*pair) for pair in sent["pairs"]]
json.dump({"models": told, "bleus": bleus}, sys.stdout)
`;

interface Told {
  models: { alone: string[]; together: string[]; labels: number[][]; shape: number[] }[];
  bleus: number[];
}

const WORDS = ['<pad>', '<unk>', '<sos>', '<eos>', 'ein', 'hund', 'läuft', '.', 'ð'];
const TARGETS = ['<pad>', '<unk>', '<sos>', '<eos>', 'a', 'dog', 'runs', '.', '##s', 'Ġa'];

const CHOICES: RecipeInput[] = (['none', 'dot', 'general', 'additive'] as const).flatMap((attention) =>
  [false, true].map((bidirectional) => ({
    task: 'translate' as const,
    model: { kind: 'seq2seq' as const, embedding: 3, hidden: 4, layers: 2, attention, bidirectional },
    data: { reverseSource: bidirectional, swap: bidirectional },
    text: { tokenizer: { kind: attention === 'dot' ? ('bpe' as const) : ('word' as const) } },
  })),
);

describe('load_in_pytorch.py of a translator', () => {
  const folders: string[] = [];
  afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true })));

  it.skipIf(python === null)(
    'loads every kind of model strictly, translates, pads without a trace, and takes BLEU as the lab does (needs torch)',
    () => {
      for (const input of CHOICES) {
        const plain = smallBundle(input, { vocabulary: WORDS, labels: TARGETS, maxLength: 6, result: null });
        const files = bundleFiles({ ...plain, weights: randomWeights(plain, folders.length) });
        const folder = mkdtempSync(join(tmpdir(), 'seqlab-translate-'));
        folders.push(folder);
        for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
      }
      const texts = ['Ein Hund läuft.', 'hund', '', 'ein ein ein ein ein ein ein ein ein', 'Unbekannt ein .'];
      const pairs = [
        [['a dog runs .', 'it costs 1,000.5 euros'], ['a dog runs .', 'it costs 1,000.5 euros .']],
        [['a dog', 'b'], ['a dog runs &amp; jumps', 'b c']],
        [[''], ['a']],
      ]; // prettier-ignore
      const output = execFileSync(python as string, ['-c', DRIVER], {
        input: JSON.stringify({ folders, texts, pairs }),
        encoding: 'utf8',
      });
      const { models, bleus } = JSON.parse(output) as Told;
      expect(models).toHaveLength(CHOICES.length);
      for (const { alone, together, labels, shape } of models) {
        expect(together).toEqual(alone);
        expect(shape).toEqual([texts.length, labels[0]?.length, TARGETS.length]);
      }
      // Random weights say nothing in particular, but they do say something.
      expect(new Set(models.flatMap(({ together }) => together)).size).toBeGreaterThan(5);
      pairs.forEach(([translations = [], references = []], i) =>
        expect(bleus[i]).toBeCloseTo(corpusBleu(translations, references), 8),
      );
    },
    120_000,
  );
});
