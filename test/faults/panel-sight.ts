// What can be seen and pressed in the panel; each runs in its frame, so it may use nothing from around it.

export interface Sight {
  readonly isOpen: boolean;
  /** A run is under way. */
  readonly isBusy: boolean;
  /** What is told of the newest run, and what went wrong outside it. */
  readonly said: string;
  readonly isProven: boolean;
  /** Pictures of an earlier start wait under History. */
  readonly isListed: boolean;
  /** What stands there of them. */
  readonly unfinished: string;
  /** Something waits to be decided, or to be read. */
  readonly isLeft: boolean;
  readonly regions: string;
  readonly canGenerate: boolean;
}

export const EMPTY: Sight = {
  isOpen: false,
  isBusy: true,
  said: '',
  isProven: false,
  isListed: false,
  unfinished: '',
  isLeft: true,
  regions: '',
  canGenerate: false,
};

export function look(): Sight {
  const all = (selector: string) => [...document.querySelectorAll(selector)];
  const text = (elements: readonly Node[]) =>
    elements
      .map(({ textContent }) => textContent)
      .filter(Boolean)
      .join(' ');
  const isNewest = (element: Element) => !element.closest('[aria-label="Earlier runs"]');
  const alerts = all('[role="alert"] > p').filter(isNewest);
  const status = all('footer [role="status"]').filter(isNewest);
  const ownWords = status.flatMap(({ childNodes }) =>
    [...childNodes].filter(({ nodeType }) => nodeType === 3),
  );
  const has = (name: string) => all('button').some(({ textContent }) => textContent === name);
  const isListed = has('Open History');
  return {
    isOpen: all('[role="tab"]').length > 0,
    isBusy: all('[role="progressbar"]').length > 0,
    said: text([...alerts, ...ownWords]),
    isProven: status.some(({ textContent }) => textContent?.includes('✓')),
    isListed,
    unfinished: text(all('.unfinished li > p:first-child')),
    isLeft: isListed || all('[role="alert"], .flagged li').length > 0,
    regions: text(all('.layer.region .layer-name')),
    canGenerate: has('Generate'),
  };
}

/** Whichever of the names there is. */
export function press(names: readonly string[]): void {
  const all = [...document.querySelectorAll<HTMLElement>('button, [role="tab"]')];
  const found = all.filter(({ textContent }) => names.includes(textContent ?? '')).at(-1);
  if (!found) throw new Error(`there is no ${names}`);
  found.click();
}
