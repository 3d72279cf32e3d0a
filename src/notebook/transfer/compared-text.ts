import type { Drawing } from '../../charts/attention/draw.ts';
import { difference, greatest, headMap, selfMaps, type WeightMap } from '../../charts/attention/maps.ts';
import { type HeadMove, headMoves, lookedAtOf } from '../../data/head-profile.ts';
import type { Freeze } from '../../recipe/recipe.ts';
import { pieceOf } from '../../text/wordpiece.ts';
import type { HeadMaps } from '../../worker/protocol.ts';

/** One text as a model read it before its fine-tunings, and as these read it. */
export interface ComparedText {
  /** The model they began with: "bert-wordnet". */
  name: string;
  /** Before, then after each fine-tuning. */
  maps: readonly HeadMaps[];
  /** Of each fine-tuning. */
  titles: readonly string[];
  frozen: readonly Freeze[];
}

/** One model beside the others. */
export interface ModelColumn {
  title: string;
  maps: HeadMaps;
  /** What it began with; of that itself the same. */
  before: HeadMaps;
  beforeTitle: string;
  /** Null: it is the model before. */
  freeze: Freeze | null;
  /** Null: it is the model before, or reads other tokens. */
  moves: HeadMove[] | null;
}

const alike = (a: HeadMaps, b: HeadMaps): boolean =>
  a.tokens.length === b.tokens.length &&
  a.tokens.every(({ text }, i) => text === b.tokens[i]?.text) &&
  a.layers.length === b.layers.length &&
  a.heads === b.heads;

const seen = ({ layers, tokens }: HeadMaps) => [lookedAtOf(layers, tokens.length)];

/** All models, each with what it began with and how far its heads are from that. */
export const columnsOf = (groups: readonly ComparedText[]): ModelColumn[] =>
  groups.flatMap(({ name, maps, titles, frozen }) => {
    const [before] = maps;
    if (!before) return [];
    const beforeTitle = `Before, ${name}`;
    return maps.map((own, i): ModelColumn => {
      const shared = { maps: own, before, beforeTitle };
      if (i === 0) return { ...shared, title: beforeTitle, freeze: null, moves: null };
      return {
        ...shared,
        title: titles[i - 1] ?? '',
        freeze: frozen[i - 1] ?? 'none',
        moves: alike(before, own)
          ? headMoves(seen(before), seen(own), before.layers.length, before.heads)
          : null,
      };
    });
  });

export const has = ({ maps }: ModelColumn, layer: number, head: number): boolean =>
  layer < maps.layers.length && head < maps.heads;

interface Place {
  layer: number;
  head: number;
  model: number;
}

/**
 * The head that is shown large: the chosen one where it is there; in a layer that the chosen model lacks, that of the last
 * model which has it.
 */
export function placeToShow(columns: readonly ModelColumn[], { layer, head, model }: Place): Place {
  const deepest = Math.max(...columns.map(({ maps }) => maps.layers.length)) - 1;
  const at = Math.max(0, Math.min(layer, deepest));
  // The last model to begin with: the one in which most learns.
  const wanted = Math.min(model, columns.length - 1);
  const own = columns[wanted];
  const there = own && has(own, at, 0) ? wanted : columns.findLastIndex((column) => has(column, at, 0));
  return { layer: at, head: Math.min(head, (columns[there]?.maps.heads ?? 1) - 1), model: there };
}

export const mapOf = ({ tokens, heads, layers }: HeadMaps, layer: number, head: number): WeightMap =>
  headMap(selfMaps(tokens, heads, layers), { layer, head });

export interface LargeMap {
  /** Names the model and the head. */
  title: string;
  drawing: Drawing;
}

/** One head before, after, and their difference; of a model before, or one that reads other tokens, the one alone. */
export function largeOf(column: ModelColumn, layer: number, head: number): LargeMap[] {
  const where = `layer ${layer + 1}, head ${head + 1}`;
  const { maps, before, title, beforeTitle, freeze } = column;
  const labels = maps.tokens.map(pieceOf);
  const drawn = (name: string, map: WeightMap, signed = false): LargeMap => ({
    title: name,
    drawing: {
      map,
      scale: signed ? 'signed' : 'weight',
      most: signed ? greatest(map) : 1,
      rowLabels: labels,
      columnLabels: labels,
    },
  });
  const after = mapOf(maps, layer, head);
  const own = drawn(`${title}: ${where}`, after);
  if (freeze === null || !alike(before, maps)) return [own];
  const was = mapOf(before, layer, head);
  const change = difference(after, was);
  return [
    drawn(`${beforeTitle}: ${where}`, was),
    own,
    ...(change ? [drawn(`Difference: ${title}: ${where}`, change, true)] : []),
  ];
}
