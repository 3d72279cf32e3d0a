import { LabError } from '../base/errors.ts';

/**
 * Python's pickle as far as the weights of a model need it: dictionaries, lists, tuples, texts, numbers, and the few
 * callables that make a tensor. It is a machine that runs what the file says; this one knows no way to call anything:
 * a callable is a name, applying one of three names makes a plain object, and any other name is refused where it stands
 * (https://github.com/python/cpython/blob/main/Lib/pickletools.py describes every opcode).
 */

export type Pickled =
  | { kind: 'none' }
  | { kind: 'bool'; value: boolean }
  /** Not finite where it is too large to be a count of anything. */
  | { kind: 'number'; value: number }
  | { kind: 'text'; value: string }
  | { kind: 'tuple'; items: Pickled[] }
  | { kind: 'list'; items: Pickled[] }
  | { kind: 'dict'; items: Map<string, Pickled> }
  | { kind: 'global'; name: string }
  /** A reference to values outside of the pickle. */
  | { kind: 'persistent'; id: Pickled }
  /** What `_rebuild_tensor_v2` would have made of these. */
  | { kind: 'tensor'; of: Pickled[] };

const ORDERED_DICT = 'collections.OrderedDict';
const TENSOR = 'torch._utils._rebuild_tensor_v2';
const PARAMETER = 'torch._utils._rebuild_parameter';
/** The names that may stand in a file of weights. */
const ALLOWED = new Set([
  ORDERED_DICT,
  TENSOR,
  PARAMETER,
  ...['Float', 'Half', 'BFloat16', 'Long', 'Int'].map((type) => `torch.${type}Storage`),
]);

const MOST_STEPS = 5_000_000;
const LONGEST_TEXT = 1_000_000;

export function invalidPickle(what: string): LabError {
  return new LabError(
    'pickle/invalid',
    `The file of weights cannot be read: ${what}.`,
    'Only tensors are read, and nothing in the file is run. A model.safetensors of the same model is the safer choice.',
  );
}

const brokenOff = () => invalidPickle('its list of tensors breaks off');
const shown = (text: string): string => JSON.stringify(text.length > 80 ? `${text.slice(0, 77)}…` : text);

const NONE: Pickled = { kind: 'none' };
const MARK = Symbol('mark');

/** One run over a pickle. */
class Machine {
  private readonly bytes: Uint8Array;
  private readonly view: DataView;
  private at = 0;
  private readonly stack: (Pickled | typeof MARK)[] = [];
  private readonly memo = new Map<number, Pickled>();

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  run(): Pickled {
    for (let steps = 0; steps < MOST_STEPS; steps++) {
      const code = this.byte();
      if (code === 0x2e) return this.pop(); // STOP
      this.step(code);
    }
    throw invalidPickle('its list of tensors is longer than that of any model');
  }

  private step(code: number): void {
    const { stack } = this;
    switch (code) {
      case 0x80: // PROTO
        if (this.byte() > 5) throw invalidPickle('it is of a version of pickle that is not known here');
        return;
      case 0x95: // FRAME
        this.skip(8);
        return;
      case 0x28: // MARK
        return void stack.push(MARK);
      case 0x4e: // NONE
        return void stack.push(NONE);
      case 0x88: // NEWTRUE
      case 0x89: // NEWFALSE
        return void stack.push({ kind: 'bool', value: code === 0x88 });
      case 0x4b: // BININT1
        return void stack.push({ kind: 'number', value: this.byte() });
      case 0x4d: // BININT2
        return void stack.push({ kind: 'number', value: this.view.getUint16(this.skip(2), true) });
      case 0x4a: // BININT
        return void stack.push({ kind: 'number', value: this.view.getInt32(this.skip(4), true) });
      case 0x47: // BINFLOAT
        return void stack.push({ kind: 'number', value: this.view.getFloat64(this.skip(8), false) });
      case 0x8a: // LONG1
        return void stack.push({ kind: 'number', value: this.long(this.byte()) });
      case 0x58: // BINUNICODE
        return void stack.push({ kind: 'text', value: this.text(this.view.getUint32(this.skip(4), true)) });
      case 0x8c: // SHORT_BINUNICODE
        return void stack.push({ kind: 'text', value: this.text(this.byte()) });
      case 0x63: // GLOBAL
        return void stack.push(this.global(this.line(), this.line()));
      case 0x93: {
        // STACK_GLOBAL
        const name = this.popText();
        return void stack.push(this.global(this.popText(), name));
      }
      case 0x7d: // EMPTY_DICT
        return void stack.push({ kind: 'dict', items: new Map() });
      case 0x5d: // EMPTY_LIST
        return void stack.push({ kind: 'list', items: [] });
      case 0x29: // EMPTY_TUPLE
        return void stack.push({ kind: 'tuple', items: [] });
      case 0x85: // TUPLE1 to TUPLE3
      case 0x86:
      case 0x87: {
        const items = Array.from({ length: code - 0x84 }, () => this.pop()).reverse();
        return void stack.push({ kind: 'tuple', items });
      }
      case 0x74: // TUPLE
        return void stack.push({ kind: 'tuple', items: this.popToMark() });
      case 0x61: // APPEND
        this.append([this.pop()]);
        return;
      case 0x65: // APPENDS
        this.append(this.popToMark());
        return;
      case 0x73: {
        // SETITEM
        const value = this.pop();
        this.set([this.pop(), value]);
        return;
      }
      case 0x75: // SETITEMS
        this.set(this.popToMark());
        return;
      case 0x71: // BINPUT
        this.memo.set(this.byte(), this.top());
        return;
      case 0x72: // LONG_BINPUT
        this.memo.set(this.view.getUint32(this.skip(4), true), this.top());
        return;
      case 0x94: // MEMOIZE
        this.memo.set(this.memo.size, this.top());
        return;
      case 0x68: // BINGET
        return void stack.push(this.recalled(this.byte()));
      case 0x6a: // LONG_BINGET
        return void stack.push(this.recalled(this.view.getUint32(this.skip(4), true)));
      case 0x51: // BINPERSID
        return void stack.push({ kind: 'persistent', id: this.pop() });
      case 0x52: {
        // REDUCE
        const given = this.pop();
        return void stack.push(this.applied(this.pop(), given));
      }
      case 0x62: // BUILD: attributes such as the _metadata of a state_dict
        this.pop();
        if (this.top().kind !== 'dict')
          throw invalidPickle('it sets attributes of something other than a dictionary');
        return;
      default:
        throw invalidPickle(
          `at byte ${this.at - 1} it asks for what no file of tensors needs (opcode ${code})`,
        );
    }
  }

