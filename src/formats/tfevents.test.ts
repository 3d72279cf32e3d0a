import { describe, expect, it } from 'vitest';
import { smallBundle } from './bundle.fixture.ts';
import { crc32c, historyToEvents, maskedCrc32c, writeEvents } from './tfevents.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

/** The records of a file: lengths and checksums verified. */
function recordsOf(file: Uint8Array): Uint8Array[] {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const records: Uint8Array[] = [];
  let at = 0;
  while (at < file.length) {
    const length = Number(view.getBigUint64(at, true));
    expect(view.getUint32(at + 8, true)).toBe(maskedCrc32c(file.subarray(at, at + 8)));
    const data = file.subarray(at + 12, at + 12 + length);
    expect(view.getUint32(at + 12 + length, true)).toBe(maskedCrc32c(data));
    records.push(data);
    at += 16 + length;
  }
  expect(at).toBe(file.length);
  return records;
}

/** A message's fields as [number, value]: what a protocol buffer reader makes of them. */
function fieldsOf(data: Uint8Array): [number, number | Uint8Array][] {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let shift = 1; ; shift *= 128) {
      const byte = data[at++] as number;
      value += (byte & 0x7f) * shift;
      if (byte < 0x80) return value;
    }
  };
  const fields: [number, number | Uint8Array][] = [];
  while (at < data.length) {
    const tag = varint();
    const field = Math.floor(tag / 8);
    if (tag % 8 === 0) fields.push([field, varint()]);
    if (tag % 8 === 1) fields.push([field, view.getFloat64((at += 8) - 8, true)]);
    if (tag % 8 === 5) fields.push([field, view.getFloat32((at += 4) - 4, true)]);
    if (tag % 8 === 2) {
      const length = varint();
      fields.push([field, data.subarray(at, (at += length))]);
    }
  }
  return fields;
}

describe('TensorBoard event files', () => {
  it('have the checksums of the record format', () => {
    // RFC 3720, B.4, and the check value of CRC-32C.
    expect(crc32c(bytes('123456789'))).toBe(0xe3069283);
    expect(crc32c(new Uint8Array(32))).toBe(0x8a9136aa);
    expect(crc32c(new Uint8Array(32).fill(0xff))).toBe(0x62a8ab43);
    expect(crc32c(Uint8Array.from({ length: 32 }, (_, i) => i))).toBe(0x46dd794e);
    // The mask: turned right by 15 bits, plus a constant.
    const crc = crc32c(bytes('abc'));
    const turned = Number(((BigInt(crc) >> 15n) | (BigInt(crc) << 17n)) & 0xffffffffn);
    expect(maskedCrc32c(bytes('abc'))).toBe((turned + 0xa282ead8) % 2 ** 32);
  });

  it('begin with the version, then say step, time and values', () => {
    const [first, second] = recordsOf(
      writeEvents([{ step: 300, wallTime: 1.5, values: { 'train/loss': 0.25, ü: NaN } }]),
    );
    expect(fieldsOf(first!)).toEqual([[1, 1.5], [3, bytes('brain.Event:2')]]); // prettier-ignore
    const [time, step, summary] = fieldsOf(second!);
    expect([time, step]).toEqual([[1, 1.5], [2, 300]]); // prettier-ignore
    const values = fieldsOf(summary![1] as Uint8Array).map(([, value]) => fieldsOf(value as Uint8Array));
    expect(values).toEqual([
      [[1, bytes('train/loss')], [2, 0.25]],
      [[1, bytes('ü')], [2, NaN]],
    ]); // prettier-ignore
  });

  it('carry every step and evaluation of a run, in order', () => {
    const { history } = smallBundle();
    const records = recordsOf(historyToEvents(history, 0.5)).slice(1);
    expect(records).toHaveLength(history.step.length + history.evaluations.length);
    const steps = records.map((data) => fieldsOf(data).find(([field]) => field === 2)?.[1] as number);
    expect(steps).toEqual([...steps].sort((a, b) => a - b));
    // They lie in the time in which the run was.
    const [first, last] = recordsOf(historyToEvents(history, 0.5, 1.7e9))
      .slice(1)
      .map(fieldsOf);
    expect([first![0], first![1]]).toEqual([[1, 1.7e9 + 0.5 * steps[0]!], [2, steps[0]]]); // prettier-ignore
    expect(last![0]![1]).toBeGreaterThan(1.7e9);
    expect(historyToEvents({ ...history, step: [], evaluations: [] }).length).toBeGreaterThan(20);
  });
});
