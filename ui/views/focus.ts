// Keeps the keyboard where its user is when what it was on moves, comes or goes.
import { useEffect, useRef, useState } from 'preact/hooks';

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
