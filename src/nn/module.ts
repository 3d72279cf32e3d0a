import type { Tensor, Variable } from '@tensorflow/tfjs-core';
import { dispose } from '@tensorflow/tfjs-core';
import { LabError } from '../base/errors.ts';

/** A trainable (or frozen) weight under its PyTorch name. */
export interface Parameter {
  name: string;
  variable: Variable;
  requiresGrad: boolean;
  /**
   * Names of the equal parts of rows that the file formats know it by, in order: a product fused of several ones.
   * Outside it is as many weights.
   */
  parts?: readonly string[];
}

/** A weight outside of tensors: values in row-major order. */
export interface NamedArray {
  name: string;
  shape: number[];
  /** May be read from a file when it is asked for: ask once. */
  readonly data: Float32Array;
}

/**
 * What PyTorch calls nn.Module: named weights, children, a training switch.
 *
 * Names and order are those of `state_dict()` in PyTorch: own parameters first, in order of registration, then
 * those of the children, prefixed with the child's name and a dot.
 */
export abstract class Module {
  training = true;
  private readonly own = new Map<string, Parameter>();
  private readonly children = new Map<string, Module>();

  protected parameter(name: string, variable: Variable, parts?: readonly string[]): Variable {
    this.own.set(name, { name, variable, requiresGrad: true, ...(parts ? { parts } : {}) });
    return variable;
  }

  protected child<M extends Module>(name: string, module: M): M {
    this.children.set(name, module);
    return module;
  }

  /** All weights with full names, in state_dict order. A weight that two modules share appears once, under its first name. */
  namedParameters(): Parameter[] {
    const seen = new Set<Variable>();
    const result: Parameter[] = [];
    const visit = (module: Module, prefix: string) => {
      for (const parameter of module.own.values()) {
        if (seen.has(parameter.variable)) continue;
        seen.add(parameter.variable);
        result.push({
          name: prefix + parameter.name,
          variable: parameter.variable,
          ...(parameter.parts ? { parts: parameter.parts.map((part) => prefix + part) } : {}),
          get requiresGrad() {
            return parameter.requiresGrad;
          },
          set requiresGrad(value: boolean) {
            parameter.requiresGrad = value;
          },
        });
      }
      for (const [name, child] of module.children) visit(child, `${prefix}${name}.`);
    };
    visit(this, '');
    return result;
  }

  /** Switches dropout on (true) or off, here and in all children. */
  train(mode = true): this {
    this.training = mode;
    for (const child of this.children.values()) child.train(mode);
    return this;
  }

  eval(): this {
    return this.train(false);
  }

  parameterCount(): number {
    return this.namedParameters().reduce((sum, { variable }) => sum + variable.size, 0);
  }

  /** Reads all weights back from the device, fused ones part by part. */
  async stateDict(): Promise<NamedArray[]> {
    const weights = await Promise.all(
      this.namedParameters().map(async ({ name, variable, parts }) => {
        const data = Float32Array.from((await variable.data()) as Float32Array);
        return splitParts({ name, shape: [...variable.shape], data }, parts);
      }),
    );
    return weights.flat();
  }

  /**
   * Loads weights by name; a fused one by its own name or by those of all its parts.
   * @param mayMiss names of weights that may be missing: they stay as they are
   * @throws LabError `weights/mismatch` naming every missing, surplus or misshapen weight (as `strict=True`).
   */
  loadStateDict(
    weights: readonly NamedArray[],
    make: (array: NamedArray) => Tensor,
    mayMiss: (name: string) => boolean = () => false,
  ): void {
    const given = new Map(weights.map((array) => [array.name, array]));
    const found: { variable: Variable; array: () => NamedArray }[] = [];
    const problems: string[] = [];
    for (const { name, variable, parts } of this.namedParameters()) {
      const names = parts && !given.has(name) ? parts : [name];
      const arrays = names.map((part) => given.get(part));
      const shape = [...variable.shape];
      if (parts && names === parts) shape[0] = (shape[0] ?? 0) / parts.length;
      arrays.forEach((array, i) => {
        if (!array) {
          if (!mayMiss(names[i] as string)) problems.push(`${names[i]} is missing`);
        } else if (array.shape.join() !== shape.join())
          problems.push(`${names[i]} is ${array.shape.join('×')}, the model has ${shape.join('×')}`);
      });
      for (const part of names) given.delete(part);
      const known = arrays.filter((array) => array !== undefined);
      if (known.length === names.length)
        found.push({ variable, array: () => joined(name, variable.shape, known) });
    }
    for (const name of given.keys()) problems.push(`${name} has no place in the model`);
    if (problems.length > 0)
      throw new LabError('weights/mismatch', `These weights do not fit the model: ${problems.join('; ')}.`);
    for (const { variable, array } of found) {
      const tensor = make(array());
      variable.assign(tensor);
      dispose(tensor);
    }
  }

  dispose(): void {
    for (const { variable } of this.namedParameters()) variable.dispose();
  }
}

/** A fused weight as its parts, which are equal shares of its rows. */
export function splitParts(
  { name, shape, data }: NamedArray,
  parts: readonly string[] = [name],
): NamedArray[] {
  const [rows = 0, ...rest] = shape;
  const size = data.length / parts.length;
  return parts.map((part, i) => ({
    name: part,
    shape: parts.length === 1 ? shape : [rows / parts.length, ...rest],
    data: parts.length === 1 ? data : data.slice(i * size, (i + 1) * size),
  }));
}

function joined(name: string, shape: number[], arrays: readonly NamedArray[]): NamedArray {
  if (arrays.length === 1) return arrays[0] as NamedArray;
  const data = new Float32Array(shape.reduce((a, b) => a * b, 1));
  let at = 0;
  for (const { data: values } of arrays) {
    data.set(values, at);
    at += values.length;
  }
  return { name, shape: [...shape], data };
}
