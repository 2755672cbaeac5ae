// The list of flagged pictures: each is looked at, blurred at first, and then inserted or discarded.
import { Button } from '@create-figma-plugin/ui';
import { useEffect, useId, useMemo, useRef, useState } from 'preact/hooks';
import { toDataUri } from '../base64.ts';
import type { Flagged } from '../cut-out.ts';
import { flaggedReason } from '../flagged-text.ts';
import { usePanel } from './context.ts';
import { focusBeside, goToFirst, useHandingOn } from './focus.ts';

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
  const { discardFlagged } = usePanel();
  const [isOpen, setOpen] = useState(picture.isAwaited);
  const [wasSeen, setSeen] = useState(false);
  // Not to the same button of another: a second press would decide that one unseen.
  const row = useHandingOn<HTMLLIElement>((going) => focusBeside(going, 'button') || goToFirst('prompt'));
  const { name } = picture.composited.insert.patches[0]!;
  return (
    <li ref={row}>
      <p>{flaggedReason(picture)}</p>
      <p class="unfinished-note">{name}</p>
      {isOpen && <Look picture={picture} onSeen={() => setSeen(true)} />}
      <div class="failure-actions">
        {!isOpen && (
          <Button secondary onClick={() => setOpen(true)}>
            Look
          </Button>
        )}
        {wasSeen && <Insert picture={picture} />}
        <Button secondary onClick={() => discardFlagged(picture)}>
          Discard
        </Button>
      </div>
    </li>
  );
}

/** Of one that somebody has seen as it is. */
function Insert({ picture }: { picture: Flagged }) {
  const { state, insertFlagged, insertFlaggedHere } = usePanel();
  if (!picture.isPlaceless) {
    return (
      <Button secondary onClick={() => insertFlagged(picture)}>
        Insert
      </Button>
    );
  }
  const hasTarget = state.selection.value.kind !== 'none';
  return (
    <Button secondary disabled={!hasTarget} onClick={() => insertFlaggedHere(picture)}>
      Insert here
    </Button>
  );
}

/** Blurred, since somebody may be standing behind. */
function Look({ picture: { preview, isAwaited }, onSeen }: { picture: Flagged; onSeen(): void }) {
  const [isClear, setClear] = useState(false);
  const address = useMemo(() => toDataUri(preview, 'image/png'), [preview]);
  const button = useRef<HTMLButtonElement>(null);
  // Takes the focus over from the button that opened it; one that comes by itself takes it from nothing.
  useEffect(() => {
    if (!isAwaited) button.current?.focus();
  }, [isAwaited]);
  const toggle = () => {
    setClear(!isClear);
    onSeen();
  };
  return (
    <div class="flagged-look">
      <img
        class={isClear ? undefined : 'blurred'}
        src={address}
        alt={isClear ? 'The flagged picture' : 'The flagged picture, blurred'}
      />
      <button type="button" class="link" ref={button} onClick={toggle}>
        {isClear ? 'Blur' : 'Unblur'}
      </button>
    </div>
  );
}
