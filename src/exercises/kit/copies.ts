import * as tf from '@tensorflow/tfjs-core';
import type { Student } from './checks.ts';
import { CheckFailure } from './failure.ts';

/**
 * What the checks hand to the student's code is copied on the way, so that code that disposes its inputs or writes into
 * them changes nothing that the checks compute with. Gradients flow through the copies.
 */

/** Not `tf.clone`: that shares its numbers, and `dataSync` may give the very array they lie in. */
function copyTensor(tensor: tf.Tensor): tf.Tensor {
  if (tensor.size === 0) return tf.clone(tensor);
  return tf.tidy(() => tf.reshape(tf.tile(tf.reshape(tensor, [tensor.size]), [1]), tensor.shape));
}

/** Tensors, arrays, Maps, Sets and plain records are copied; functions and objects of a class go through as they are. */
function copyOf(value: unknown, made: tf.Tensor[]): unknown {
  if (value instanceof tf.Tensor) {
    if (value.isDisposed) return value;
    const copy = copyTensor(value);
    made.push(copy);
    return copy;
  }
  if (Array.isArray(value)) return value.map((inside) => copyOf(inside, made));
  if (value instanceof Map)
    return new Map([...value].map(([key, inside]) => [key, copyOf(inside, made)] as const));
  if (value instanceof Set) return new Set(value);
  if (ArrayBuffer.isView(value) && !(value instanceof DataView))
    return (value as Uint8Array<ArrayBuffer>).slice();
  if (value === null || typeof value !== 'object') return value;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inside]) => [key, copyOf(inside, made)]));
}

export function tensorsIn(value: unknown): tf.Tensor[] {
  if (value instanceof tf.Tensor) return [value];
  if (Array.isArray(value)) return value.flatMap(tensorsIn);
  if (value !== null && typeof value === 'object') return Object.values(value).flatMap(tensorsIn);
  return [];
}

const DISPOSES =
  'Your code disposes a tensor that it was given: whoever gave it still needs it. Free only what you made yourself, or leave that to tf.tidy.';

/** While the student's code runs, it is told where it frees what is not its own. */
function guard(copy: tf.Tensor): void {
  // Defined, not assigned: in the sandbox the prototype is frozen.
  Object.defineProperty(copy, 'dispose', {
    configurable: true,
    value: () => {
      throw new CheckFailure(DISPOSES, [{ what: 'the tensor', value: `[${copy.shape.join(', ')}]` }]);
    },
  });
}

function unguard(copy: tf.Tensor): void {
  Reflect.deleteProperty(copy, 'dispose');
}

/** The student's functions on copies, which are freed after the call: they are no leak of the student's. */
export function onCopies(student: Student): Student {
  return Object.fromEntries(
    Object.entries(student).map(([name, work]) => [
      name,
      (...inputs: unknown[]): unknown => {
        const made: tf.Tensor[] = [];
        const given = inputs.map((input) => copyOf(input, made));
        made.forEach(guard);
        let result: unknown;
        try {
          result = work(...given);
        } finally {
          made.forEach(unguard);
        }
        // A promise may still need them: the scope of the check frees them.
        if (result instanceof Promise) return result;
        const returned = new Set(tensorsIn(result));
        for (const copy of made) if (!copy.isDisposed && !returned.has(copy)) copy.dispose();
        return result;
      },
    ]),
  );
}