  private applied(callable: Pickled, given: Pickled): Pickled {
    if (callable.kind !== 'global' || given.kind !== 'tuple')
      throw invalidPickle('it calls something that is no name');
    const [first] = given.items;
    if (callable.name === ORDERED_DICT && first === undefined) return { kind: 'dict', items: new Map() };
    if (callable.name === TENSOR) return { kind: 'tensor', of: given.items };
    if (callable.name === PARAMETER && first?.kind === 'tensor') return first;
    throw invalidPickle(`it calls ${shown(callable.name)} in a way that makes no tensor`);
  }

  private global(module: string, name: string): Pickled {
    const whole = `${module}.${name}`;
    if (ALLOWED.has(whole)) return { kind: 'global', name: whole };
    const values = /^torch\.(\w{1,20})Storage$/.exec(whole)?.[1];
    if (values !== undefined)
      throw new LabError(
        'pickle/invalid',
        `The file of weights holds values of the type torch.${values}Storage${values === 'Double' ? ' (F64, 64 bits each)' : ''}, and the lab reads F32, F16 and BF16.`,
        'In Python, save the model as 32-bit numbers: model.float().save_pretrained("folder").',
      );
    throw invalidPickle(`it names ${shown(whole)}, which no file of tensors needs`);
  }

  private append(items: Pickled[]): void {
    const list = this.top();
    if (list.kind !== 'list') throw invalidPickle('it appends to something other than a list');
    for (const item of items) list.items.push(item);
  }

  private set(pairs: Pickled[]): void {
    const dict = this.top();
    if (dict.kind !== 'dict' || pairs.length % 2 === 1)
      throw invalidPickle('it sets entries of something other than a dictionary');
    for (let i = 0; i < pairs.length; i += 2) {
      const key = pairs[i] as Pickled;
      if (key.kind !== 'text') throw invalidPickle('a key of its dictionary is no text');
      if (dict.items.has(key.value)) throw invalidPickle(`the name ${shown(key.value)} stands twice`);
      dict.items.set(key.value, pairs[i + 1] as Pickled);
    }
  }

  private recalled(key: number): Pickled {
    const value = this.memo.get(key);
    if (!value) throw invalidPickle('it refers to something that it has not said yet');
    return value;
  }

  private top(): Pickled {
    const value = this.stack.at(-1);
    if (value === undefined || value === MARK) throw brokenOff();
    return value;
  }

  private pop(): Pickled {
    const value = this.top();
    this.stack.pop();
    return value;
  }

  private popText(): string {
    const value = this.pop();
    if (value.kind !== 'text') throw invalidPickle('it names something by what is no text');
    return value.value;
  }

  private popToMark(): Pickled[] {
    const mark = this.stack.lastIndexOf(MARK);
    if (mark < 0) throw brokenOff();
    const items = this.stack.splice(mark + 1) as Pickled[];
    this.stack.pop();
    return items;
  }

  /** Where these bytes begin; goes on behind them. */
  private skip(count: number): number {
    const begin = this.at;
    if (count > this.bytes.length - begin) throw brokenOff();
    this.at += count;
    return begin;
  }

  private byte(): number {
    return this.bytes[this.skip(1)] as number;
  }

  private long(count: number): number {
    const begin = this.skip(count);
    if (count > 8) return NaN;
    let value = 0n;
    for (let i = 0; i < count; i++) value |= BigInt(this.bytes[begin + i] as number) << BigInt(8 * i);
    return Number(BigInt.asIntN(Math.max(1, 8 * count), value));
  }

  private text(count: number): string {
    if (count > LONGEST_TEXT) throw invalidPickle('a name in it is longer than a million bytes');
    const begin = this.skip(count);
    try {
      return new TextDecoder('utf-8', { fatal: true }).decode(this.bytes.subarray(begin, begin + count));
    } catch {
      throw invalidPickle('a name in it is no text');
    }
  }

  private line(): string {
    const end = this.bytes.indexOf(0x0a, this.at);
    if (end < 0) throw brokenOff();
    const text = this.text(end - this.at);
    this.at = end + 1;
    return text;
  }
}

/**
 * What a pickle of weights holds. Nothing of it is run.
 * @throws LabError `pickle/invalid` where it holds, or asks for, anything else
 */
export function readPickle(bytes: Uint8Array): Pickled {
  return new Machine(bytes).run();
}
