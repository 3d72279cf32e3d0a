/** What stands in for the notes of the browser in tests that run in Node. */
export interface FakeNotes {
  notes: Map<string, unknown>;
  /** The keys of each write, in order. */
  writes: string[][];
  keepNote(key: string, value: unknown): Promise<void>;
  keepNotes(notes: ReadonlyMap<string, unknown>): Promise<void>;
  keptNote(key: string): Promise<unknown>;
  keptNotesUnder(prefix: string): Promise<Map<string, unknown>>;
  changeNotes<T>(keys: readonly string[], change: (key: string, kept: unknown) => T): Promise<Map<string, T>>;
}

export function fakeNotes(): FakeNotes {
  const notes = new Map<string, unknown>();
  const writes: string[][] = [];
  const put = (key: string, value: unknown): void => {
    if (value === undefined) notes.delete(key);
    else notes.set(key, structuredClone(value));
  };
  return {
    notes,
    writes,
    async keepNote(key, value) {
      writes.push([key]);
      put(key, value);
    },
    async keepNotes(values) {
      writes.push([...values.keys()]);
      for (const [key, value] of values) put(key, value);
    },
    keptNote: async (key) => structuredClone(notes.get(key)),
    keptNotesUnder: async (prefix) =>
      new Map([...notes].filter(([key]) => key.startsWith(prefix)).map((note) => structuredClone(note))),
    async changeNotes(keys, change) {
      writes.push([...keys]);
      const after = new Map(keys.map((key) => [key, change(key, structuredClone(notes.get(key)))]));
      for (const [key, value] of after) put(key, value);
      return after;
    },
  };
}
