// Every other field of the model, made from the model table.
import { Button } from '@create-figma-plugin/ui';
import { useId } from 'preact/hooks';
import {
  type BooleanField,
  type Field,
  fieldProblem,
  MAX_SEED,
  type NumberField,
  type SeedField,
} from '../../core/models/index.ts';
import { modelOf } from '../../core/plan.ts';
import { usePanel } from './context.ts';
import { Disclosure } from './Disclosure.tsx';
import { CheckRow, NumberBox, Problem, problemId, Row } from './Fields.tsx';

export function ModelSettings() {
  const { state } = usePanel();
  const fields = modelOf(state.settings.value.edit).fields.filter(({ group }) => group === 'more');
  return (
    <Disclosure title="All model settings" fields={fields.map(({ name }) => name)}>
      <div class="form">
        {fields.map((field) => (
          <FieldRow key={field.name} field={field} />
        ))}
      </div>
    </Disclosure>
  );
}

function FieldRow({ field }: { field: Field }) {
  switch (field.kind) {
    case 'boolean':
      return <BooleanRow field={field} />;
    case 'seed':
      return <SeedRow field={field} />;
    case 'integer':
    case 'number':
      return <NumberRow field={field} />;
    default:
      return field satisfies never;
  }
}

function Help({ id, field }: { id: string; field: Field }) {
  return (
    <p class="help" id={id}>
      {field.help} <code>{field.name}</code>
    </p>
  );
}

function NumberRow({ field }: { field: NumberField }) {
  const { state, changeValue } = usePanel();
  const id = useId();
  const value = state.settings.value.edit.values[field.name];
  return (
    <Row label={field.label} controlId={id} problem={state.drafts.value[field.name]?.problem}>
      <NumberBox
        id={id}
        field={field.name}
        value={typeof value === 'number' ? value : field.default}
        minimum={field.minimum}
        maximum={field.maximum}
        step={field.step}
        describedBy={`${id}-help`}
        check={(candidate) => fieldProblem(field, candidate)}
        change={(next) => changeValue(field.name, next)}
      />
      <Help id={`${id}-help`} field={field} />
    </Row>
  );
}

function BooleanRow({ field }: { field: BooleanField }) {
  const { state, changeValue } = usePanel();
  const id = useId();
  const value = state.settings.value.edit.values[field.name];
  return (
    <CheckRow
      label={field.label}
      value={typeof value === 'boolean' ? value : field.default}
      describedBy={`${id}-help`}
      change={(next) => changeValue(field.name, next)}
    >
      <Help id={`${id}-help`} field={field} />
    </CheckRow>
  );
}

/** A text box, because a seed is a name rather than an amount: nobody counts it up. */
function SeedRow({ field }: { field: SeedField }) {
  const { state, changeEdit, draft, randomSeed } = usePanel();
  const id = useId();
  const found = state.drafts.value[field.name];
  const input = (text: string) => {
    const seed = text.trim() === '' ? null : Number(text);
    const problem = fieldProblem(field, seed);
    draft(field.name, problem ? { text, problem: `A whole number from 0 to ${MAX_SEED}, or empty.` } : null);
    if (!problem) changeEdit({ seed });
  };
  return (
    <div class="row">
      <label class="row-label" for={id}>
        {field.label}
      </label>
      <div class="row-control">
        <input
          class="input seed"
          id={id}
          inputMode="numeric"
          autocomplete="off"
          placeholder="New each time"
          value={found?.text ?? state.settings.value.edit.seed ?? ''}
          aria-invalid={found !== undefined}
          aria-describedby={found ? problemId(id) : `${id}-help`}
          onInput={(event) => input(event.currentTarget.value)}
        />
        <Button secondary onClick={randomSeed}>
          Random seed
        </Button>
        <Help id={`${id}-help`} field={field} />
      </div>
      <Problem id={problemId(id)} text={found?.problem} />
    </div>
  );
}
