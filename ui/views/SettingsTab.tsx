// The Settings tab: where the proxy is, its token, and which colour of a change map means change.
import { Button, Textbox } from '@create-figma-plugin/ui';
import { useId, useState } from 'preact/hooks';
import { toWire } from '../../core/failure.ts';
import { modelOf } from '../../core/model-settings.ts';
import type { Model, Polarity } from '../../core/models/index.ts';
import { priceText, runPrice } from '../../core/price.ts';
import { checkAddress } from '../fal/fal.ts';
import { PROBE_SIZE } from '../polarity-check.ts';
import { pendingProbe } from '../polarity-search.ts';
import { foundPolarity } from '../state.ts';
import { Alert } from './Alert.tsx';
import { ConnectionTest } from './ConnectionTest.tsx';
import { usePanel } from './context.ts';
import { Problem, problemId } from './Fields.tsx';

export function SettingsTab() {
  const { testConnection } = usePanel();
  return (
    <div class="scroll settings">
      <form
        class="form"
        onSubmit={(event) => {
          event.preventDefault();
          testConnection();
        }}
      >
        <UrlField />
        <TokenField />
      </form>
      <ConnectionTest />
      <p class="hint">
        Both are kept by Figma on this computer, for you alone. They are never written into a document, and
        the token is sent to this address only.
      </p>
      <PolaritySection />
    </div>
  );
}

/** What fal does not document, found out by a probe. */
function PolaritySection() {
  const { state, checkPolarity } = usePanel();
  const { value: check } = state.polarityCheck;
  const model = modelOf(state.settings.value.edit);
  const price = priceText(runPrice(model.price, PROBE_SIZE, 1));
  return (
    <section class="polarity" aria-labelledby="polarity-title">
      <h2 id="polarity-title">Change map</h2>
      <p class="hint">
        {polarityText(model, foundPolarity(state))}
        {model.polarity && ` A check makes one small picture (${price}).`}
      </p>
      <div class="settings-actions">
        <Button secondary disabled={check.kind === 'running' || !model.polarity} onClick={checkPolarity}>
          Check which colour means change
        </Button>
      </div>
      <div class="status" role="status">
        {check.kind === 'running' && 'Checking…'}
        {check.kind === 'found' && `Found out for ${check.model}, and kept for this proxy.`}
        {check.kind === 'idle' && pendingProbe(state) === null && UNANSWERED}
      </div>
      {check.kind === 'failed' && <Alert key={check.failure.message} failure={check.failure} />}
    </section>
  );
}

const UNANSWERED =
  'A check went out, but the plugin was closed before an answer came. It may have been charged.';

function polarityText({ label, polarity }: Model, found: Polarity | null): string {
  if (!polarity) return `${label} takes no change map: the result is cut by the regions.`;
  const colour = (found ?? polarity) === 'white-changes' ? 'white' : 'black';
  return found
    ? `For ${label}, ${colour} means change: that was found out.`
    : `For ${label}, ${colour} is taken to mean change; fal does not say.`;
}

function UrlField() {
  const { state, changeConnection } = usePanel();
  const id = useId();
  const [isLeft, setLeft] = useState(true);
  const { proxyUrl } = state.settings.value;
  const problem = isLeft ? addressProblem(proxyUrl) : null;
  return (
    <div class="field">
      <label for={id}>Proxy URL</label>
      <Textbox
        id={id}
        placeholder="http://localhost:3333/api/fal/proxy"
        value={proxyUrl}
        aria-invalid={problem !== null}
        aria-describedby={problem ? problemId(id) : undefined}
        onFocus={() => setLeft(false)}
        onBlur={() => setLeft(true)}
        onValueInput={(value) => changeConnection({ proxyUrl: value })}
      />
      <Problem id={problemId(id)} text={problem} />
    </div>
  );
}

/** An empty field is not yet wrong. */
function addressProblem(url: string): string | null {
  if (url.trim() === '') return null;
  try {
    checkAddress(url.trim());
    return null;
  } catch (error) {
    return toWire(error).message;
  }
}

function TokenField() {
  const { state, changeConnection } = usePanel();
  const id = useId();
  const [isShown, setShown] = useState(false);
  return (
    <div class="field">
      <label for={id}>Proxy token</label>
      <div class="token">
        <Textbox
          id={id}
          password={!isShown}
          placeholder="As the proxy printed it when it started"
          value={state.settings.value.proxyToken}
          onValueInput={(value) => changeConnection({ proxyToken: value })}
        />
        <Button secondary aria-pressed={isShown} onClick={() => setShown(!isShown)}>
          Show
        </Button>
      </div>
    </div>
  );
}
