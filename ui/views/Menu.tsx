// A button that opens a short list of actions, for the pointer as for the keyboard.
import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';

export interface MenuItem {
  readonly label: string;
  /** A line stands above it. */
  readonly startsGroup?: boolean;
  readonly disabled?: boolean;
  run(): void;
}

interface MenuProps {
  /** Of the button, and of the list. */
  readonly label: string;
  readonly items: readonly MenuItem[];
  readonly children: ComponentChildren;
}

export function Menu({ label, items, children }: MenuProps) {
  const [isOpen, setOpen] = useState(false);
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const close = () => {
    setOpen(false);
    button.current?.focus();
  };
  return (
    <div class="menu">
      <button
        type="button"
        class="icon-button"
        ref={button}
        aria-label={label}
        title={label}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        aria-controls={id}
        onClick={() => setOpen(!isOpen)}
      >
        {children}
      </button>
      {isOpen && <List id={id} label={label} items={items} close={close} leave={() => setOpen(false)} />}
    </div>
  );
}

interface ListProps extends Omit<MenuProps, 'children'> {
  readonly id: string;
  /** Back to the button. */
  close(): void;
  leave(): void;
}

function List({ id, label, items, close, leave }: ListProps) {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.scrollIntoView({ block: 'nearest' });
    move(list.current, () => 0);
  }, []);
  const choose = (item: MenuItem) => {
    close();
    item.run();
  };
  const stepOut = ({ relatedTarget }: FocusEvent) => {
    if (!list.current?.contains(relatedTarget as Node | null)) leave();
  };
  return (
    <div
      class="menu-list"
      role="menu"
      id={id}
      aria-label={label}
      tabIndex={-1}
      ref={list}
      onKeyDown={(event) => press(event, list.current, close)}
      onFocusOut={stepOut}
    >
      {items.map((item) => (
        <button
          key={item.label}
          type="button"
          role="menuitem"
          class={item.startsGroup ? 'menu-group' : undefined}
          tabIndex={-1}
          disabled={item.disabled}
          onClick={() => choose(item)}
        >
          {item.label}
        </button>
      ))}
    </div>
  );
}

const STEPS: Readonly<Record<string, (at: number, count: number) => number>> = {
  ArrowDown: (at, count) => (at + 1) % count,
  ArrowUp: (at, count) => (at - 1 + count) % count,
  Home: () => 0,
  End: (_, count) => count - 1,
};

function press(event: KeyboardEvent, list: HTMLElement | null, close: () => void): void {
  const step = STEPS[event.key];
  if (step) move(list, step);
  else if (event.key === 'Escape') close();
  else return;
  event.preventDefault();
  // The panel's own keys mean something else.
  event.stopPropagation();
}

function move(list: HTMLElement | null, step: (at: number, count: number) => number): void {
  const items = [...(list?.querySelectorAll<HTMLButtonElement>('[role="menuitem"]:enabled') ?? [])];
  const at = items.indexOf(document.activeElement as HTMLButtonElement);
  items[step(at, items.length)]?.focus();
}
