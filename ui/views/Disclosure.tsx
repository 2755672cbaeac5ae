// A part of the form that is opened when it is needed.
import type { ComponentChildren } from 'preact';
import { useEffect, useId, useState } from 'preact/hooks';
import { usePanel } from './context.ts';
import { ChevronIcon } from './icons.tsx';

interface DisclosureProps {
  readonly title: string;
  /** The names, as drafts know them, of the fields inside. */
  readonly fields: readonly string[];
  /** Something else inside holds a run back. */
  readonly isHolding?: boolean;
  /** What stands beside the title while it is open. */
  readonly aside?: ComponentChildren;
  readonly children: ComponentChildren;
}

export function Disclosure({ title, fields, isHolding = false, aside, children }: DisclosureProps) {
  const { state } = usePanel();
  const [isOpen, setOpen] = useState(false);
  const id = useId();
  // What may not be sent must not hide; nor may it close on the hand that mends it.
  const mustShow = isHolding || fields.some((name) => state.drafts.value[name] !== undefined);
  useEffect(() => {
    if (mustShow) setOpen(true);
  }, [mustShow]);
  const isShown = isOpen || mustShow;
  return (
    <section class="disclosure">
      <div class="disclosure-head">
        <button
          type="button"
          class="disclosure-title"
          aria-expanded={isShown}
          aria-controls={id}
          onClick={() => setOpen(!isShown)}
        >
          <ChevronIcon />
          {title}
        </button>
        {isShown && aside}
      </div>
      {isShown && <div id={id}>{children}</div>}
    </section>
  );
}
