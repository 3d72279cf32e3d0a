import type { Activation } from '../activation.ts';
import { IS_NAN } from './wgsl.ts';

/** `bounded(x)`: tanh x. Clamped, as some drivers overflow; NaN stays NaN. */
export const TANH = `${IS_NAN}
fn bounded(x: f32) -> f32 { return select(tanh(clamp(x, -15.0, 15.0)), x, isNaN(x)); }`;

/**
 * `value(x)` and `slope(kept)`, where the argument is kept for GELU and the value for the others. Φ(x) by formula
 * 7.1.26 of Abramowitz & Stegun, |error| ≤ 1e-7, written for the tail so that nothing cancels.
 */
export const ACTIVATION_CODE: Record<Activation, string> = {
  gelu: `
fn tail(x: f32) -> f32 {
  let t = 1.0 / (1.0 + 0.3275911 * 0.70710678118 * abs(x));
  let poly = ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) * t;
  return 0.5 * poly * exp(-0.5 * x * x);
}
fn share(x: f32) -> f32 { return select(tail(x), 1.0 - tail(x), x >= 0.0); }
fn value(x: f32) -> f32 { return x * share(x); }
fn slope(x: f32) -> f32 { return share(x) + x * 0.3989422804 * exp(-0.5 * x * x); }`,
  relu: `
fn value(x: f32) -> f32 { return select(x, 0.0, x < 0.0); }
fn slope(y: f32) -> f32 { return select(1.0, 0.0, y <= 0.0); }`,
  tanh: `${TANH}
fn value(x: f32) -> f32 { return bounded(x); }
fn slope(y: f32) -> f32 { return 1.0 - y * y; }`,
};
