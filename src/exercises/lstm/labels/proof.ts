import { changed, type ExerciseProof } from '../../types.ts';
import { exercise } from './exercise.ts';

const { reference } = exercise;
const row = `    const has = new Set(ofText);
    return names.map((name) => (has.has(name) ? 1 : 0));`;

export const proof: ExerciseProof = {
  wrong: [
    { name: 'the starter', code: exercise.starter, caughtBy: 'split', reason: /not split at all/ },
    {
      name: 'commas only',
      code: changed(reference, '/[,|;]/', "','"),
      caughtBy: 'split',
      reason: /commas only/,
    },
    {
      name: 'one kind of mark in a cell',
      code: changed(reference, '/[,|;]/', "cell.includes('|') ? '|' : cell.includes(';') ? ';' : ','"),
      caughtBy: 'split',
      reason: /split at \| only; .* also in one cell/,
      others: {},
    },
    {
      name: 'one kind of mark in a cell, commas first',
      code: changed(reference, '/[,|;]/', "cell.includes(',') ? ',' : cell.includes(';') ? ';' : '|'"),
      caughtBy: 'split',
      reason: /commas only/,
    },
    {
      name: 'in small letters',
      code: changed(reference, 'label.trim())', 'label.trim().toLowerCase())'),
      caughtBy: 'split',
      reason: /Capitals are lost/,
      others: {},
    },
    {
      name: 'true and false',
      code: changed(reference, '(has.has(name) ? 1 : 0)', 'has.has(name)'),
      caughtBy: 'rows',
      reason: /true and false/,
      others: { unknown: /true and false/ },
    },
    {
      name: 'texts without labels dropped',
      code: changed(
        reference,
        'labels.map((ofText) => {',
        'labels.filter((row) => row.length).map((ofText) => {',
      ),
      caughtBy: 'rows',
      reason: /Texts without labels are dropped/,
      others: { unknown: /Texts without labels are dropped/ },
    },
    {
      name: 'white space separates as well',
      code: changed(reference, '/[,|;]/', '/[\\s,|;]+/'),
      caughtBy: 'split',
      reason: /several words/,
    },
    {
      name: 'white space stays',
      code: changed(reference, '.map((label) => label.trim())', ''),
      caughtBy: 'split',
      reason: /White space stays/,
    },
    {
      name: 'empty labels stay',
      code: changed(reference, "parts.filter((label) => label !== '')", 'parts'),
      caughtBy: 'split',
      reason: /Empty labels/,
    },
    {
      name: 'names unsorted',
      code: changed(reference, '[...new Set(train.flat())].sort()', '[...new Set(train.flat())]'),
      caughtBy: 'names',
      reason: /not sorted/,
    },
    {
      name: 'names listed again',
      code: changed(reference, '[...new Set(train.flat())].sort()', 'train.flat().sort()'),
      caughtBy: 'names',
      reason: /several times/,
      others: {},
    },
    {
      name: 'names as in a dictionary',
      code: changed(reference, '.sort()', '.sort((a, b) => a.localeCompare(b))'),
      caughtBy: 'names',
      reason: /as in a dictionary/,
    },
    {
      name: 'an unknown label is written at −1',
      code: changed(
        reference,
        row,
        `    const marks = Array(names.length).fill(0);
    for (const label of ofText) marks[names.indexOf(label)] = 1;
    return marks;`,
      ),
      caughtBy: 'unknown',
      reason: /written at index -1/,
    },
    {
      name: 'one class a text',
      code: changed(reference, 'new Set(ofText)', 'new Set(ofText.slice(0, 1))'),
      caughtBy: 'rows',
      reason: /first label/,
    },
    {
      name: 'places instead of marks',
      code: changed(reference, row, '    return ofText.map((label) => names.indexOf(label));'),
      caughtBy: 'rows',
      reason: /places of the labels/,
      others: { unknown: /First see “One column a label, 1 where it applie/ },
    },
    {
      name: 'an unknown label marks the last column',
      code: changed(
        reference,
        row,
        `    const marks = names.map(() => 0);
    for (const label of ofText) if (marks.length) marks[(names.indexOf(label) + marks.length) % marks.length] = 1;
    return marks;`,
      ),
      caughtBy: 'unknown',
      reason: /marks the last one/,
    },
    {
      name: 'a label that stands twice counts twice',
      code: changed(
        reference,
        row,
        '    return names.map((name) => ofText.filter((label) => label === name).length);',
      ),
      caughtBy: 'unknown',
      reason: /counted twice/,
    },
    {
      name: 'texts with new labels dropped',
      code: changed(
        reference,
        'return labels.map((ofText) => {',
        'return labels.filter((all) => all.length && all.every((one) => names.includes(one))).map((ofText) => {',
      ),
      caughtBy: 'unknown',
      reason: /are dropped/,
    },
    {
      name: 'one row for all texts',
      code: `${reference.slice(0, reference.indexOf('function multiHot'))}
      function multiHot(labels, names) {
        const rows = Array(labels.length).fill(Array(names.length).fill(0));
        labels.forEach((ofText, i) => ofText.forEach((label) => {
          if (names.includes(label)) rows[i][names.indexOf(label)] = 1;
        }));
        return rows;
      }`,
      caughtBy: 'rows',
      reason: /one and the same list/,
    },
  ],
  right: [
    {
      name: 'loops and a map of places',
      code: `function splitLabels(cell) {
        const out = [];
        for (const part of cell.replace(/[|;]/g, ',').split(',')) {
          const label = part.trim();
          if (label && !out.includes(label)) out.push(label);
        }
        return out;
      }
      function labelNames(train) {
        const seen = {};
        for (const row of train) for (const label of row) seen['_' + label] = label;
        return Object.values(seen).sort((a, b) => (a < b ? -1 : 1));
      }
      function multiHot(labels, names) {
        const place = new Map(names.map((name, c) => [name, c]));
        return labels.map((row) => {
          const marks = new Array(names.length).fill(0);
          for (const label of row) if (place.has(label)) marks[place.get(label)] = 1;
          return marks;
        });
      }`,
    },
    {
      name: 'match instead of split, typed rows',
      code: `const splitLabels = (cell) => [...new Set((cell.match(/[^,|;]+/g) || []).map((s) => s.trim()).filter((s) => s.length))];
      const labelNames = (train) => Array.from(train.reduce((all, row) => { row.forEach((l) => all.add(l)); return all; }, new Set())).sort();
      const multiHot = (labels, names) => labels.map((row) => Uint8Array.from(names, (name) => +row.includes(name)));`,
    },
  ],
};
