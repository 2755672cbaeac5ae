// Puts a result that is there into everything that is selected, without another request.
import { useState } from 'preact/hooks';
import { toWire, type WireFailure } from '../../core/failure.ts';
import type { FillKey, ResultAddress } from '../../core/placed.ts';
import { Alert } from './Alert.tsx';
import { usePanel } from './context.ts';

type Told =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'working' }
  | { readonly kind: 'used'; readonly text: string }
  | { readonly kind: 'failed'; readonly failure: WireFailure };

export function UseInSelection({ of, made }: { of: ResultAddress; made: FillKey }) {
  const { useInSelection } = usePanel();
  const [told, tell] = useState<Told>({ kind: 'nothing' });
  const use = async () => {
    tell({ kind: 'working' });
    tell(
      await useInSelection(of, made).then(
        (text): Told => ({ kind: 'used', text }),
        (error: unknown): Told => ({ kind: 'failed', failure: toWire(error) }),
      ),
    );
  };
  return (
    <div class="use-result">
      <button
        type="button"
        class="link"
        disabled={told.kind === 'working'}
        title="Puts this result into every selected picture, and over the matching region of every selected frame. Nothing is sent."
        onClick={() => void use()}
      >
        Use in selection
      </button>
      <span class="use-told" role="status">
        {told.kind === 'used' && told.text}
      </span>
      {told.kind === 'failed' && <Alert key={told.failure.message} failure={told.failure} />}
    </div>
  );
}
