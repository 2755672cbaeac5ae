// Keeps the keyboard where its user is when what it was on moves, comes or goes.
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';

/** After the next change of the view: the first of the named places (`data-focus`) that can take it. */
export function useFocus<E extends HTMLElement>() {
  const root = useRef<E>(null);
  const [wanted, setWanted] = useState<readonly string[]>([]);
  useEffect(() => {
    const places = [...(root.current?.querySelectorAll<HTMLElement>('[data-focus]') ?? [])];
    for (const name of wanted) {
      const place = places.find(({ dataset }) => dataset.focus === name);
      const control = place && (place.matches('button, input') ? place : firstControl(place));
      if (control?.matches(':enabled')) return control.focus();
    }
  }, [wanted]);
  return { root, focus: (...names: string[]) => setWanted(names) };
}

function firstControl(place: HTMLElement): HTMLElement | null {
  return place.querySelector<HTMLElement>('input, select, textarea') ?? place.querySelector('button');
}

/** Hands the keyboard on when what it is on goes away; `next` is asked just before, while all is still there. */
export function useHandingOn<E extends HTMLElement>(next: (going: E) => void) {
  const root = useRef<E>(null);
  useLayoutEffect(() => {
    const { current: going } = root;
    return () => {
      if (going?.contains(document.activeElement)) next(going);
    };
  }, []);
  return root;
}

/** To a control of the row below, or above: false when there is neither. */
export function focusBeside(row: Element, selector: string): boolean {
  const beside = row.nextElementSibling ?? row.previousElementSibling;
  const control = beside?.querySelector<HTMLElement>(selector);
  control?.focus();
  return control instanceof HTMLElement;
}

/** The id of a control on the first screen: by its input's name at fal, or as `model`. */
export function firstId(name: string): string {
  return `first-${name}`;
}

export function goToFirst(name: string): void {
  const control = document.getElementById(firstId(name));
  control?.scrollIntoView({ block: 'center' });
  control?.focus({ preventScroll: true });
}
