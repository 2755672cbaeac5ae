// What stands at the bottom of the Edit tab: the runs, what went wrong outside them, price and buttons.
import { Button } from '@create-figma-plugin/ui';
import type { Ready } from '../../core/selection.ts';
import { picturesOf } from '../../core/wanted.ts';
import { askedInBatch, batchPrice, matrixText } from '../batch.ts';
import { isMendedInSettings } from '../failure-kinds.ts';
import { restoredText } from '../restored.ts';
import { priceLine, priceOf } from '../wording.ts';
import { Alert } from './Alert.tsx';
import { usePanel } from './context.ts';
import { goToFirst, useHandingOn } from './focus.ts';
import { Results } from './Results.tsx';
import { RunList } from './Runs.tsx';

export function Footer() {
  return (
    <footer class="footer">
      <Notice />
      <RunList />
      <Results />
      <RestoredLine />
      <div class="footer-row">
        <Price />
        <Buttons />
      </div>
    </footer>
  );
}

/** Its place is there before it: what comes onto the page with its text is not read out. */
function RestoredLine() {
  const { state } = usePanel();
  const { value: restored } = state.restored;
  return (
    <div class="restored" aria-live="polite">
      {restored && <span>{restoredText(restored.again, state.settings.value.edit)}</span>}
      {restored && <BackButton />}
    </div>
  );
}

function BackButton() {
  const { backToMine } = usePanel();
  const button = useHandingOn<HTMLButtonElement>(() => goToFirst('prompt'));
  return (
    <button
      type="button"
      class="link"
      ref={button}
      title="Your own settings again, with what you have changed since. Another target brings them back too."
      onClick={backToMine}
    >
      Back to mine
    </button>
  );
}

/** A failure that belongs to no run, and what can be done about it. */
function Notice() {
  const { state, choose, dismissNotice } = usePanel();
  const { value: failure } = state.notice;
  if (!failure) return null;
  return (
    <div class="failure">
      <Alert key={failure.message} failure={failure} />
      <div class="failure-actions">
        {isMendedInSettings(failure.failure) ? (
          <Button secondary onClick={() => choose('settings')}>
            Open Settings
          </Button>
        ) : (
          <Button secondary onClick={dismissNotice}>
            Dismiss
          </Button>
        )}
      </div>
    </div>
  );
}

function Price() {
  const { state, changeEdit } = usePanel();
  const geometry = state.geometry.value;
  const several = askedInBatch(state);
  if (several?.length) return <BatchPrice selections={several} />;
  if (geometry.kind !== 'known') return <div class="price" />;
  const { edit } = state.settings.value;
  const { text, title, warning, bill } = priceLine(geometry.outline, edit, picturesOf(edit, 1));
  return (
    <div class="price">
      <span title={title}>{text}</span>
      {warning && (
        <span class="soft" title="The region is large: the result has fewer px than the design.">
          {' · '}
          {warning}
        </span>
      )}
      {warning && edit.resolution === 'standard' && ' · '}
      {warning && edit.resolution === 'standard' && (
        <button
          type="button"
          class="link"
          title="Send up to 2 megapixels instead of 1: sharper, but fal bills what goes beyond one as 2"
          onClick={() => changeEdit({ resolution: 'fine' })}
        >
          Fine
        </button>
      )}
      {bill && <Bill text={bill} />}
    </div>
  );
}

function BatchPrice({ selections }: { selections: readonly Ready[] }) {
  const { edit } = usePanel().state.settings.value;
  const pictures = picturesOf(edit, selections.length);
  return (
    <div class="price">
      <span title={matrixText(selections.length, edit)}>
        {priceOf(batchPrice(selections, edit), pictures)}
        {pictures > 1 && ` · ${matrixText(selections.length, edit)}`}
      </span>
    </div>
  );
}

/** Why it costs more than it would at Standard. */
function Bill({ text }: { text: string }) {
  return (
    <>
      {' · '}
      <span class="bill" title="fal bills whole megapixels, rounded up. Standard sends no more than one.">
        {text}
      </span>
    </>
  );
}

/** A double click is one click: a run is paid for. */
const once = (act: () => void) => (event: MouseEvent) => {
  if (event.detail < 2) act();
};

function Buttons() {
  const { state, generate, generateWhole, addRegion } = usePanel();
  const { value: selection } = state.selection;
  const needsRegion = selection.kind === 'target';
  return (
    <div class={needsRegion ? 'buttons filling' : 'buttons'}>
      {selection.kind !== 'none' && (
        <Button secondary onClick={addRegion}>
          Add region
        </Button>
      )}
      {needsRegion && (
        <Button secondary onClick={once(generateWhole)}>
          Change whole {selection.target.kind}
        </Button>
      )}
      <Button onClick={once(generate)}>{needsRegion ? 'Choose a region' : 'Generate'}</Button>
    </div>
  );
}
