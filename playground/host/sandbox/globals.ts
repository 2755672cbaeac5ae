// The sandbox's globals besides `figma`: timers, the console and `__html__`.
import type { QuickJSContext, QuickJSHandle } from 'quickjs-emscripten';
import type { Sandbox } from './sandbox.ts';

const LEVELS = ['log', 'info', 'warn', 'error'] as const;

export function installGlobals(sandbox: Sandbox, vm: QuickJSContext): void {
  installConsole(sandbox, vm);
  installTimers(sandbox, vm);
  installClock(sandbox, vm);
  set(vm, vm.global, '__html__', vm.newString(sandbox.options.uiHtml));
}

function set(vm: QuickJSContext, target: QuickJSHandle, name: string, value: QuickJSHandle): void {
  vm.setProp(target, name, value);
  value.dispose();
}

/** Another time than this computer's. */
function installClock({ options: { now } }: Sandbox, vm: QuickJSContext): void {
  if (!now) return;
  const date = vm.getProp(vm.global, 'Date');
  set(
    vm,
    date,
    'now',
    vm.newFunction('now', () => vm.newNumber(now())),
  );
  date.dispose();
}

function installConsole(sandbox: Sandbox, vm: QuickJSContext): void {
  const object = vm.newObject();
  for (const level of LEVELS) {
    const log = vm.newFunction(level, (...values) => {
      sandbox.options.log(level, ...values.map((value) => vm.dump(value) as unknown));
    });
    set(vm, object, level, log);
  }
  set(vm, vm.global, 'console', object);
}

type Timer = ReturnType<typeof setTimeout>;

/** Timers hold the plugin's callbacks by number, and end with the run. */
function installTimers(sandbox: Sandbox, vm: QuickJSContext): void {
  const timers = new Map<number, { timer: Timer; callback: QuickJSHandle }>();
  let last = 0;
  const stop = (id: number) => {
    clearTimeout(timers.get(id)?.timer);
    timers.get(id)?.callback.dispose();
    timers.delete(id);
  };
  sandbox.onClose(() => {
    for (const id of [...timers.keys()]) stop(id);
  });
  const start = (repeat: boolean) => (callback: QuickJSHandle, delay?: QuickJSHandle) => {
    last += 1;
    const id = last;
    const wait = delay ? vm.getNumber(delay) : 0;
    const fire = () => {
      const entry = timers.get(id);
      if (!entry) return;
      if (repeat) entry.timer = setTimeout(fire, wait);
      sandbox.call(entry.callback);
      if (!repeat) stop(id);
    };
    timers.set(id, { timer: setTimeout(fire, wait), callback: callback.dup() });
    return vm.newNumber(id);
  };
  const clear = (handle: QuickJSHandle) => stop(vm.getNumber(handle));
  set(vm, vm.global, 'setTimeout', vm.newFunction('setTimeout', start(false)));
  set(vm, vm.global, 'setInterval', vm.newFunction('setInterval', start(true)));
  set(vm, vm.global, 'clearTimeout', vm.newFunction('clearTimeout', clear));
  set(vm, vm.global, 'clearInterval', vm.newFunction('clearInterval', clear));
}
