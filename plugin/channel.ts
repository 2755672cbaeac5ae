// The main thread's end of the protocol: answers the panel's calls, tells it events.
import { toWire } from '../core/failure.ts';
import type {
  Args,
  CallHandlers,
  CallName,
  PluginEvents,
  Reply,
  ToPanel,
  ToPlugin,
} from '../core/protocol.ts';

export function answerCalls(handlers: CallHandlers): void {
  figma.ui.onmessage = (message: ToPlugin) => {
    void answer(handlers, message);
  };
}

export function tell<N extends keyof PluginEvents>(event: N, value: PluginEvents[N]): void {
  post({ event, value } as ToPanel);
}

async function answer(handlers: CallHandlers, { call, id, args }: ToPlugin): Promise<void> {
  try {
    const handler = handlers[call] as (args: Args<CallName>) => Promise<Reply<CallName>> | Reply<CallName>;
    post({ reply: id, value: await handler(args) });
  } catch (error) {
    post({ reply: id, error: toWire(error) });
  }
}

function post(message: ToPanel): void {
  figma.ui.postMessage(message);
}
