// What stays above the result: text by itself, other layers where somebody says so.
import { useId } from 'preact/hooks';
import { protectsText } from '../../core/plan.ts';
import type { Marks, Named, TextOver } from '../../core/protection.ts';
import { keptText } from '../target-text.ts';
import { usePanel } from './context.ts';
import { CheckRow } from './Fields.tsx';

/** Only where something lies over the region, with what becomes of it. */
export function ProtectField() {
  const { state, changeEdit } = usePanel();
  const id = useId();
  const over = state.textOver.value;
  if (!over || !holdsAnything(over)) return null;
  const isOn = protectsText(state.settings.value.edit);
  return (
    <CheckRow
      label="Protect text"
      title="Text over the region stays as it is: the result goes beneath it."
      value={isOn}
      describedBy={id}
      // On is what it is by itself.
      change={(value) => changeEdit({ protectText: value ? null : false })}
    >
      {keptText(over) && (
        <p class="hint" id={id}>
          {keptText(over)}
        </p>
      )}
      {isOn && <Marked marks={over} />}
    </CheckRow>
  );
}

function holdsAnything({ kept, covered, marked, possible }: TextOver & Marks): boolean {
  return [kept, covered, marked, possible].some(({ length }) => length > 0);
}

/** The rest of them lies beneath: each is offered once those over it are protected. */
const OFFERED = 2;

function Marked({ marks: { marked, possible } }: { marks: Marks }) {
  return (
    <>
      {marked.map((layer) => (
        <Mark key={layer.id} layer={layer} text="is protected by hand." action="Release" isOn />
      ))}
      {possible.slice(0, OFFERED).map((layer) => (
        <Mark key={layer.id} layer={layer} text="may be covered by the result." action="Protect it too" />
      ))}
    </>
  );
}

interface MarkProps {
  readonly layer: Named;
  readonly text: string;
  readonly action: string;
  readonly isOn?: boolean;
}

function Mark({ layer: { id, name }, text, action, isOn = false }: MarkProps) {
  const { protect } = usePanel();
  return (
    <p class="hint">
      {`“${name}” ${text} `}
      <button type="button" class="link" onClick={() => protect(id, !isOn)}>
        {action}
      </button>
    </p>
  );
}
