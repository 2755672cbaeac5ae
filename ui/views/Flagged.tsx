// The list of flagged pictures: each is looked at, blurred at first, and then inserted or discarded.
import { Button } from '@create-figma-plugin/ui';
import { useId, useMemo, useState } from 'preact/hooks';
import { toDataUri } from '../base64.ts';
import type { Flagged } from '../cut-out.ts';
import { flaggedReason } from '../flagged-text.ts';
import { usePanel } from './context.ts';

export function FlaggedView() {
  const { state } = usePanel();
  const id = useId();
  const pictures = state.flagged.value;
  if (pictures.length === 0) return null;
  return (
    <section class="unfinished">
      <h2 id={id}>Flagged</h2>
      <ul aria-labelledby={id}>
        {pictures.map((picture) => (
          <FlaggedPicture key={`${picture.composited.requestId} ${picture.index}`} picture={picture} />
        ))}
      </ul>
    </section>
  );
}

function FlaggedPicture({ picture }: { picture: Flagged }) {
  const { insertFlagged, discardFlagged } = usePanel();
  const [isOpen, setOpen] = useState(false);
  const { name } = picture.composited.insert.patches[0]!;
  return (
    <li>
      <p>{flaggedReason(picture)}</p>
      <p class="unfinished-note">{name}</p>
      {isOpen && <Look picture={picture} />}
      <div class="failure-actions">
        {!isOpen && (
          <Button secondary onClick={() => setOpen(true)}>
            Look
          </Button>
        )}
        {isOpen && (
          <Button secondary onClick={() => insertFlagged(picture)}>
            Insert
          </Button>
        )}
        <Button secondary onClick={() => discardFlagged(picture)}>
          Discard
        </Button>
      </div>
    </li>
  );
}

/** Blurred, since somebody may be standing behind. */
function Look({ picture: { preview } }: { picture: Flagged }) {
  const [isClear, setClear] = useState(false);
  const address = useMemo(() => toDataUri(preview, 'image/png'), [preview]);
  return (
    <div class="flagged-look">
      <img
        class={isClear ? undefined : 'blurred'}
        src={address}
        alt={isClear ? 'The flagged picture' : 'The flagged picture, blurred'}
      />
      <button type="button" class="link" aria-pressed={isClear} onClick={() => setClear(!isClear)}>
        {isClear ? 'Blur' : 'Unblur'}
      </button>
    </div>
  );
}
