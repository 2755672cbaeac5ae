// The code that runs first inside QuickJS: it makes the host's objects appear there, and takes calls from the host.
// It is plain JavaScript in a string, because it is not part of this program but of the plugin's world.

/**
 * Evaluates to a function of the host's two entry points that returns the functions the host calls. Most of what a
 * plugin does is to read: `read` takes no more than one string and answers with little else, since a crossing costs
 * far more than what it is for.
 */
export const PRELUDE = `(function (host, read, mixed) {
  'use strict';
  const proxies = new Map();
  const functions = new Map();
  const functionIds = new WeakMap();
  const refs = new WeakMap();
  const waiting = new Map();
  let lastFunction = 0;

  function encode(value, buffers) {
    if (value === undefined) return ['undefined'];
    if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
    if (typeof value === 'number') return Number.isFinite(value) ? value : ['number', String(value)];
    if (value === mixed) return ['mixed'];
    if (typeof value === 'symbol') return ['symbol', String(value)];
    if (typeof value === 'bigint') return ['other', 'BigInt'];
    if (refs.has(value)) return ['ref', refs.get(value)];
    if (typeof value === 'function') return ['function', idOf(value)];
    if (value instanceof Uint8Array) return ['bytes', buffers.push(value.slice().buffer) - 1];
    if (Array.isArray(value)) return ['array', value.map((item) => encode(item, buffers))];
    if (value instanceof Error) return ['error', value.name, value.message];
    const tag = Object.prototype.toString.call(value);
    if (tag !== '[object Object]') return ['other', tag];
    const entries = Object.keys(value).map((key) => [key, encode(value[key], buffers)]);
    return ['object', entries];
  }

  function idOf(fn) {
    let id = functionIds.get(fn);
    if (id === undefined) {
      id = ++lastFunction;
      functionIds.set(fn, id);
      functions.set(id, fn);
    }
    return id;
  }

  function decode(value, buffers, frozen) {
    if (!Array.isArray(value)) return value;
    switch (value[0]) {
      case 'undefined': return undefined;
      case 'number': return Number(value[1]);
      case 'mixed': return mixed;
      case 'bytes': return new Uint8Array(buffers[value[1]]);
      case 'ref': return proxyOf(value[1], value[2]);
      case 'callable': return bound(value[1], value[2]);
      case 'promise': return new Promise((resolve, reject) => waiting.set(value[1], { resolve, reject }));
      case 'error': return errorOf(value[1], value[2]);
      case 'array': return seal(value[1].map((item) => decode(item, buffers, frozen)), frozen);
      case 'object': return seal(Object.fromEntries(value[1].map(([key, item]) => [key, decode(item, buffers, frozen)])), frozen);
      default: throw new TypeError('unknown encoding ' + value[0]);
    }
  }

  function seal(value, frozen) {
    return frozen ? Object.freeze(value) : value;
  }

  function errorOf(name, message) {
    const kinds = { TypeError, RangeError };
    return new (kinds[name] || Error)(message);
  }

  function ask(operation, payload, frozen) {
    const buffers = [];
    const json = JSON.stringify(encode(payload, buffers));
    const reply = host(operation, json, ...buffers);
    const [ok, value] = JSON.parse(reply[0]);
    const result = decode(value, reply.slice(1), frozen);
    if (!ok) throw result;
    return result;
  }

  function proxyOf(id, kind) {
    let proxy = proxies.get(id);
    if (!proxy) {
      proxy = new Proxy(Object.create(null), handlerOf(id, kind));
      proxies.set(id, proxy);
      refs.set(proxy, id);
    }
    return proxy;
  }

  function bound(id, name) {
    return (...args) => ask('call', [id, name, args], false);
  }

  function valueOf(id, key) {
    const reply = read(id + ' ' + key);
    if (typeof reply !== 'string') return reply;
    const text = reply.slice(1);
    if (reply[0] === 's') return text;
    if (reply[0] === 'r') return proxyOf(parseInt(text), text.slice(text.indexOf(' ') + 1));
    const value = decode(JSON.parse(text), [], true);
    if (reply[0] === 'e') throw value;
    return value;
  }

  // What never changes is asked for once: methods, which members there are, and what a node is.
  function handlerOf(id, kind) {
    const fixed = new Map();
    const members = new Map();
    const isFixed = (key, value) =>
      typeof value === 'function' || (kind === 'node' && (key === 'id' || key === 'type'));
    const get = (key) => {
      if (fixed.has(key)) return fixed.get(key);
      const value = valueOf(id, key);
      if (isFixed(key, value)) fixed.set(key, value);
      return value;
    };
    const has = (key) => {
      if (!members.has(key)) members.set(key, ask('has', [id, key], false));
      return members.get(key);
    };
    return {
      get: (_, key) => (typeof key === 'symbol' ? (key === Symbol.toStringTag ? kind : undefined) : get(key)),
      set: (_, key, value) => (ask('set', [id, String(key), value], false), true),
      has: (_, key) => typeof key === 'string' && has(key),
      ownKeys: () => [],
      defineProperty: () => { throw new TypeError('object is not extensible'); },
    };
  }

  return {
    global(id, kind) { return proxyOf(id, kind); },
    invoke(id, json, ...buffers) {
      const args = decode(JSON.parse(json), buffers, false);
      const result = functions.get(id)(...args);
      const out = [];
      return [JSON.stringify(encode(result && typeof result.then === 'function' ? undefined : result, out)), ...out];
    },
    settle(id, ok, json, ...buffers) {
      const promise = waiting.get(id);
      waiting.delete(id);
      const value = decode(JSON.parse(json), buffers, false);
      if (ok) promise.resolve(value); else promise.reject(value);
    },
    clone(value) {
      const buffers = [];
      return decode(JSON.parse(JSON.stringify(encode(value, buffers))), buffers, false);
    },
  };
})`;
