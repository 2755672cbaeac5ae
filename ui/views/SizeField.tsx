// How large the picture is made: fitted to what is edited, one of fal's sizes, or width and height.
import { useId } from 'preact/hooks';
import { cropSize } from '../../core/framing.ts';
import { PRESET_SIZES, readSize, type SizeField, sideProblem } from '../../core/models/index.ts';
import { SIZES } from '../choices.ts';
import { usePanel } from './context.ts';
import { NumberBox, Problem, problemId, SelectRow } from './Fields.tsx';
import { type FieldProps, useProblem } from './field.ts';
import { Help } from './ValueFields.tsx';

const OWN = 'own';

const OPTIONS = [...SIZES, { value: OWN, title: 'Width and height' }] as const;

export function SizeRow({ field, slot }: FieldProps<SizeField>) {
  const { state, changeValue, reorderRows } = usePanel();
  const id = useId();
  const size = readSize(slot.value);
  const geometry = state.geometry.value;
  const choose = (value: (typeof OPTIONS)[number]['value']) => {
    // What was typed as width or height no longer counts.
    reorderRows(slot.path, []);
    if (value !== OWN) return changeValue(slot.path, value);
    const { width, height } =
      geometry.kind === 'known' ? cropSize(geometry.outline.framing) : PRESET_SIZES.square_hd;
    changeValue(slot.path, { width, height });
  };
  return (
    <SelectRow
      label={field.label}
      value={typeof size === 'string' ? size : OWN}
      options={OPTIONS}
      describedBy={`${id}-help`}
      change={choose}
    >
      {typeof size !== 'string' && <Sides field={field} slot={slot} size={size} />}
      <Help id={`${id}-help`} field={field} />
    </SelectRow>
  );
}

interface SidesProps extends FieldProps<SizeField> {
  readonly size: { readonly width: number; readonly height: number };
}

function Sides({ field, slot, size }: SidesProps) {
  return (
    <div class="sides">
      {(['width', 'height'] as const).map((side) => (
        <Side key={side} side={side} field={field} slot={slot} size={size} />
      ))}
    </div>
  );
}

function Side({ side, field, slot, size }: SidesProps & { side: 'width' | 'height' }) {
  const { changeValue } = usePanel();
  const id = useId();
  const path = `${slot.path}.${side}`;
  const problem = useProblem({ path, value: size[side] });
  return (
    <div class="field">
      <label for={id}>{side === 'width' ? 'Width' : 'Height'}</label>
      <NumberBox
        id={id}
        field={path}
        unit="px"
        value={size[side]}
        minimum={field.minimum}
        maximum={field.maximum}
        step={1}
        isUnfit={problem !== null}
        check={(value) => sideProblem(field, value)}
        change={(value) => value !== null && changeValue(path, value)}
      />
      <Problem id={problemId(id)} text={problem} />
    </div>
  );
}
