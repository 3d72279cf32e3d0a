import { z } from 'zod';

/** Numbers that several parts of the recipe are made of. */

export const fraction = z.number().min(0).max(1);
/** A share that is never the whole: a running average that forgets nothing would never move. */
export const decay = z.number().min(0).lt(1);
export const positive = z.number().positive();
export const count = z.int().min(1);
