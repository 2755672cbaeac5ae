// Hands the panel to every view.
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Panel } from '../panel.ts';

export const PanelContext = createContext<Panel | null>(null);

export function usePanel(): Panel {
  const panel = useContext(PanelContext);
  if (!panel) throw new Error('A view outside the panel');
  return panel;
}
