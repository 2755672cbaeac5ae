// The first screen: what is edited, what should be there instead, and how much may change.
import { Button, Checkbox, TextboxMultiline } from '@create-figma-plugin/ui';
import { useId } from 'preact/hooks';
import { countOfRun, keepsRest, modelOf } from '../../core/model-settings.ts';
import {
  type CountField,
  type Field,
  fieldProblem,
  MODELS,
  type NumberField,
  takesPrompt,
} from '../../core/models/index.ts';
import { promptsOf } from '../../core/wanted.ts';
import { problemOfPrompt } from '../refusal.ts';
import { usePanel } from './context.ts';
import { FollowersHint, SoftEdgeField } from './EdgeFields.tsx';
import { checkWhole, NumberBox, Problem, problemId, Row, SelectRow, SliderRow } from './Fields.tsx';
import { FlaggedView } from './Flagged.tsx';
import { Footer } from './Footer.tsx';
import { firstId } from './focus.ts';
import { InsertAsField } from './InsertAsField.tsx';
import { ModelSettings } from './ModelSettings.tsx';
import { Presets } from './Presets.tsx';
import { PreviewView } from './Preview.tsx';
import { PromptCount } from './PromptCount.tsx';
import { Advice, PromptHead } from './Prompts.tsx';
import { RegionSettings } from './RegionSettings.tsx';
import { StrengthOffer } from './StrengthOffer.tsx';
import { TargetView } from './Target.tsx';
import { UnfinishedHint } from './Unfinished.tsx';

export function EditTab() {
  const { state } = usePanel();
  return (
    <>
      <div class="scroll">
        {state.settings.value.proxyUrl.trim() === '' && <Welcome />}
        <UnfinishedHint />
        <FlaggedView />
        <TargetView />
        <PreviewView />
        <form class="form" onSubmit={(event) => event.preventDefault()}>
          <PromptField />
          <ModelField />
          <FirstFields />
          <SoftEdgeField />
          <MatchColoursField />
          <FollowersHint />
          <InsertAsField />
        </form>
        <RegionSettings />
        <ModelSettings />
        <Presets />
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
  const id = firstId('prompt');
  const { edit } = state.settings.value;
  const model = modelOf(edit);
  const problem = state.isRefused.value ? problemOfPrompt(state) : null;
  return (
    <div class="field">
      <PromptHead id={id} />
      <TextboxMultiline
        id={id}
        grow
        rows={2}
        placeholder="Describe what should be there"
        value={edit.prompt}
        aria-invalid={problem !== null}
        aria-describedby={problemId(id)}
        aria-description="prompt"
        onValueInput={(prompt) => changeEdit({ prompt })}
      />
      <PromptCount />
      {problem ? <Problem id={problemId(id)} text={problem} /> : <Advice id={problemId(id)} />}
      {!takesPrompt(model) && <p class="help">{model.label} takes no prompt: it goes by the picture.</p>}
    </div>
  );
}

const MODEL_OPTIONS = MODELS.map(({ id, label }) => ({ value: id, title: label }));

function ModelField() {
  const { state, changeEdit } = usePanel();
  const { id, note } = modelOf(state.settings.value.edit);
  return (
    <SelectRow
      id={firstId('model')}
      label="Model"
      value={id}
      options={MODEL_OPTIONS}
      change={(modelId) => changeEdit({ modelId })}
    >
      <p class="help">{note}</p>
    </SelectRow>
  );
}

/** The model's fields that stand on the first screen, each as a slider. */
function FirstFields() {
  const { state } = usePanel();
  return (
    <>
      {modelOf(state.settings.value.edit).first.map((field) => (
        <FirstField key={field.name} field={field} />
      ))}
    </>
  );
}

function FirstField({ field }: { field: Field }) {
  switch (field.kind) {
    case 'count':
      return <VariationsField field={field} />;
    case 'number':
    case 'integer':
      return <SliderField field={field} />;
    default:
      return null;
  }
}

/** A slider has two ends and a place to start from; a field without them is set under `All model settings`. */
function SliderField({ field }: { field: NumberField }) {
  const { state, changeValue } = usePanel();
  const value = state.settings.value.edit.values[field.name] ?? field.default;
  if (field.minimum === null || field.maximum === null || typeof value !== 'number') return null;
  return (
    <SliderRow
      id={firstId(field.name)}
      label={field.label}
      field={field.name}
      title={field.help}
      description={field.name}
      value={value}
      minimum={field.minimum}
      maximum={field.maximum}
      step={field.step}
      check={(candidate) => fieldProblem(field, candidate)}
      change={(next) => changeValue(field.name, next)}
    >
      <StrengthOffer field={field} value={value} />
    </SliderRow>
  );
}

function VariationsField({ field: ofRequest }: { field: CountField }) {
  const field = countOfRun(ofRequest);
  const { state, changeEdit } = usePanel();
  const id = firstId(field.name);
  const { edit } = state.settings.value;
  return (
    <Row label="Variations" controlId={id} problem={state.drafts.value.variations?.problem}>
      <NumberBox
        id={id}
        field="variations"
        value={edit.variations}
        minimum={field.minimum}
        maximum={field.maximum}
        step={1}
        description={field.name}
        check={(candidate) => fieldProblem(field, candidate)}
        change={(value) => value !== null && changeEdit({ variations: value })}
      />
      <span class="row-note">
        {edit.variations === 1 ? 'picture' : 'pictures'} per {promptsOf(edit).length > 1 ? 'prompt' : 'run'}
      </span>
    </Row>
  );
}

/** Off is an amount of none; on again, it starts from all of it. */
function MatchColoursField() {
  const { state, changeEdit, draft } = usePanel();
  const { edit } = state.settings.value;
  const { matchColours } = edit;
  const id = useId();
  const toggle = (isOn: boolean) => {
    draft('matchColours', null);
    changeEdit({ matchColours: isOn ? 1 : 0 });
  };
  // Nothing comes back as it was, so there is nothing to match by.
  if (!keepsRest(modelOf(edit))) return null;
  return (
    <div
      class="row spread"
      title="Takes back the drift in colour and brightness that models add to a whole picture."
    >
      <Checkbox value={matchColours > 0} onValueChange={toggle}>
        Match surrounding colours
      </Checkbox>
      <NumberBox
        id={id}
        name="How much, in %"
        field="matchColours"
        unit="%"
        disabled={matchColours === 0}
        value={Math.round(matchColours * 100)}
        minimum={1}
        maximum={100}
        step={1}
        check={checkWhole(1, 100)}
        change={(percent) => changeEdit({ matchColours: (percent ?? 0) / 100 })}
      />
      <Problem id={problemId(id)} text={state.drafts.value.matchColours?.problem} />
    </div>
  );
}
