// Puts a result that is there into everything that is selected, without another request.
import { useRef, useState } from 'preact/hooks';
import { toWire, type WireFailure } from '../../core/failure.ts';
import type { FillKey, ResultAddress } from '../../core/placed.ts';
import { cuttingText } from '../use-result.ts';
import { Alert } from './Alert.tsx';
import { usePanel } from './context.ts';
import { useHandingOn } from './focus.ts';

type Told =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'working'; readonly text: string }
  | { readonly kind: 'used'; readonly text: string }
  | { readonly kind: 'failed'; readonly failure: WireFailure };

export function UseInSelection({ of, made }: { of: ResultAddress; made: FillKey }) {
  const { told, use, stop } = useUsing(of, made);
  return (
    <div class="use-result">
      <div class="use-actions">
        <button
          type="button"
          class="link"
          disabled={told.kind === 'working'}
          title="Puts this result into every selected picture, and over the matching region of every selected frame. Nothing is sent."
          onClick={use}
        >
          Use in selection
        </button>
        {told.kind === 'working' && <Stop stop={stop} />}
      </div>
      <span class="use-told" role="status">
        {(told.kind === 'working' || told.kind === 'used') && told.text}
      </span>
      {told.kind === 'failed' && <Alert key={told.failure.message} failure={told.failure} />}
    </div>
  );
}

function Stop({ stop }: { stop: () => void }) {
  const button = useHandingOn<HTMLButtonElement>(({ previousElementSibling: use }) => {
    if (use instanceof HTMLElement) use.focus();
  });
  return (
    <button type="button" class="link" ref={button} onClick={stop}>
      Stop
    </button>
  );
}

function useUsing(of: ResultAddress, made: FillKey) {
  const { useInSelection } = usePanel();
  const [told, tell] = useState<Told>({ kind: 'nothing' });
  const stopping = useRef(new AbortController());
  const use = async () => {
    stopping.current = new AbortController();
    const working = (text: string) => tell({ kind: 'working', text });
    working('');
    const watcher = {
      signal: stopping.current.signal,
      told: (done: number, all: number) => working(cuttingText(done, all)),
    };
    tell(await useInSelection(of, made, watcher).then(usedIn, failedBy));
  };
  return { told, use: () => void use(), stop: () => stopping.current.abort() };
}

function usedIn(text: string): Told {
  return { kind: 'used', text };
}

function failedBy(error: unknown): Told {
  const failure = toWire(error);
  return failure.failure === 'cancelled'
    ? usedIn('Stopped. Nothing was changed.')
    : { kind: 'failed', failure };
}
