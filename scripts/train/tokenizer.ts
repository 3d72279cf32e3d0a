import { existsSync, mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { LabError } from '../../src/base/errors.ts';
import { readOpened, withOpened } from '../../src/data/opened-tokenizer.ts';
import { TOKENIZER_FILES } from '../../src/formats/published/files.ts';
import type { Recipe } from '../../src/recipe/recipe.ts';

/** The files of a tokenizer by name: of a folder those that are its. */
function filesAt(path: string): Map<string, string> {
  const folder = statSync(path).isDirectory();
  const paths = folder
    ? readdirSync(path)
        .filter((name) => (TOKENIZER_FILES as readonly string[]).includes(name))
        .map((name) => join(path, name))
    : [path];
  return new Map(paths.map((file) => [basename(file), readFileSync(file, 'utf8')]));
}

/**
 * The recipe with the tokenizer of `--tokenizer`, and its files as one of JSON that the page opens.
 * @throws LabError where there is none, or it cannot be read
 */
export function splittingWith(
  recipe: Recipe,
  name: string | null,
  from: string,
): [recipe: Recipe, file: string | null] {
  const { tokenizer } = recipe.text;
  if (name === null) {
    const opened = tokenizer.kind === 'wordpiece' ? tokenizer.opened : null;
    const brought = recipe.model.kind === 'bert' && recipe.model.init.kind !== 'scratch';
    if (opened === null || brought) return [recipe, null];
    throw new LabError(
      'cli/arguments',
      `The recipe splits texts with the tokenizer of ${opened.name}.`,
      `Name it: --tokenizer ${opened.name}`,
    );
  }
  const path = resolve(from, name);
  if (!existsSync(path))
    throw new LabError('cli/file', `--tokenizer ${name}: there is no such file.`, `Looked at ${path}.`);
  const files = filesAt(path);
  const { tokenizer: opened } = readOpened(files);
  const kept = join(mkdtempSync(join(tmpdir(), 'seqlab-')), 'tokenizer.json');
  writeFileSync(kept, JSON.stringify(Object.fromEntries(files)));
  return [withOpened(recipe, opened), kept];
}
