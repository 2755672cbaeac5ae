// Starts the panel in Figma's iframe.
import { render } from 'preact';
import { MAX_SEED } from '../core/models/index.ts';
import { figmaTransport, openChannel } from './channel.ts';
import { systemClock } from './clock.ts';
import { browserDecoder, browserJpeg, createCodec } from './codec.ts';
import { createPanel } from './panel.ts';
import './styles/panel.css';
import './styles/controls.css';
import './styles/target.css';
import './styles/foot.css';
import './styles/runs.css';
import './styles/steps.css';
import './styles/use-result.css';
import './styles/preview.css';
import './styles/prompts.css';
import './styles/region.css';
import './styles/model.css';
import './styles/history.css';
import './styles/results.css';
import './styles/batch.css';
import './styles/flagged.css';
import './styles/presets.css';
import './styles/clean-up.css';
import { App } from './views/App.tsx';
import { PanelContext } from './views/context.ts';

const panel = createPanel({
  plugin: openChannel(figmaTransport(window)),
  codec: createCodec(browserDecoder, browserJpeg),
  clock: systemClock,
  randomSeed: () => Math.floor(Math.random() * (MAX_SEED + 1)),
  fetch: (input, init) => fetch(input, init),
});

const root = document.getElementById('app');
if (!root) throw new Error('The panel’s page has no #app');
render(
  <PanelContext.Provider value={panel}>
    <App />
  </PanelContext.Provider>,
  root,
);
