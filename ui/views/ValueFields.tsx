// Fields that hold one plain value: a number, a choice, a text, on or off, the seed.
import { Button } from '@create-figma-plugin/ui';
import { useId } from 'preact/hooks';
import {
  type BooleanField,
  type ChoiceField,
  type Field,
  fieldProblem,
  type NumberField,
  type SeedField,
  type TextField,
} from '../../core/models/index.ts';
import { capitalised } from '../wording.ts';
import { usePanel } from './context.ts';
import { CheckRow, NumberBox, problemId, Row, SelectRow } from './Fields.tsx';
import { type FieldProps, useProblem } from './field.ts';

export function Help({ id, field }: { id: string; field: Field }) {
  return (
    <p class="help" id={id}>
      {field.help} <code>{field.name}</code>
    </p>
  );
}

export function NumberRow({ field, slot }: FieldProps<NumberField>) {
  const { changeValue } = usePanel();
  const id = useId();
  const problem = useProblem(slot);
  return (
    <Row label={field.label} controlId={id} problem={problem}>
      <NumberBox
        id={id}
        field={slot.path}
        value={typeof slot.value === 'number' ? slot.value : field.default}
        minimum={field.minimum}
        maximum={field.maximum}
        step={field.step}
        describedBy={`${id}-help`}
        isUnfit={problem !== null}
        check={(candidate) => fieldProblem(field, candidate)}
        change={(value) => changeValue(slot.path, value)}
      />
      <Help id={`${id}-help`} field={field} />
    </Row>
  );
}

export function BooleanRow({ field, slot }: FieldProps<BooleanField>) {
  const { changeValue } = usePanel();
  const id = useId();
  return (
    <CheckRow
      label={field.label}
      value={typeof slot.value === 'boolean' ? slot.value : field.default}
      describedBy={`${id}-help`}
      change={(value) => changeValue(slot.path, value)}
    >
      <Help id={`${id}-help`} field={field} />
    </CheckRow>
  );
}

/** Where nothing is chosen; fal is then sent nothing. */
const NOTHING = '';

export function ChoiceRow({ field, slot }: FieldProps<ChoiceField>) {
  const { changeValue } = usePanel();
  const id = useId();
  const problem = useProblem(slot);
  const none = { value: NOTHING, title: field.isRequired ? 'Choose…' : 'None' };
  const isSet = typeof slot.value === 'string';
  const options = field.default === null ? [none, ...field.options] : field.options;
  return (
    <SelectRow
      label={field.label}
      value={isSet ? String(slot.value) : (field.default ?? NOTHING)}
      options={options}
      describedBy={`${id}-help`}
      problem={problem}
      change={(value) => changeValue(slot.path, value === NOTHING ? null : value)}
    >
      <Help id={`${id}-help`} field={field} />
    </SelectRow>
  );
}

export function TextRow({ field, slot }: FieldProps<TextField>) {
  const { changeValue } = usePanel();
  const id = useId();
  const problem = useProblem(slot);
  const control = {
    id,
    class: field.isLong ? 'input long' : 'input wide',
    value: typeof slot.value === 'string' ? slot.value : '',
    autocomplete: 'off',
    spellcheck: field.isLong === true,
    'aria-invalid': problem !== null,
    'aria-describedby': problem ? problemId(id) : `${id}-help`,
    onInput: (event: { currentTarget: { value: string } }) =>
      changeValue(slot.path, event.currentTarget.value),
  } as const;
  return (
    <Row label={field.label} controlId={id} problem={problem}>
      {field.isLong ? <textarea rows={2} {...control} /> : <input list={`${id}-list`} {...control} />}
      {field.suggestions && (
        <datalist id={`${id}-list`}>
          {field.suggestions.map((value) => (
            <option key={value} value={value} />
          ))}
        </datalist>
      )}
      <Help id={`${id}-help`} field={field} />
    </Row>
  );
}

/** A text box, because a seed is a name rather than an amount: nobody counts it up. */
export function SeedRow({ field }: { field: SeedField }) {
  const { state, changeEdit, draft, randomSeed } = usePanel();
  const id = useId();
  const found = state.drafts.value[field.name];
  const input = (text: string) => {
    const seed = text.trim() === '' ? null : Number(text);
    const problem = fieldProblem(field, seed);
    draft(field.name, problem ? { text, problem: `${capitalised(problem)}.` } : null);
    if (!problem) changeEdit({ seed });
  };
  return (
    <Row label={field.label} controlId={id} problem={found?.problem}>
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
    </Row>
  );
}
