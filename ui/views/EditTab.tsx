// The first screen: what is edited, what should be there instead, and how much may change.
import { Button, Checkbox, TextboxMultiline } from '@create-figma-plugin/ui';
import { useId } from 'preact/hooks';
import { fieldProblem, MODELS, type NumberField } from '../../core/models/index.ts';
import { modelOf } from '../../core/plan.ts';
import { usePanel } from './context.ts';
import { NumberBox, Problem, problemId, Row, SliderRow } from './Fields.tsx';
import { Footer } from './Footer.tsx';
import { ModelSettings } from './ModelSettings.tsx';
import { PreviewView } from './Preview.tsx';
import { TargetView } from './Target.tsx';

export function EditTab() {
  const { state } = usePanel();
  return (
    <>
      <div class="scroll">
        {state.settings.value.proxyUrl.trim() === '' && <Welcome />}
        <TargetView />
        <PreviewView />
        <form class="form" onSubmit={(event) => event.preventDefault()}>
          <PromptField />
          <ModelField />
          <FirstFields />
          <VariationsField />
          <SoftEdgeField />
        </form>
        <ModelSettings />
      </div>
      <Footer />
    </>
  );
}

function Welcome() {
  const { choose } = usePanel();
  return (
    <section class="welcome" aria-labelledby="welcome-title">
      <h2 id="welcome-title">One thing before you start</h2>
      <ol>
        <li>Pictures are made by fal, with your own fal account.</li>
        <li>A small proxy holds your fal key, so that it never enters Figma.</li>
        <li>Start the proxy, then enter its address under Settings.</li>
      </ol>
      <Button onClick={() => choose('settings')}>Open Settings</Button>
    </section>
  );
}

function PromptField() {
  const { state, changeEdit } = usePanel();
  const id = useId();
  const problem = state.promptProblem.value;
  return (
    <div class="field">
      <label for={id}>Prompt</label>
      <TextboxMultiline
        id={id}
        grow
        rows={2}
        placeholder="Describe what should be there"
        value={state.settings.value.edit.prompt}
        aria-invalid={problem !== null}
        aria-describedby={problem ? problemId(id) : undefined}
        onValueInput={(prompt) => changeEdit({ prompt })}
      />
      <Problem id={problemId(id)} text={problem} />
    </div>
  );
}

function ModelField() {
  const { state, changeEdit } = usePanel();
  const id = useId();
  return (
    <Row label="Model" controlId={id}>
      <div class="select">
        <select
          id={id}
          value={modelOf(state.settings.value.edit).id}
          onChange={(event) => changeEdit({ modelId: event.currentTarget.value })}
        >
          {MODELS.map((model) => (
            <option key={model.id} value={model.id}>
              {model.label}
            </option>
          ))}
        </select>
      </div>
    </Row>
  );
}

/** The model's fields that stand on the first screen, each as a slider. */
function FirstFields() {
  const { state } = usePanel();
  const fields = modelOf(state.settings.value.edit).fields;
  return (
    <>
      {fields.map((field) =>
        field.group === 'first' && (field.kind === 'number' || field.kind === 'integer') ? (
          <SliderField key={field.name} field={field} />
        ) : null,
      )}
    </>
  );
}

function SliderField({ field }: { field: NumberField }) {
  const { state, changeValue } = usePanel();
  const value = state.settings.value.edit.values[field.name];
  return (
    <SliderRow
      label={field.label}
      field={field.name}
      title={field.help}
      value={typeof value === 'number' ? value : field.default}
      minimum={field.minimum}
      maximum={field.maximum}
      step={field.step}
      check={(candidate) => fieldProblem(field, candidate)}
      change={(next) => changeValue(field.name, next)}
    />
  );
}

function VariationsField() {
  const { state, changeEdit } = usePanel();
  const id = useId();
  const { edit } = state.settings.value;
  const most = modelOf(edit).imagesPerRequest;
  return (
    <Row label="Variations" controlId={id} problem={state.drafts.value.variations?.problem}>
      <NumberBox
        id={id}
        field="variations"
        value={edit.variations}
        minimum={1}
        maximum={most}
        step={1}
        check={(value) => (isWholeBetween(value, 1, most) ? null : `a whole number from 1 to ${most}`)}
        change={(value) => value !== null && changeEdit({ variations: value })}
      />
      <span class="row-note">{edit.variations === 1 ? 'picture' : 'pictures'} per run</span>
    </Row>
  );
}

function isWholeBetween(value: number | null, low: number, high: number): boolean {
  return value !== null && Number.isInteger(value) && value >= low && value <= high;
}

const WIDEST_EDGE = 256;

function SoftEdgeField() {
  const { state, changeEdit, draft } = usePanel();
  const { softEdge } = state.settings.value.edit;
  const geometry = state.geometry.value;
  const automatic = geometry.kind === 'known' ? Math.round(geometry.outline.edge.feather) : 0;
  const toggle = (isOn: boolean) => {
    draft('softEdge', null);
    changeEdit({ softEdge: isOn ? 'automatic' : automatic });
  };
  return (
    <SliderRow
      label="Soft edge"
      field="softEdge"
      title="How far the change fades out around what you drew, in px of the frame."
      unit="px"
      value={softEdge === 'automatic' ? automatic : softEdge}
      minimum={0}
      maximum={WIDEST_EDGE}
      step={1}
      check={(value) =>
        isWholeBetween(value, 0, WIDEST_EDGE) ? null : `a whole number from 0 to ${WIDEST_EDGE}`
      }
      change={(value) => changeEdit({ softEdge: value })}
    >
      <div class="row-below">
        <Checkbox value={softEdge === 'automatic'} onValueChange={toggle}>
          Automatic
        </Checkbox>
      </div>
    </SliderRow>
  );
}
