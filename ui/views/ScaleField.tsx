// How much a LoRA counts: one number, or a number for each of the model's layers.
import { Button } from '@create-figma-plugin/ui';
import { useId } from 'preact/hooks';
import { asRecord, fieldProblem, type ScaleField } from '../../core/models/index.ts';
import { capitalised } from '../wording.ts';
import { usePanel } from './context.ts';
import { NumberBox, Problem, problemId, Row } from './Fields.tsx';
import { type FieldProps, useProblem } from './field.ts';
import { ActionIcon } from './icons.tsx';
import { Help } from './ValueFields.tsx';

export function ScaleRow({ field, slot }: FieldProps<ScaleField>) {
  const id = useId();
  const problem = useProblem(slot);
  const isPerLayer = typeof slot.value === 'object';
  return (
    <Row label={field.label} controlId={id} problem={problem}>
      {!isPerLayer && (
        <NumberBox
          id={id}
          field={slot.path}
          value={typeof slot.value === 'number' ? slot.value : field.default}
          minimum={field.minimum}
          maximum={field.maximum}
          step={field.step}
          describedBy={`${id}-help`}
          check={(candidate) => fieldProblem(field, candidate)}
          change={slot.change}
        />
      )}
      <HowSet {...(isPerLayer && { id })} isPerLayer={isPerLayer} field={field} slot={slot} />
      {isPerLayer && <Layers field={field} slot={slot} />}
      <Help id={`${id}-help`} field={field} />
    </Row>
  );
}

interface HowSetProps extends FieldProps<ScaleField> {
  /** Where the row's label leads when there is no one number. */
  readonly id?: string;
  readonly isPerLayer: boolean;
}

function HowSet({ id, isPerLayer, field, slot }: HowSetProps) {
  const { draft, reorderDrafts } = usePanel();
  const choose = (how: string) => {
    draft(slot.path, null);
    reorderDrafts(slot.path, []);
    slot.change(how === 'layers' ? { '': field.default } : field.default);
  };
  return (
    <div class="select beside">
      <select
        id={id}
        aria-label="One number or per layer"
        value={isPerLayer ? 'layers' : 'one'}
        onChange={(event) => choose(event.currentTarget.value)}
      >
        <option value="one">One number</option>
        <option value="layers">Per layer</option>
      </select>
    </div>
  );
}

function Layers({ field, slot }: FieldProps<ScaleField>) {
  const layers = Object.entries(asRecord(slot.value));
  const isOneUnnamed = layers.some(([name]) => name === '');
  return (
    <div class="layers">
      {layers.map(([name, scale], i) => (
        // By place: a layer's name changes with every letter typed.
        <Layer key={String(i)} index={i} name={name} scale={scale} field={field} slot={slot} />
      ))}
      <Button
        secondary
        disabled={isOneUnnamed}
        onClick={() => slot.change({ ...asRecord(slot.value), '': field.default })}
      >
        Add layer
      </Button>
    </div>
  );
}

interface LayerProps extends FieldProps<ScaleField> {
  readonly index: number;
  readonly name: string;
  readonly scale: unknown;
}

function Layer({ index, name, scale, field, slot }: LayerProps) {
  const { state, draft, reorderDrafts } = usePanel();
  const id = useId();
  const layers = Object.entries(asRecord(slot.value));
  const replace = (layer: readonly [string, number]) =>
    slot.change(Object.fromEntries(layers.map((other, i) => (i === index ? layer : other))));
  const names = `${slot.path}.${index}.name`;
  const scales = `${slot.path}.${index}.scale`;
  const rename = (text: string) => {
    const isTaken = layers.some(([other], i) => i !== index && other === text);
    draft(names, isTaken ? { text, problem: 'A layer that is not named yet.' } : null);
    if (!isTaken) replace([text, Number(scale)]);
  };
  const remove = () => {
    reorderDrafts(
      slot.path,
      layers.map((_, i) => i).filter((i) => i !== index),
    );
    slot.change(Object.fromEntries(layers.filter((_, i) => i !== index)));
  };
  const found = state.drafts.value[names] ?? state.drafts.value[scales];
  return (
    <div class="layer-row">
      <input
        class="input"
        aria-label={`Name of layer ${index + 1}`}
        placeholder="Layer’s name"
        value={state.drafts.value[names]?.text ?? name}
        aria-invalid={state.drafts.value[names] !== undefined}
        aria-describedby={found ? problemId(id) : undefined}
        onInput={(event) => rename(event.currentTarget.value)}
      />
      <NumberBox
        name={`Number for layer ${index + 1}`}
        field={scales}
        value={Number(scale)}
        minimum={field.minimum}
        maximum={field.maximum}
        step={field.step}
        check={(value) => fieldProblem(field, value)}
        change={(value) => value !== null && replace([name, value])}
      />
      <button type="button" class="icon-button" aria-label={`Remove layer ${index + 1}`} onClick={remove}>
        <ActionIcon action="remove" />
      </button>
      <Problem id={problemId(id)} text={found && capitalised(found.problem)} />
    </div>
  );
}
