import type { PreparedData } from '../../data/types.ts';
import type { Recipe } from '../../recipe/recipe.ts';
import type { RunEvent } from '../../runs/types.ts';
import type { CheckOutcome, CheckReport } from '../types.ts';

/** What page and sandbox say to each other, over a port that the student's code never sees. Types only. */

export type ToSandbox =
  | { type: 'checks'; exercise: string; code: string }
  | { type: 'train'; exercise: string; code: string; recipe: Recipe; data: PreparedData; own: boolean }
  | { type: 'ping' };

export type FromSandbox =
  | { type: 'ready' }
  | { type: 'broken'; message: string }
  | { type: 'beat' }
  | { type: 'pong' }
  | { type: 'check'; id: string }
  | { type: 'outcome'; outcome: CheckOutcome }
  | { type: 'line'; line: string }
  | { type: 'dropped'; count: number }
  | { type: 'report'; report: CheckReport }
  | { type: 'events'; events: RunEvent[] }
  | { type: 'trained'; problem: string | null };
