import type { Tensor, Variable } from '@tensorflow/tfjs-core';
import { dispose } from '@tensorflow/tfjs-core';
import { LabError } from '../base/errors.ts';

/** A trainable (or frozen) weight under its PyTorch name. */
export interface Parameter {
  name: string;
  variable: Variable;
  requiresGrad: boolean;
}

/** A weight outside of tensors: values in row-major order. */
export interface NamedArray {
  name: string;
  shape: number[];
  data: Float32Array;
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

  protected parameter(name: string, variable: Variable): Variable {
    this.own.set(name, { name, variable, requiresGrad: true });
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

  /** Reads all weights back from the device. */
  async stateDict(): Promise<NamedArray[]> {
    return Promise.all(
      this.namedParameters().map(async ({ name, variable }) => ({
        name,
        shape: [...variable.shape],
        data: Float32Array.from((await variable.data()) as Float32Array),
      })),
    );
  }

  /**
   * Loads weights by name.
   * @throws LabError `weights/mismatch` naming every missing, surplus or misshapen weight (as `strict=True`).
   */
  loadStateDict(weights: readonly NamedArray[], make: (array: NamedArray) => Tensor): void {
    const given = new Map(weights.map((array) => [array.name, array]));
    const problems: string[] = [];
    const parameters = this.namedParameters();
    for (const { name, variable } of parameters) {
      const array = given.get(name);
      if (!array) problems.push(`${name} is missing`);
      else if (array.shape.join() !== variable.shape.join())
        problems.push(`${name} is ${array.shape.join('×')}, the model has ${variable.shape.join('×')}`);
      given.delete(name);
    }
    for (const name of given.keys()) problems.push(`${name} has no place in the model`);
    if (problems.length > 0)
      throw new LabError('weights/mismatch', `These weights do not fit the model: ${problems.join('; ')}.`);
    for (const { name, variable } of parameters) {
      const array = weights.find((candidate) => candidate.name === name);
      if (!array) continue;
      const tensor = make(array);
      variable.assign(tensor);
      dispose(tensor);
    }
  }

  dispose(): void {
    for (const { variable } of this.namedParameters()) variable.dispose();
  }
}
