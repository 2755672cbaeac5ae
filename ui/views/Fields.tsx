// The form's rows: a label, a control, and a sentence when the value may not be sent.
import { Checkbox } from '@create-figma-plugin/ui';
import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import { clamp } from '../../core/geometry.ts';
import { capitalised } from '../wording.ts';
import { usePanel } from './context.ts';
import { useProblem } from './field.ts';

/** What a field checks: a whole number, or what it would have to be. */
export function checkWhole(low: number, high: number) {
  return (value: number | null): string | null =>
    value !== null && Number.isInteger(value) && value >= low && value <= high
      ? null
      : `a whole number from ${low} to ${high}`;
}

interface RowProps {
  readonly label: string;
  readonly controlId: string;
  readonly problem?: string | null | undefined;
  readonly title?: string | undefined;
  readonly children: ComponentChildren;
}

export function Row({ label, controlId, problem, title, children }: RowProps) {
  return (
    <div class="row" title={title}>
      <label class="row-label" id={labelId(controlId)} for={controlId}>
        {label}
      </label>
      <div class="row-control">
        {children}
        <Problem id={problemId(controlId)} text={problem} />
      </div>
    </div>
  );
}

export function Problem({ id, text }: { id: string; text: string | null | undefined }) {
  return text ? (
    <p class="problem" id={id} role="alert">
      {text}
    </p>
  ) : null;
}

export function problemId(controlId: string): string {
  return `${controlId}-problem`;
}

/** Of a row's label, for the controls of the row that it is not the name of. */
export function labelId(controlId: string): string {
  return `${controlId}-label`;
}

interface SelectProps<T extends string> {
  readonly id?: string;
  readonly label: string;
  readonly value: T;
  readonly options: readonly {
    readonly value: T;
    readonly title: string;
    readonly isImpossible?: boolean;
  }[];
  readonly title?: string;
  readonly describedBy?: string;
  readonly problem?: string | null;
  readonly children?: ComponentChildren;
  change(value: T): void;
}

export function SelectRow<T extends string>(props: SelectProps<T>) {
  const { label, value, options, title, describedBy, problem, children, change } = props;
  const ownId = useId();
  const { id = ownId } = props;
  const choose = (chosen: string) => {
    const option = options.find((candidate) => candidate.value === chosen);
    if (option) change(option.value);
  };
  return (
    <Row label={label} controlId={id} title={title} problem={problem}>
      <div class="select">
        <select
          id={id}
          value={value}
          aria-invalid={problem ? true : undefined}
          aria-describedby={problem ? problemId(id) : describedBy}
          onChange={(event) => choose(event.currentTarget.value)}
        >
          {options.map((option) => (
            <option key={option.value} value={option.value} disabled={option.isImpossible}>
              {option.title}
            </option>
          ))}
        </select>
      </div>
      {children}
    </Row>
  );
}

interface CheckProps {
  readonly label: string;
  readonly value: boolean;
  readonly title?: string;
  readonly describedBy?: string;
  readonly children?: ComponentChildren;
  change(value: boolean): void;
}

/** A checkbox under the controls, since its label stands beside it. */
export function CheckRow({ label, value, title, describedBy, children, change }: CheckProps) {
  return (
    <div class="row" title={title}>
      <span class="row-label" />
      <div class="row-control">
        <Checkbox value={value} aria-describedby={describedBy} onValueChange={change}>
          {label}
        </Checkbox>
        {children}
      </div>
    </div>
  );
}

interface NumberProps {
  readonly id?: string;
  /** The accessible name, where no label names it. */
  readonly name?: string;
  /** Under which what cannot be sent is kept. */
  readonly field: string;
  readonly value: number | null;
  /** Null where there is no limit. */
  readonly minimum: number | null;
  readonly maximum: number | null;
  readonly step: number;
  readonly placeholder?: string;
  readonly unit?: string | undefined;
  readonly disabled?: boolean;
  readonly describedBy?: string;
  readonly description?: string;
  /** It holds nothing that can be sent, though nothing wrong was typed: missing, or typed for another model. */
  readonly isUnfit?: boolean;
  /** What the value would have to be; null when it is fine. */
  check(value: number | null): string | null;
  change(value: number | null): void;
}

/** A number that is typed: what may not be sent stays in the field and is told of beside it. */
export function NumberBox(props: NumberProps) {
  const { state, draft } = usePanel();
  const found = state.drafts.value[props.field];
  const isWrong = found !== undefined || props.isUnfit === true;
  const input = (text: string) => {
    const value = text.trim() === '' ? null : Number(text);
    const problem = props.check(value);
    draft(props.field, problem ? { text, problem: `${capitalised(problem)}.` } : null);
    if (!problem) props.change(value);
  };
  const box = (
    <input
      class={props.unit ? 'input number with-unit' : 'input number'}
      type="number"
      id={props.id}
      aria-label={props.name}
      min={props.minimum ?? undefined}
      max={props.maximum ?? undefined}
      step={props.step}
      placeholder={props.placeholder}
      disabled={props.disabled}
      value={found?.text ?? props.value ?? ''}
      aria-invalid={isWrong}
      aria-describedby={isWrong && props.id ? problemId(props.id) : props.describedBy}
      aria-description={props.description}
      onInput={(event) => input(event.currentTarget.value)}
    />
  );
  return props.unit ? (
    <span class="measure" data-unit={props.unit}>
      {box}
    </span>
  ) : (
    box
  );
}

export interface SliderProps {
  readonly id?: string;
  readonly label: string;
  readonly field: string;
  readonly value: number;
  readonly minimum: number;
  readonly maximum: number;
  readonly step: number;
  readonly unit?: string;
  readonly title?: string;
  readonly description?: string;
  readonly children?: ComponentChildren;
  check(value: number | null): string | null;
  change(value: number): void;
}

/** A slider with the number beside it; both change the same value. */
export function SliderRow({ id: givenId, label, children, title, unit, change, ...range }: SliderProps) {
  const { draft } = usePanel();
  const ownId = useId();
  const id = givenId ?? ownId;
  const problem = useProblem({ path: range.field, value: range.value });
  const slide = (value: number) => {
    draft(range.field, null);
    change(value);
  };
  const share = clamp((range.value - range.minimum) / (range.maximum - range.minimum), 0, 1);
  return (
    <Row label={label} controlId={id} problem={problem} title={title}>
      <div class="slider">
        <input
          class="range"
          type="range"
          id={id}
          min={range.minimum}
          max={range.maximum}
          step={range.step}
          value={range.value}
          style={{ '--share': share }}
          aria-description={range.description}
          aria-valuetext={unit ? `${range.value} ${unit}` : undefined}
          onInput={(event) => slide(event.currentTarget.valueAsNumber)}
        />
      </div>
      <NumberBox
        {...range}
        unit={unit}
        name={unit ? `Exact value in ${unit}` : 'Exact value'}
        describedBy={labelId(id)}
        isUnfit={problem !== null}
        change={(value) => value !== null && change(value)}
      />
      {children}
    </Row>
  );
}
