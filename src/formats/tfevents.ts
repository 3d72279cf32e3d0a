import type { EvaluationPoint, RunHistory } from '../runs/types.ts';

/**
 * TensorBoard's event files: a TFRecord file of protocol buffers (tensorflow/core/util/event.proto and
 * tensorflow/core/framework/summary.proto), written without either library.
 *
 * A record is its length (uint64), the masked CRC-32C of these eight bytes, the data, the masked CRC-32C of the data; all
 * little-endian.
 */

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1;
  return crc >>> 0;
});

/** CRC-32C (Castagnoli, RFC 3720). */
export function crc32c(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (TABLE[(crc ^ byte) & 0xff] as number) ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}

/** As TFRecord stores it: turned by 15 bits and moved, because a CRC of data with a CRC in it is a poor one. */
export function maskedCrc32c(bytes: Uint8Array): number {
  const crc = crc32c(bytes);
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
}

const WIRE = { varint: 0, fixed64: 1, bytes: 2, fixed32: 5 } as const;

/** The fields of a message, written one after the other. */
class Message {
  readonly bytes: number[] = [];

  varint(field: number, value: number): this {
    this.tag(field, WIRE.varint);
    return this.raw(value);
  }

  double(field: number, value: number): this {
    this.tag(field, WIRE.fixed64);
    this.bytes.push(...new Uint8Array(Float64Array.of(value).buffer));
    return this;
  }

  float(field: number, value: number): this {
    this.tag(field, WIRE.fixed32);
    this.bytes.push(...new Uint8Array(Float32Array.of(value).buffer));
    return this;
  }

  message(field: number, value: Message): this {
    return this.data(field, value.bytes);
  }

  text(field: number, value: string): this {
    return this.data(field, [...new TextEncoder().encode(value)]);
  }

  private data(field: number, value: readonly number[]): this {
    this.tag(field, WIRE.bytes).raw(value.length);
    // One by one: a spread of many values would overflow the stack.
    for (const byte of value) this.bytes.push(byte);
    return this;
  }

  private tag(field: number, wire: number): this {
    return this.raw(field * 8 + wire);
  }

  /** Seven bits a byte, the lowest first; the highest bit says that more follow. Non-negative whole numbers only. */
  private raw(value: number): this {
    let rest = value;
    while (rest >= 0x80) {
      this.bytes.push((rest % 0x80) | 0x80);
      rest = Math.floor(rest / 0x80);
    }
    this.bytes.push(rest);
    return this;
  }
}

function record(data: Uint8Array): Uint8Array {
  const whole = new Uint8Array(16 + data.length);
  const view = new DataView(whole.buffer);
  view.setBigUint64(0, BigInt(data.length), true);
  view.setUint32(8, maskedCrc32c(whole.subarray(0, 8)), true);
  whole.set(data, 12);
  view.setUint32(12 + data.length, maskedCrc32c(data), true);
  return whole;
}

/** Scalars of one step, by tag. */
export interface ScalarEvent {
  step: number;
  /** Seconds; TensorBoard shows them as time since the first. */
  wallTime: number;
  values: Readonly<Record<string, number>>;
}

/** An event file of scalars. */
export function writeEvents(events: readonly ScalarEvent[]): Uint8Array<ArrayBuffer> {
  const first = new Message().double(1, events[0]?.wallTime ?? 0).text(3, 'brain.Event:2');
  const messages = events.map(({ step, wallTime, values }) => {
    const summary = new Message();
    for (const [tag, value] of Object.entries(values))
      summary.message(1, new Message().text(1, tag).float(2, value));
    return new Message().double(1, wallTime).varint(2, step).message(5, summary);
  });
  const records = [first, ...messages].map(({ bytes }) => record(Uint8Array.from(bytes)));
  const whole = new Uint8Array(records.reduce((sum, one) => sum + one.length, 0));
  records.reduce((at, one) => (whole.set(one, at), at + one.length), 0);
  return whole;
}

/** What an evaluation tells, under `validation/` or `test/`. */
function scoresOf({ split, translation, pretraining, ...point }: EvaluationPoint): Record<string, number> {
  const { loss, accuracy, macroF1, microF1, weightedF1 } = point;
  const told = {
    loss,
    accuracy,
    'f1/macro': macroF1,
    'f1/micro': microF1,
    'f1/weighted': weightedF1,
    ...(translation && {
      perplexity: translation.perplexity,
      bleu: translation.bleu,
      ...(translation.aer !== null && { aer: translation.aer }),
    }),
    ...pretraining,
  };
  return Object.fromEntries(Object.entries(told).map(([name, value]) => [`${split}/${name}`, value]));
}

/**
 * The curves of a run as an event file, steps in order. The times are those of even steps from its beginning on: a file of
 * the same run is the same.
 * @param began seconds since 1970
 */
export function historyToEvents(history: RunHistory, secondsPerStep = 1, began = 0): Uint8Array<ArrayBuffer> {
  const measures = Object.entries(history.measures ?? {});
  const steps = history.step.map((step, i): ScalarEvent => {
    const named = measures.map(([name, values]) => [`train/${name}`, values[i]] as const);
    const told = [
      ['train/loss', history.loss[i]],
      ['train/learning rate', history.lr[i]],
      ['train/gradient norm', history.gradNorm[i]],
      ...named,
    ] as const;
    const values = Object.fromEntries(told.filter(([, value]) => value !== undefined)) as Record<
      string,
      number
    >;
    return { step, wallTime: began + step * secondsPerStep, values };
  });
  const evaluations = history.evaluations.map((point): ScalarEvent => ({
    step: point.step,
    wallTime: began + point.step * secondsPerStep,
    values: scoresOf(point),
  }));
  return writeEvents([...steps, ...evaluations].sort((a, b) => a.step - b.step));
}
