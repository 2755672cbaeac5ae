// The form's rows: a label, a control, and a sentence when the value may not be sent.
import { RangeSlider } from '@create-figma-plugin/ui';
import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import { capitalised } from '../wording.ts';
import { usePanel } from './context.ts';

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
      <label class="row-label" for={controlId}>
        {label}
      </label>
      <div class="row-control">{children}</div>
      <Problem id={problemId(controlId)} text={problem} />
    </div>
  );
}

export function Problem({ id, text }: { id: string; text: string | null | undefined }) {
  return text ? (
    <p class="problem" id={id}>
      {text}
    </p>
  ) : null;
}

export function problemId(controlId: string): string {
  return `${controlId}-problem`;
}

interface NumberProps {
  readonly id?: string;
  /** The accessible name, where no label names it. */
  readonly name?: string;
  /** Under which what cannot be sent is kept. */
  readonly field: string;
  readonly value: number | null;
  readonly minimum: number;
  readonly maximum: number;
  readonly step: number;
  readonly placeholder?: string;
  readonly describedBy?: string;
  /** What the value would have to be; null when it is fine. */
  check(value: number | null): string | null;
  change(value: number | null): void;
}

/** A number that is typed: what may not be sent stays in the field and is told of beside it. */
export function NumberBox(props: NumberProps) {
  const { state, draft } = usePanel();
  const found = state.drafts.value[props.field];
  const input = (text: string) => {
    const value = text.trim() === '' ? null : Number(text);
    const problem = props.check(value);
    draft(props.field, problem ? { text, problem: `${capitalised(problem)}.` } : null);
    if (!problem) props.change(value);
  };
  return (
    <input
      class="input number"
      type="number"
      id={props.id}
      aria-label={props.name}
      min={props.minimum}
      max={props.maximum}
      step={props.step}
      placeholder={props.placeholder}
      value={found?.text ?? props.value ?? ''}
      aria-invalid={found !== undefined}
      aria-describedby={found && props.id ? problemId(props.id) : props.describedBy}
      onInput={(event) => input(event.currentTarget.value)}
    />
  );
}

export interface SliderProps {
  readonly label: string;
  readonly field: string;
  readonly value: number;
  readonly minimum: number;
  readonly maximum: number;
  readonly step: number;
  readonly unit?: string;
  readonly title?: string;
  readonly children?: ComponentChildren;
  check(value: number | null): string | null;
  change(value: number): void;
}

/** A slider with the number beside it; both change the same value. */
export function SliderRow({ label, children, title, unit, change, ...range }: SliderProps) {
  const { state, draft } = usePanel();
  const id = useId();
  const slide = (value: number) => {
    draft(range.field, null);
    change(value);
  };
  return (
    <Row label={label} controlId={id} problem={state.drafts.value[range.field]?.problem} title={title}>
      <div class="slider">
        <RangeSlider
          id={id}
          minimum={range.minimum}
          maximum={range.maximum}
          increment={range.step}
          value={String(range.value)}
          aria-valuetext={unit ? `${range.value} ${unit}` : undefined}
          onNumericValueInput={slide}
        />
      </div>
      <NumberBox
        {...range}
        name={unit ? `Exact value in ${unit}` : 'Exact value'}
        change={(value) => value !== null && change(value)}
      />
      {children}
    </Row>
  );
}
