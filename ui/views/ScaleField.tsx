// How much a LoRA counts: one number, or a number for each of the model's layers.
import { Button } from '@create-figma-plugin/ui';
import { useId } from 'preact/hooks';
import { fieldProblem, type LayerScale, layerScales, type ScaleField } from '../../core/models/index.ts';
import { usePanel } from './context.ts';
import { NumberBox, Problem, problemId, Row } from './Fields.tsx';
import { type FieldProps, useProblem } from './field.ts';
import { useFocus } from './focus.ts';
import { ActionIcon } from './icons.tsx';
import { Help } from './ValueFields.tsx';

export function ScaleRow({ field, slot }: FieldProps<ScaleField>) {
  const { changeValue } = usePanel();
  const id = useId();
  const problem = useProblem(slot);
  const layers = layerScales(slot.value);
  const isPerLayer = layers !== null;
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
          change={(value) => changeValue(slot.path, value)}
        />
      )}
      <HowSet {...(isPerLayer && { id })} isPerLayer={isPerLayer} field={field} slot={slot} />
      {layers && <Layers field={field} slot={slot} layers={layers} />}
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
  const { changeValue, draft, reorderRows } = usePanel();
  const choose = (how: string) => {
    draft(slot.path, null);
    reorderRows(slot.path, []);
    changeValue(slot.path, how === 'layers' ? [unnamed(field)] : field.default);
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

function unnamed({ default: scale }: ScaleField): LayerScale {
  return { name: '', scale };
}

interface LayersProps extends FieldProps<ScaleField> {
  readonly layers: readonly LayerScale[];
}

function Layers({ field, slot, layers }: LayersProps) {
  const { changeValue, reorderRows } = usePanel();
  const { root, focus } = useFocus<HTMLDivElement>();
  const add = () => {
    changeValue(slot.path, [...layers, unnamed(field)]);
    focus(nameOf(layers.length));
  };
  const remove = (index: number) => {
    const left = layers.map((_, i) => i).filter((i) => i !== index);
    reorderRows(slot.path, left);
    changeValue(
      slot.path,
      left.map((i) => layers[i]!),
    );
    focus(nameOf(Math.min(index, left.length - 1)), ADD);
  };
  return (
    <div class="layers" ref={root}>
      {layers.map((layer, i) => (
        <Layer
          // By place: a layer's name changes with every letter typed.
          key={String(i)}
          index={i}
          layer={layer}
          field={field}
          path={`${slot.path}.${i}`}
          remove={() => remove(i)}
        />
      ))}
      <div data-focus={ADD}>
        <Button secondary onClick={add}>
          {ADD}
        </Button>
      </div>
    </div>
  );
}

const ADD = 'Add layer';

function nameOf(index: number): string {
  return `Name of layer ${index + 1}`;
}

interface LayerProps {
  readonly index: number;
  readonly layer: LayerScale;
  readonly field: ScaleField;
  readonly path: string;
  remove(): void;
}

function Layer({ index, layer: { name, scale }, field, path, remove }: LayerProps) {
  const { changeValue } = usePanel();
  const id = useId();
  const wrongName = useProblem({ path: `${path}.name`, value: name });
  const wrongScale = useProblem({ path: `${path}.scale`, value: scale });
  return (
    <div class="layer-row">
      <input
        class="input"
        aria-label={nameOf(index)}
        data-focus={nameOf(index)}
        placeholder="Layer’s name"
        value={name}
        aria-invalid={wrongName !== null}
        aria-describedby={wrongName ? problemId(id) : undefined}
        onInput={(event) => changeValue(`${path}.name`, event.currentTarget.value)}
      />
      <NumberBox
        name={`Number for layer ${index + 1}`}
        field={`${path}.scale`}
        value={scale}
        minimum={field.minimum}
        maximum={field.maximum}
        step={field.step}
        isUnfit={wrongScale !== null}
        check={(value) => fieldProblem(field, value)}
        change={(value) => value !== null && changeValue(`${path}.scale`, value)}
      />
      <button type="button" class="icon-button" aria-label={`Remove layer ${index + 1}`} onClick={remove}>
        <ActionIcon action="remove" />
      </button>
      <Problem id={problemId(id)} text={wrongName ?? wrongScale} />
    </div>
  );
}
