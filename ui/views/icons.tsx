// The few icons the panel draws itself, on Figma's 16 px grid.
import type { ComponentChildren } from 'preact';
import type { Target } from '../../core/selection.ts';

function Icon({ children }: { children: ComponentChildren }) {
  return (
    <svg class="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
      {children}
    </svg>
  );
}

const TARGET_PATHS: Readonly<Record<Target['kind'], string>> = {
  frame: 'M5.5 2v12M10.5 2v12M2 5.5h12M2 10.5h12',
  group: 'M3 6V3h3M10 3h3v3M13 10v3h-3M6 13H3v-3',
  component: 'm8 2 2 2-2 2-2-2ZM8 10l2 2-2 2-2-2ZM4 6l2 2-2 2-2-2ZM12 6l2 2-2 2-2-2Z',
  instance: 'M8 2.5 13.5 8 8 13.5 2.5 8Z',
  picture: 'M2.5 3.5h11v9h-11zM3 11l3-3 2.5 2.5L11 8l2.5 2.5M10.5 6h.01',
};

export function TargetIcon({ kind }: { kind: Target['kind'] }) {
  return (
    <Icon>
      <path d={TARGET_PATHS[kind]} />
    </Icon>
  );
}

export function RegionIcon() {
  return (
    <Icon>
      <rect x="2.5" y="2.5" width="11" height="11" rx="2.5" stroke-dasharray="2.4 2" />
      <circle cx="8" cy="8" r="1.75" class="filled" />
    </Icon>
  );
}

export function ChevronIcon() {
  return (
    <Icon>
      <path d="m6 4.5 3.5 3.5L6 11.5" />
    </Icon>
  );
}

export function StarIcon() {
  return (
    <Icon>
      <path d="m8 2.8 1.6 3.3 3.6.5-2.6 2.5.6 3.6L8 11l-3.2 1.7.6-3.6-2.6-2.5 3.6-.5Z" />
    </Icon>
  );
}

const ACTION_PATHS = {
  up: 'M8 12.5V4M4.5 7.5 8 4l3.5 3.5',
  down: 'M8 3.5V12M4.5 8.5 8 12l3.5-3.5',
  remove: 'M3.5 8h9',
} as const;

export function ActionIcon({ action }: { action: keyof typeof ACTION_PATHS }) {
  return (
    <Icon>
      <path d={ACTION_PATHS[action]} />
    </Icon>
  );
}

const PICTURE_PATHS = {
  file: 'M4.5 2.5h4.5l3 3v8h-7.5zM9 2.5v3h3',
  layer: 'm8 2.5 5.5 3L8 8.5l-5.5-3ZM2.5 8 8 11l5.5-3M2.5 10.5l5.5 3 5.5-3',
} as const;

/** Where a picture for a field comes from. */
export function PictureIcon({ kind }: { kind: keyof typeof PICTURE_PATHS }) {
  return (
    <Icon>
      <path d={PICTURE_PATHS[kind]} />
    </Icon>
  );
}

const STEP_PATHS = {
  waiting: 'M8 7.99h.01',
  passed: 'm4 8.5 2.5 2.5L12 5.5',
  failed: 'm5 5 6 6M11 5l-6 6',
} as const;

export function StepIcon({ state }: { state: keyof typeof STEP_PATHS | 'running' }) {
  if (state === 'running') return <span class="spinner" aria-hidden="true" />;
  return (
    <Icon>
      <path d={STEP_PATHS[state]} />
    </Icon>
  );
}

export function CloseIcon() {
  return (
    <Icon>
      <path d={STEP_PATHS.failed} />
    </Icon>
  );
}

export function MoreIcon() {
  return (
    <Icon>
      <path d="M3.5 8h.01M8 8h.01M12.5 8h.01" stroke-width="1.75" />
    </Icon>
  );
}
