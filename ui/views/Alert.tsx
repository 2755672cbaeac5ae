// An error: its sentence, and the raw text for those who want it.
import { useState } from 'preact/hooks';
import type { WireFailure } from '../../core/failure.ts';

export function Alert({ failure }: { failure: WireFailure }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <div class="alert" role="alert">
      <p>{failure.message}</p>
      {failure.detail && (
        <>
          <button type="button" class="link" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
            Details
          </button>
          {isOpen && <pre>{failure.detail}</pre>}
        </>
      )}
    </div>
  );
}
