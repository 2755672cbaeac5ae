// A run that is parted: what of it is decided by itself, and what stays as it was.
import { type Part, type Run, withParts } from './run.ts';
import { runName, targetsText } from './run-text.ts';
import type { State } from './state.ts';

type Runs = Pick<State, 'runs'>;

/**
 * Some of its requests become a run of their own, which comes before what is left of it: that goes on as it stands,
 * and is what the sliders follow.
 */
export function setApart({ runs }: Runs, run: Run, parts: readonly Part[]): Run {
  const own = ofRun(run, parts);
  const left = without(run, parts);
  if (!own || !left) return run;
  runs.value = runs.value.flatMap((other) => (other === run ? [own, left] : [other]));
  return own;
}

/** What is given up is in it no more; it goes when nothing else is in it. */
export function dropFrom({ runs }: Runs, run: Run, isDropped: (part: Part) => boolean): void {
  const left = without(run, run.parts.filter(isDropped));
  runs.value = runs.value.flatMap((other) => (other === run ? (left ?? []) : other));
}

function without(run: Run, parts: readonly Part[]): Run | null {
  return ofRun(
    run,
    run.parts.filter((part) => !parts.includes(part)),
  );
}

/** It goes by the id of its first request, which no other run has. */
function ofRun(run: Run, [first, ...others]: readonly Part[]): Run | null {
  if (!first) return null;
  const parts = [first, ...others] as const;
  const targets = parts.map(({ targetId, targetName }) => ({ id: targetId, name: targetName }));
  const name = runName([...new Set(parts.map(({ prompt }) => prompt))]) || run.name;
  return { ...withParts(run, parts), id: first.id, name, targetName: targetsText(targets) };
}
