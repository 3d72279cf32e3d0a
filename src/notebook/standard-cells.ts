import type { ComponentType } from 'react';
import { body, type CellDefinition } from './cell.ts';

/** The cells that every lesson begins and ends with; a lesson gives its text, and where it calls them otherwise, its words. */

interface Own {
  prose: ComponentType;
  /** Pixels kept for the body: what the lesson's data and settings take. */
  height: number;
  title?: string;
  runLabel?: string;
}

export const dataCell = (own: Own): CellDefinition => ({
  id: 'data',
  title: 'Data',
  dependsOn: [],
  reads: ['data', 'seed'],
  body: body(() => import('./data/DataCell.tsx')),
  runLabel: 'Load',
  ...own,
});

export const textCell = (own: Own): CellDefinition => ({
  id: 'text',
  title: 'Text',
  dependsOn: ['data'],
  reads: ['text'],
  body: body(() => import('./data/TextCell.tsx')),
  runLabel: 'Build',
  ...own,
});

/** The first training: what experiments are compared with. */
export const baselineCell = (own: Own): CellDefinition => ({
  id: 'baseline',
  title: 'Baseline',
  dependsOn: ['text'],
  reads: ['model', 'training', 'seed'],
  body: body(() => import('./training/BaselineCell.tsx')),
  runLabel: 'Train',
  trains: true,
  ...own,
});

/** Grade, curves, conclusions and the way home. */
export const reportCell = (
  own: Own & { dependsOn: readonly string[]; byHand?: boolean },
): CellDefinition => ({
  id: 'report',
  title: 'Report',
  body: body(() => import('./report/ReportCell.tsx')),
  runLabel: 'Grade',
  ...own,
});
