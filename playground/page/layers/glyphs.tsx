// One small drawing per layer type, 12 px square, after the shapes designers know from Figma.
import type { ComponentChildren } from 'preact';

const stroke = (d: string) => <path d={d} fill="none" stroke="currentColor" />;

const DRAWINGS: Readonly<Record<string, ComponentChildren>> = {
  FRAME: stroke('M3.5 1v10M8.5 1v10M1 3.5h10M1 8.5h10'),
  GROUP: (
    <rect
      x="1.5"
      y="1.5"
      width="9"
      height="9"
      rx="1"
      fill="none"
      stroke="currentColor"
      stroke-dasharray="2 1.6"
    />
  ),
  SECTION: stroke('M1.5 1.5h9v9h-9zM1.5 4h4V1.5'),
  COMPONENT: (
    <path
      d="M6 .8 8.3 3.1 6 5.4 3.7 3.1zM6 6.6l2.3 2.3L6 11.2 3.7 8.9zM3.1 3.7 5.4 6 3.1 8.3.8 6zM8.9 3.7 11.2 6 8.9 8.3 6.6 6z"
      fill="currentColor"
    />
  ),
  INSTANCE: stroke('M6 1.2 10.8 6 6 10.8 1.2 6z'),
  TEXT: stroke('M2.5 3.5v-2h7v2M6 1.5v9M4.5 10.5h3'),
  ELLIPSE: <circle cx="6" cy="6" r="4.5" fill="none" stroke="currentColor" />,
  LINE: stroke('M1.5 10.5l9-9'),
  VECTOR: stroke('M1.5 10.5C2 4 5 8 6 5.5S8 2 10.5 1.5'),
  BOOLEAN_OPERATION: stroke('M1.5 1.5h6v6h-6zM4.5 4.5h6v6h-6z'),
  STAR: stroke('M6 1.2l1.5 3.1 3.4.5-2.5 2.4.6 3.4L6 9l-3 1.6.6-3.4L1.1 4.8l3.4-.5z'),
  POLYGON: stroke('M6 1.5l4.8 8.5H1.2z'),
  SLICE: (
    <rect x="1.5" y="1.5" width="9" height="9" fill="none" stroke="currentColor" stroke-dasharray="1 1" />
  ),
  RECTANGLE: <rect x="1.5" y="1.5" width="9" height="9" rx="1" fill="none" stroke="currentColor" />,
};

/** A component set is drawn as a component, what has no drawing of its own as a rectangle. */
export function Glyph({ type }: { type: string }) {
  const drawing = DRAWINGS[type === 'COMPONENT_SET' ? 'COMPONENT' : type] ?? DRAWINGS.RECTANGLE;
  return (
    <svg class="glyph" viewBox="0 0 12 12" width="12" height="12" aria-hidden="true">
      {drawing}
    </svg>
  );
}

export const Chevron = () => (
  <svg class="chevron" viewBox="0 0 8 8" width="8" height="8" aria-hidden="true">
    <path d="M2 1.5 5.5 4 2 6.5z" fill="currentColor" />
  </svg>
);

export const Eye = ({ isOpen }: { isOpen: boolean }) => (
  <svg viewBox="0 0 14 14" width="14" height="14" aria-hidden="true" fill="none" stroke="currentColor">
    {isOpen ? (
      <>
        <path d="M1.5 7C3.5 3.8 5.2 3 7 3s3.5.8 5.5 4c-2 3.2-3.7 4-5.5 4S3.5 10.2 1.5 7z" />
        <circle cx="7" cy="7" r="1.8" />
      </>
    ) : (
      <path d="M1.5 6.5c2 2.4 3.7 3 5.5 3s3.5-.6 5.5-3M3.6 8.6 2.5 10.2M7 9.5v2M10.4 8.6l1.1 1.6" />
    )}
  </svg>
);
