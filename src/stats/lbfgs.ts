/** Value and gradient at a point; the gradient is written into `gradient`. */
export type Objective = (point: Float64Array, gradient: Float64Array) => number;

export interface MinimiseOptions {
  /** Ends where no part of the gradient is greater. */
  tolerance: number;
  mostIterations: number;
  /** After each iteration: lets messages through, throws where the work is to stop. */
  after?: ((iteration: number) => Promise<void>) | undefined;
}

export interface Minimum {
  point: Float64Array;
  value: number;
  iterations: number;
  converged: boolean;
}

/** Pairs of steps and changes of the gradient that are remembered. */
const MEMORY = 20;
/** Nocedal and Wright's constants of the two Wolfe conditions. */
const SUFFICIENT = 1e-4;
const CURVATURE = 0.9;
const MOST_TRIALS = 40;

const dot = (a: Float64Array, b: Float64Array): number => {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
};

const greatest = (values: Float64Array): number => values.reduce((most, x) => Math.max(most, Math.abs(x)), 0);

interface Pair {
  step: Float64Array;
  change: Float64Array;
  inverse: number;
}

/** The direction in which to go: −H·gradient, H made of the remembered pairs (two loops, Nocedal 1980). */
function directionOf(gradient: Float64Array, pairs: readonly Pair[]): Float64Array {
  const way = gradient.map((x) => -x);
  const shares = new Float64Array(pairs.length);
  for (let k = pairs.length - 1; k >= 0; k--) {
    const { step, change, inverse } = pairs[k] as Pair;
    const share = inverse * dot(step, way);
    shares[k] = share;
    for (let i = 0; i < way.length; i++) way[i] = (way[i] as number) - share * (change[i] as number);
  }
  const last = pairs.at(-1);
  if (last) {
    const scale = 1 / (last.inverse * dot(last.change, last.change));
    for (let i = 0; i < way.length; i++) way[i] = (way[i] as number) * scale;
  }
  pairs.forEach(({ step, change, inverse }, k) => {
    const share = (shares[k] as number) - inverse * dot(change, way);
    for (let i = 0; i < way.length; i++) way[i] = (way[i] as number) + share * (step[i] as number);
  });
  return way;
}

/**
 * The least value of a smooth function (L-BFGS; the step along a direction is found by bisection until both Wolfe
 * conditions hold, which a convex function always lets happen).
 */
export async function minimise(
  objective: Objective,
  start: Float64Array,
  { tolerance, mostIterations, after }: MinimiseOptions,
): Promise<Minimum> {
  let point: Float64Array = Float64Array.from(start);
  let gradient: Float64Array = new Float64Array(point.length);
  let value = objective(point, gradient);
  const pairs: Pair[] = [];
  let iterations = 0;
  while (iterations < mostIterations && greatest(gradient) > tolerance) {
    let way = directionOf(gradient, pairs);
    let slope = dot(way, gradient);
    if (slope >= 0) {
      pairs.length = 0;
      way = gradient.map((x) => -x);
      slope = dot(way, gradient);
    }
    const found = along(
      objective,
      { point, value, way, slope },
      pairs.length === 0 ? 1 / Math.max(1, greatest(way)) : 1,
    );
    if (!found) break;
    const step = found.point.map((x, i) => x - (point[i] as number));
    const change = found.gradient.map((x, i) => x - (gradient[i] as number));
    const curvature = dot(step, change);
    if (curvature > 1e-300) pairs.push({ step, change, inverse: 1 / curvature });
    if (pairs.length > MEMORY) pairs.shift();
    ({ point, gradient, value } = found);
    iterations++;
    await after?.(iterations);
  }
  return { point, value, iterations, converged: greatest(gradient) <= tolerance };
}

interface Line {
  point: Float64Array;
  value: number;
  way: Float64Array;
  slope: number;
}

/** A step along a direction that the Wolfe conditions accept; null where rounding leaves nothing to gain. */
function along(
  objective: Objective,
  { point, value, way, slope }: Line,
  first: number,
): { point: Float64Array; gradient: Float64Array; value: number } | null {
  let [low, high, length] = [0, Infinity, first];
  for (let trial = 0; trial < MOST_TRIALS; trial++) {
    const next = point.map((x, i) => x + length * (way[i] as number));
    const gradient = new Float64Array(next.length);
    const found = objective(next, gradient);
    const here = dot(gradient, way);
    // Near the minimum differences of values are rounding: there the slope alone decides.
    const rounding = 1e-14 * Math.abs(value);
    if (!(found <= value + SUFFICIENT * length * slope + rounding)) high = length;
    else if (here < CURVATURE * slope) low = length;
    else return { point: next, gradient, value: found };
    length = high === Infinity ? 2 * low : (low + high) / 2;
  }
  return null;
}
