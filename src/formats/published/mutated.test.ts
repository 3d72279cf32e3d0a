import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { LabError } from '../../base/errors.ts';
import { Random } from '../../base/random.ts';
import { WordPiece } from '../../text/wordpiece.ts';
import { writeTokenizerJson } from '../../text/wordpiece-files.ts';
import { readDescription } from './open.ts';

const textOf = (name: string): string =>
  readFileSync(new URL(`../fixtures/published/bert/${name}`, import.meta.url), 'utf8');

const FILES: Record<string, string> = {
  'config.json': textOf('config.json'),
  'vocab.txt': textOf('vocab.txt'),
  'tokenizer_config.json': textOf('tokenizer_config.json'),
  'tokenizer.json': writeTokenizerJson(new WordPiece(textOf('vocab.txt').trimEnd().split('\n'))),
};

/** What may stand where a value, a mark or a piece stood. */
const PARTS = [
  ...['null', '-1', '1e999', '0.5', '9007199254740993', '""', '[]', '{}', 'true', '"__proto__"'],
  ...['{', '}', '[', ']', ',', ':', '"', '\n', '\0', '\ufeff', '\ud800', '[PAD]', '##', 'constructor'],
];

/** The text with some of its tokens replaced, left out or doubled, or broken off. */
function mutated(text: string, random: Random): string {
  const tokens = text.match(/"[^"]*"|[\w.-]+|\s+|[^\w\s]/g) ?? [];
  for (let times = 1 + random.below(3); times > 0; times--) {
    const at = random.below(tokens.length);
    const kind = random.below(4);
    if (kind === 0) tokens.splice(at, 1);
    else if (kind === 1) tokens.splice(at, 0, tokens[random.below(tokens.length)] as string);
    else tokens[at] = PARTS[random.below(PARTS.length)] as string;
  }
  const whole = tokens.join('');
  return random.below(10) === 0 ? whole.slice(0, random.below(whole.length)) : whole;
}

it.each([
  ['config.json', ['config.json', 'vocab.txt', 'tokenizer_config.json']],
  ['vocab.txt', ['config.json', 'vocab.txt', 'tokenizer_config.json']],
  ['tokenizer_config.json', ['config.json', 'vocab.txt', 'tokenizer_config.json']],
  ['tokenizer.json', ['config.json', 'tokenizer.json']],
])('%s, whatever is wrong with it, is read or refused with a sentence', async (changed, names) => {
  const random = new Random(37, changed);
  const files = new Map(names.map((name) => [name, new Blob([FILES[name] as string])]));
  expect((await readDescription(files)).config.vocabularySize).toBe(22);
  let refusals = 0;
  for (let i = 0; i < 400; i++) {
    const text = mutated(FILES[changed] as string, random);
    files.set(changed, new Blob([text]));
    try {
      const { config, tokenizer } = await readDescription(files);
      // What is read is whole.
      expect(tokenizer.words, text).toHaveLength(config.vocabularySize);
      expect(Number.isSafeInteger(config.sizes.hidden * config.sizes.layers), text).toBe(true);
    } catch (error) {
      if (!(error instanceof LabError))
        throw new Error(`Not refused, but broken by ${text}`, { cause: error });
      expect(error.message).toMatch(/[.…]$/);
      refusals++;
    }
  }
  expect(refusals).toBeGreaterThan(20);
});
