// The panel's end of the line to the main thread: calls as promises, events as handlers, failures as they were thrown.
import { fromWire } from '../core/failure.ts';
import type { CallName, EventHandlers, PanelCalls, Reply, ToPanel, ToPlugin } from '../core/protocol.ts';

/** How messages travel; given from outside, so that tests can run the line in memory. */
export interface Transport {
  send(message: ToPlugin): void;
  listen(receive: (message: unknown) => void): () => void;
}

export interface Plugin {
  call<N extends CallName>(name: N, ...args: Parameters<PanelCalls[N]>): Promise<Reply<N>>;
  /** Returns the function that ends the subscription. */
  on<N extends keyof EventHandlers>(event: N, handler: EventHandlers[N]): () => void;
}

interface Waiting {
  resolve(value: unknown): void;
  reject(error: Error): void;
}

type AnyHandler = (value: unknown) => void;

export function openChannel(transport: Transport): Plugin {
  const waiting = new Map<number, Waiting>();
  const handlers = new Map<string, Set<AnyHandler>>();
  let lastId = 0;
  transport.listen((message) => {
    if (isToPanel(message)) receive(message, waiting, handlers);
  });
  return {
    call(name, ...args) {
      const id = ++lastId;
      return new Promise((resolve, reject) => {
        waiting.set(id, { resolve: resolve as Waiting['resolve'], reject });
        transport.send({ call: name, id, args: args[0] } as ToPlugin);
      });
    },
    on(event, handler) {
      const all = handlers.get(event) ?? new Set();
      handlers.set(event, all.add(handler as AnyHandler));
      return () => all.delete(handler as AnyHandler);
    },
  };
}

function receive(
  message: ToPanel,
  waiting: Map<number, Waiting>,
  handlers: Map<string, Set<AnyHandler>>,
): void {
  if ('event' in message) {
    for (const handler of handlers.get(message.event) ?? []) handler(message.value);
    return;
  }
  const call = waiting.get(message.reply);
  waiting.delete(message.reply);
  if ('error' in message) call?.reject(fromWire(message.error));
  else call?.resolve(message.value);
}

// Figma's own scripts and browser extensions post to the iframe too.
function isToPanel(message: unknown): message is ToPanel {
  if (typeof message !== 'object' || message === null) return false;
  return ('reply' in message && typeof message.reply === 'number') || 'event' in message;
}

/** Figma's line: `pluginMessage` both ways, through the window that holds the iframe. */
export function figmaTransport(panel: Window): Transport {
  return {
    send: (message) => panel.parent.postMessage({ pluginMessage: message }, '*'),
    listen(receive) {
      const handle = (event: MessageEvent) => receive(event.data?.pluginMessage);
      panel.addEventListener('message', handle);
      return () => panel.removeEventListener('message', handle);
    },
  };
}
