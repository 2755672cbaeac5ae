// The panel's frame: tabs, the badge that tells of simulated pictures, and the corner to resize by.
import { useEffect } from 'preact/hooks';
import type { Tab } from '../state.ts';
import { usePanel } from './context.ts';
import { EditTab } from './EditTab.tsx';
import { HistoryTab } from './HistoryTab.tsx';
import { ResizeCorner } from './ResizeCorner.tsx';
import { SettingsTab } from './SettingsTab.tsx';

const TABS: readonly { readonly id: Tab; readonly title: string }[] = [
  { id: 'edit', title: 'Edit' },
  { id: 'history', title: 'History' },
  { id: 'settings', title: 'Settings' },
];

export function App() {
  const { state } = usePanel();
  useKeys();
  useAttention();
  if (!state.isOpen.value) return null;
  const { value: tab } = state.tab;
  return (
    <div class="panel">
      <header class="panel-head">
        <TabList />
        <SimulatedBadge />
      </header>
      <div class="tab-panel" role="tabpanel" id={`panel-${tab}`} aria-labelledby={`tab-${tab}`}>
        <TabView tab={tab} />
      </div>
      <ResizeCorner />
    </div>
  );
}

function TabView({ tab }: { tab: Tab }) {
  switch (tab) {
    case 'edit':
      return <EditTab />;
    case 'history':
      return <HistoryTab />;
    case 'settings':
      return <SettingsTab />;
    default:
      return tab satisfies never;
  }
}

function TabList() {
  const { state, choose } = usePanel();
  const move = (event: KeyboardEvent) => {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (by === undefined) return;
    const at = TABS.findIndex(({ id }) => id === state.tab.value);
    const next = TABS[(at + by + TABS.length) % TABS.length]!;
    choose(next.id);
    document.getElementById(`tab-${next.id}`)?.focus();
  };
  return (
    <div class="tabs" role="tablist" aria-label="Changemap" onKeyDown={move}>
      {TABS.map(({ id, title }) => (
        <button
          key={id}
          type="button"
          role="tab"
          id={`tab-${id}`}
          aria-selected={state.tab.value === id}
          aria-controls={`panel-${id}`}
          tabIndex={state.tab.value === id ? 0 : -1}
          onClick={() => choose(id)}
        >
          {title}
        </button>
      ))}
    </div>
  );
}

function SimulatedBadge() {
  const { state } = usePanel();
  if (!state.health.value?.simulated) return null;
  return (
    <span class="badge" title="The proxy has no fal key: pictures come from a stand-in, and cost nothing.">
      Simulated
    </span>
  );
}

/** Brings the first field that holds a run back into view; its disclosure has opened by itself. */
function useAttention() {
  const { state } = usePanel();
  const { value: refusals } = state.refusals;
  useEffect(() => {
    if (refusals === 0) return;
    const field = document.querySelector<HTMLElement>('.tab-panel [aria-invalid="true"]');
    field?.scrollIntoView({ block: 'center' });
    field?.focus({ preventScroll: true });
  }, [refusals]);
}

/** ⌘ or Ctrl with Enter generates from anywhere on the Edit tab; Esc leaves a field. */
function useKeys() {
  const { state, generate, save } = usePanel();
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const isRunKey = event.key === 'Enter' && (event.metaKey || event.ctrlKey);
      if (isRunKey && state.tab.value === 'edit') {
        event.preventDefault();
        // A key that is held down is pressed once.
        if (!event.repeat) generate();
      }
      if (event.key === 'Escape' && document.activeElement instanceof HTMLElement) {
        document.activeElement.blur();
      }
    };
    document.addEventListener('keydown', press);
    document.addEventListener('focusout', save);
    window.addEventListener('pagehide', save);
    return () => {
      document.removeEventListener('keydown', press);
      document.removeEventListener('focusout', save);
      window.removeEventListener('pagehide', save);
    };
  }, [state, generate, save]);
}
