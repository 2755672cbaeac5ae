// One run of a plugin's main thread in QuickJS, with only the globals Figma documents.
import type { QuickJSContext, QuickJSHandle, QuickJSRuntime, QuickJSWASMModule } from 'quickjs-emscripten';
import { kindOf } from '../api/host-object.ts';
import type { Faults } from '../faults.ts';
import { type Crossing, decode, encode, type References } from './codec.ts';
import { installGlobals } from './globals.ts';
import { parsedRead, perform, read } from './operations.ts';
import { PRELUDE } from './prelude.ts';

export interface SandboxOptions {
  figma: object;
  uiHtml: string;
  faults: Faults;
  now: (() => number) | undefined;
  log: (level: 'log' | 'info' | 'warn' | 'error', ...values: unknown[]) => void;
}

export class Sandbox implements References {
  readonly options: SandboxOptions;
  readonly #runtime: QuickJSRuntime;
  readonly #vm: QuickJSContext;
  readonly #bridge: QuickJSHandle;
  #ids = new Map<object, number>();
  #objects = new Map<number, object>();
  #functions = new Map<number, (...args: unknown[]) => unknown>();
  #closers: (() => void)[] = [];
  #lastId = 0;
  #depth = 0;
  #closing = false;
  #ended = false;

  constructor(quickjs: QuickJSWASMModule, options: SandboxOptions) {
    this.options = options;
    this.#runtime = quickjs.newRuntime();
    this.#vm = this.#runtime.newContext();
    this.#bridge = this.#start();
    installGlobals(this, this.#vm);
  }

  get closed(): boolean {
    return this.#closing;
  }

  run(script: string): void {
    this.#enter(() => {
      const result = this.#vm.evalCode(script, 'main.js', { type: 'global' });
      if (result.error) this.#report(result.error);
      else result.value.dispose();
    });
  }

  /** No call reaches the plugin any more; its timers end once no call of it is under way. */
  close(): void {
    this.#closing = true;
    this.#endWhenIdle();
  }

  onClose(closer: () => void): void {
    this.#closers.push(closer);
  }

  /** Calls a function that a global of the sandbox kept. */
  call(callback: QuickJSHandle): void {
    if (this.#closing) return;
    this.#enter(() => {
      const result = this.#vm.callFunction(callback, this.#vm.undefined);
      if (result.error) this.#report(result.error);
      else result.value.dispose();
    });
  }

  /** Calls a function of the plugin's. */
  invoke(id: number, args: unknown[]): unknown {
    if (this.#closing) return undefined;
    return this.#enter(() => this.#callBridge('invoke', [this.#vm.newNumber(id)], encode(args, this)));
  }

  // References: what crosses by number.

  idOf(object: object): number {
    let id = this.#ids.get(object);
    if (id === undefined) {
      this.#lastId += 1;
      id = this.#lastId;
      this.#ids.set(object, id);
      this.#objects.set(id, object);
    }
    return id;
  }

  byId(id: number): object {
    const object = this.#objects.get(id);
    if (!object) throw new Error(`The sandbox holds no object ${id}`);
    return object;
  }

  functionById(id: number): (...args: unknown[]) => unknown {
    const known = this.#functions.get(id) ?? ((...args: unknown[]) => this.invoke(id, args));
    this.#functions.set(id, known);
    return known;
  }

  promise(promise: PromiseLike<unknown>): number {
    this.#lastId += 1;
    const id = this.#lastId;
    promise.then(
      (value) => this.#settle(id, true, value),
      (error: unknown) => this.#settle(id, false, error),
    );
    return id;
  }

  #settle(id: number, ok: boolean, value: unknown): void {
    if (this.#closing) return;
    this.#enter(() => {
      const handles = [this.#vm.newNumber(id), ok ? this.#vm.true : this.#vm.false];
      this.#callBridge('settle', handles, encode(value, this));
    });
  }

  #start(): QuickJSHandle {
    const vm = this.#vm;
    const host = vm.newFunction('host', (operation, json, ...buffers) =>
      this.#answer(
        vm.getString(operation),
        vm.getString(json),
        buffers.map((buffer) => this.#bytes(buffer)),
      ),
    );
    const read = vm.newFunction('read', (request) => this.#answerRead(vm.getString(request)));
    const mixed = vm.newUniqueSymbol('figma.mixed');
    const factory = vm.unwrapResult(vm.evalCode(PRELUDE, 'prelude.js'));
    const bridge = vm.unwrapResult(vm.callFunction(factory, vm.undefined, host, read, mixed));
    for (const handle of [host, read, mixed, factory]) handle.dispose();
    this.#exposeFigma(bridge);
    return bridge;
  }

  #exposeFigma(bridge: QuickJSHandle): void {
    const vm = this.#vm;
    const make = vm.getProp(bridge, 'global');
    const [id, kind] = [vm.newNumber(this.idOf(this.options.figma)), vm.newString('figma')];
    const figma = vm.unwrapResult(vm.callFunction(make, vm.undefined, id, kind));
    vm.setProp(vm.global, 'figma', figma);
    const clone = vm.getProp(bridge, 'clone');
    vm.setProp(vm.global, 'structuredClone', clone);
    for (const handle of [make, id, kind, figma, clone]) handle.dispose();
  }

  #answerRead(request: string): QuickJSHandle {
    try {
      this.#assertOpen();
      const { id, name } = parsedRead(request);
      return this.#short(read(this.byId(id), id, name));
    } catch (error) {
      return this.#vm.newString(`e${encode(asError(error), this).json}`);
    }
  }

  /** The value itself where it is a plain one; else a string that says by its first letter what it is. */
  #short(value: unknown): QuickJSHandle {
    const vm = this.#vm;
    if (typeof value === 'number') return vm.newNumber(value);
    if (typeof value === 'boolean') return value ? vm.true : vm.false;
    if (typeof value === 'string') return vm.newString(`s${value}`);
    const kind = kindOf(Object(value));
    return vm.newString(kind ? `r${this.idOf(Object(value))} ${kind}` : `v${encode(value, this).json}`);
  }

  #assertOpen(): void {
    if (this.#closing) throw new Error('The plugin is closed: its API can no longer be used');
  }

  /** Answers one set, call or has from the plugin. */
  #answer(operation: string, json: string, buffers: Uint8Array[]): QuickJSHandle {
    try {
      this.#assertOpen();
      const [id, name, argument] = decode(JSON.parse(json), this, buffers) as [number, string, unknown];
      return this.#reply(true, perform(operation, this.byId(id), name, argument, this.options.faults));
    } catch (error) {
      return this.#reply(false, error);
    }
  }

  #reply(ok: boolean, value: unknown): QuickJSHandle {
    const { json, buffers } = encode(ok ? value : asError(value), this);
    const vm = this.#vm;
    const reply = vm.newArray();
    const parts = [vm.newString(`[${ok},${json}]`), ...buffers.map((bytes) => this.#buffer(bytes))];
    parts.forEach((part, index) => {
      vm.setProp(reply, index, part);
      part.dispose();
    });
    return reply;
  }

  #callBridge(name: string, handles: QuickJSHandle[], { json, buffers }: Crossing): unknown {
    const vm = this.#vm;
    const fn = vm.getProp(this.#bridge, name);
    const args = [...handles, vm.newString(json), ...buffers.map((bytes) => this.#buffer(bytes))];
    const result = vm.callFunction(fn, vm.undefined, ...args);
    for (const handle of [fn, ...args]) if (handle.alive) handle.dispose();
    if (result.error) {
      this.#report(result.error);
      return undefined;
    }
    return this.#returned(result.value);
  }

  #returned(value: QuickJSHandle): unknown {
    const vm = this.#vm;
    if (vm.typeof(value) !== 'object') {
      value.dispose();
      return undefined;
    }
    const first = vm.getProp(value, 0);
    const json = vm.getString(first);
    first.dispose();
    value.dispose();
    return decode(JSON.parse(json), this, []);
  }

  #buffer(bytes: Uint8Array): QuickJSHandle {
    return this.#vm.newArrayBuffer(bytes.slice().buffer);
  }

  #bytes(handle: QuickJSHandle): Uint8Array {
    const lifetime = this.#vm.getArrayBuffer(handle);
    const copy = lifetime.value.slice();
    lifetime.dispose();
    return copy;
  }

  /** Runs something in the sandbox and then its pending jobs; closing waits until the outermost call is done. */
  #enter<T>(action: () => T): T {
    this.#depth += 1;
    try {
      const result = action();
      if (this.#depth === 1) this.#runJobs();
      return result;
    } finally {
      this.#depth -= 1;
      this.#endWhenIdle();
    }
  }

  #runJobs(): void {
    while (this.#runtime.hasPendingJob()) {
      const result = this.#runtime.executePendingJobs(1);
      if (result.error) this.#report(result.error);
    }
  }

  #report(error: QuickJSHandle): void {
    const value: unknown = this.#vm.dump(error);
    error.dispose();
    const { name, message, stack } = value as { name?: string; message?: string; stack?: string };
    this.options.log(
      'error',
      `Uncaught ${name ?? 'Error'}: ${message ?? String(value)}\n${stack ?? ''}`.trim(),
    );
  }

  #endWhenIdle(): void {
    if (!this.#closing || this.#depth > 0 || this.#ended) return;
    this.#ended = true;
    // The memory itself goes with the module. QuickJS would rather abort than free a runtime in which an
    // asynchronous function was left waiting while its garbage was collected.
    for (const closer of this.#closers) closer();
  }
}

function asError(value: unknown): Error {
  return value instanceof Error ? value : new Error(String(value));
}
