// Objects of the stand-in's API: what is not implemented throws by name, so that nothing is silently absent.

const kinds = new WeakMap<object, string>();

/** Names that languages and tools look for on any object; to those, absence is the answer. */
const PROBED = new Set([
  'then',
  'toJSON',
  'constructor',
  'nodeType',
  'tagName',
  'asymmetricMatch',
  '$$typeof',
  'inspect',
  'valueOf',
  'toString',
  '@@__IMMUTABLE_ITERABLE__@@',
  '@@__IMMUTABLE_RECORD__@@',
  '_isMockFunction',
]);

export function isProbe(key: string | symbol): boolean {
  return typeof key === 'symbol' || PROBED.has(key);
}

/** The name of the API object, such as `figma.ui`, or undefined for plain data. */
export function kindOf(value: object): string | undefined {
  return kinds.get(value);
}

export function register<T extends object>(kind: string, object: T): T {
  kinds.set(object, kind);
  return object;
}

export function notImplemented(kind: string, key: string): Error {
  return new Error(`${kind}.${key} is not implemented in this stand-in for Figma`);
}

/** Wraps an object's members so that reading or writing any other name throws. */
export function hostObject<T extends object>(kind: string, members: T): T {
  const proxy = new Proxy(members, {
    get(target, key) {
      if (key in target || isProbe(key)) return Reflect.get(target, key, target);
      throw notImplemented(kind, String(key));
    },
    set(target, key, value) {
      if (!(key in target))
        throw new TypeError(`Cannot add property ${String(key)}, object is not extensible`);
      return Reflect.set(target, key, value, target);
    },
  });
  return register(kind, proxy);
}
