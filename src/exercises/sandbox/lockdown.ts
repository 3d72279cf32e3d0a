/**
 * What the student's code must not have, taken from the worker before that code comes. The walls are the browser's (an
 * origin of its own, a policy that loads and connects to nothing); this is the door behind them: names that lead
 * outside are gone, and everything built in is frozen, so that no check can be fooled by a changed `Math.abs`.
 */

/** Names that lead out of the worker, or to what outlives it. */
const POWERS = [
  'fetch', 'XMLHttpRequest', 'WebSocket', 'WebSocketStream', 'EventSource', 'WebTransport', 'RTCPeerConnection',
  'importScripts', 'indexedDB', 'caches', 'CacheStorage', 'BroadcastChannel', 'Worker', 'SharedWorker', 'ServiceWorker',
  'navigator', 'postMessage', 'close', 'onmessage', 'onmessageerror', 'addEventListener', 'removeEventListener',
  'dispatchEvent', 'Notification', 'FontFace', 'fonts', 'FileReaderSync', 'webkitRequestFileSystem',
  'webkitRequestFileSystemSync', 'webkitResolveLocalFileSystemURL', 'webkitResolveLocalFileSystemSyncURL', 'location',
  'origin', 'cookieStore', 'reportError', 'createImageBitmap', 'PushManager', 'scheduler', 'trustedTypes', 'crashReport',
  // Where TensorFlow.js keeps the engine for copies of itself.
  '_tfengine',
]; // prettier-ignore

/** Prototypes whose properties code is used to overwrite on its own objects, `error.name = …`. */
const OVERWRITTEN = [
  Object.prototype,
  Error.prototype,
  ...[EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError].map(
    ({ prototype }) => prototype,
  ),
];

export function lockDown(global: typeof globalThis, more: readonly object[]): void {
  for (const name of POWERS) remove(global, name);
  for (const prototype of OVERWRITTEN) letOverwrite(prototype);
  const seen = new Set<object>();
  for (const hidden of hiddenIntrinsics()) freezeAll(hidden, seen);
  for (const object of more) freezeAll(object, seen);
  for (const key of Reflect.ownKeys(global)) {
    const property = Reflect.getOwnPropertyDescriptor(global, key);
    if (!property || !('value' in property) || property.value === global) continue;
    if (typeof property.value === 'object' || typeof property.value === 'function')
      freezeAll(property.value, seen);
    if (property.configurable)
      Object.defineProperty(global, key, { ...property, writable: false, configurable: false });
  }
}

/** From the global object and from what it inherits; what cannot be deleted is covered for good. */
function remove(global: object, name: string): void {
  for (let at: object | null = global; at; at = Reflect.getPrototypeOf(at)) Reflect.deleteProperty(at, name);
  Object.defineProperty(global, name, {
    value: undefined,
    writable: false,
    configurable: false,
    enumerable: false,
  });
}

/** An assignment to an object that inherits a frozen property makes a property of its own, as it would otherwise. */
function letOverwrite(prototype: object): void {
  for (const key of Reflect.ownKeys(prototype)) {
    const property = Reflect.getOwnPropertyDescriptor(prototype, key);
    if (!property?.configurable || !('value' in property)) continue;
    const { value, enumerable = false } = property;
    Object.defineProperty(prototype, key, {
      get: () => value,
      set(this: object, own: unknown) {
        if (this === prototype) throw new TypeError(`${String(key)} is built in and cannot be changed.`);
        Object.defineProperty(this, key, {
          value: own,
          writable: true,
          enumerable: true,
          configurable: true,
        });
      },
      enumerable,
      configurable: false,
    });
  }
}

/** Built in, but reached by syntax only. */
function hiddenIntrinsics(): object[] {
  const iterator = Object.getPrototypeOf(Object.getPrototypeOf([][Symbol.iterator]()));
  return [
    iterator,
    function* () {},
    async () => {},
    async function* () {},
    [][Symbol.iterator](),
    new Map().entries(),
    new Set().values(),
    ''[Symbol.iterator](),
    'a'.matchAll(/a/g),
    Object.getPrototypeOf(Int8Array),
  ].flatMap((value) => [value, Object.getPrototypeOf(value) as object]);
}

function freezeAll(root: unknown, seen: Set<object>): void {
  const waiting: unknown[] = [root];
  while (waiting.length > 0) {
    const value = waiting.pop();
    if (value === null || (typeof value !== 'object' && typeof value !== 'function')) continue;
    if (seen.has(value) || value === globalThis) continue;
    seen.add(value);
    // A view of a buffer cannot be frozen, and needs not be.
    if (ArrayBuffer.isView(value)) continue;
    for (const key of Reflect.ownKeys(value)) {
      const property = Reflect.getOwnPropertyDescriptor(value, key);
      if (property) waiting.push(property.value, property.get, property.set);
    }
    waiting.push(Reflect.getPrototypeOf(value));
    Object.freeze(value);
  }
}
