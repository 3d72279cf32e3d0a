/** Things made once and found again by a key; the one that was not wanted for longest goes when there are too many. */
export class Recent<T> {
  private readonly things = new Map<string, T>();
  private readonly limit: number;
  private readonly gone: (thing: T) => void;

  constructor(limit: number, gone: (thing: T) => void = () => undefined) {
    this.limit = limit;
    this.gone = gone;
  }

  get(key: string, make: () => T): T {
    const { things } = this;
    let thing = things.get(key);
    if (thing === undefined) {
      thing = make();
      const [oldest] = things;
      if (oldest && things.size >= this.limit) {
        things.delete(oldest[0]);
        this.gone(oldest[1]);
      }
    } else {
      things.delete(key);
    }
    things.set(key, thing);
    return thing;
  }
}
