// What may change, and how much of it: for each region, and for the edit as a whole.

import { useId } from 'preact/hooks';
import { fillsByItself } from '../../core/plan.ts';
import type { ReadFrom } from '../../core/region-reading.ts';
import type { Region, RegionSettings as Settings } from '../../core/selection.ts';
import { RESOLUTIONS, SURROUNDINGS } from '../choices.ts';
import { amountDraft } from '../regions.ts';
import { askedFor } from '../state.ts';
import { readingText } from '../target-text.ts';
import { usePanel } from './context.ts';
import { Disclosure } from './Disclosure.tsx';
import { EDGE_FIELDS, EdgeDetailFields } from './EdgeFields.tsx';
import { CheckRow, checkWhole, SelectRow, SliderRow } from './Fields.tsx';
import { RegionIcon } from './icons.tsx';
import { ProtectField } from './ProtectField.tsx';

interface Option<T extends string> {
  readonly value: T;
  readonly title: string;
}

const READ_FROM: readonly Option<ReadFrom>[] = [
  { value: 'automatic', title: 'Automatic' },
  { value: 'shape', title: 'Its shape' },
  { value: 'light-and-dark', title: 'Light and dark' },
];

const USES: readonly Option<Settings['use']>[] = [
  { value: 'automatic', title: 'Automatic' },
  { value: 'mask', title: 'Mask' },
  { value: 'content', title: 'Content' },
];

export function RegionSettings() {
  const { state } = usePanel();
  const selection = state.selection.value;
  const regions = selection.kind === 'ready' ? selection.regions : [];
  const fields = [...regions.map(({ id }) => amountDraft(id)), ...EDGE_FIELDS];
  return (
    <Disclosure title="Region" fields={fields}>
      <div class="form wide-labels">
        {regions.map((region) => (
          <RegionBlock key={region.id} region={region} isNamed={regions.length > 1} />
        ))}
        <EditBlock />
        <EdgeDetailFields />
      </div>
    </Disclosure>
  );
}

function RegionBlock({ region, isNamed }: { region: Region; isNamed: boolean }) {
  if (!isNamed) return <RegionFields region={region} />;
  return (
    <fieldset class="region-block">
      <legend class="region-name">
        <RegionIcon />
        <span class="layer-name">{region.name}</span>
      </legend>
      <RegionFields region={region} />
    </fieldset>
  );
}

const checkPercent = checkWhole(0, 100);

function RegionFields({ region }: { region: Region }) {
  const { id, amount, useSetting } = region;
  const { changeRegion } = usePanel();
  return (
    <>
      <SliderRow
        label="Change amount"
        field={amountDraft(id)}
        title="How much its strongest pixel may change."
        unit="%"
        value={Math.round(amount * 100)}
        minimum={0}
        maximum={100}
        step={1}
        check={checkPercent}
        change={(percent) => changeRegion(id, { amount: percent / 100 })}
      />
      <ReadFromField region={region} />
      <SelectRow
        label="Use as"
        title="A mask is not part of the design, and is hidden afterwards. Content is part of it, and stays."
        value={useSetting}
        options={USES}
        change={(use) => changeRegion(id, { use })}
      />
    </>
  );
}

function ReadFromField({ region }: { region: Region }) {
  const { state, changeRegion } = usePanel();
  const id = useId();
  const text = readingText(region, state.outlines.value?.readings.get(region.id));
  return (
    <SelectRow
      label="Read region from"
      title="Its shape: what is opaque may change. Light and dark: what is white may change, what is black stays."
      value={region.readFrom}
      options={READ_FROM}
      describedBy={id}
      change={(readFrom) => changeRegion(region.id, { readFrom })}
    >
      {text && (
        <p class="hint" id={id}>
          {text}
        </p>
      )}
    </SelectRow>
  );
}

function EditBlock() {
  const { state, changeEdit } = usePanel();
  const { changeEverythingElse, surroundings, resolution } = state.settings.value.edit;
  return (
    <>
      <CheckRow
        label="Change everything else"
        title="What you drew stays; all the rest may change."
        value={changeEverythingElse}
        change={(value) => changeEdit({ changeEverythingElse: value })}
      />
      <SelectRow
        label="Surroundings"
        title="How much the model sees around what may change."
        value={surroundings}
        options={SURROUNDINGS}
        change={(value) => changeEdit({ surroundings: value })}
      />
      <SelectRow
        label="Resolution"
        title="Standard: up to 1 megapixel. Fine: up to 2, and fal bills what goes beyond one as 2."
        value={resolution}
        options={RESOLUTIONS}
        change={(value) => changeEdit({ resolution: value })}
      />
      <ProtectField />
      <FillField />
    </>
  );
}

/** What the target asks for by itself is not set, so that another target is free to ask for something else. */
function FillField() {
  const { state, changeEdit } = usePanel();
  const asked = askedFor(state.selection.value);
  const byItself = asked !== null && fillsByItself(asked);
  const fill = (value: boolean) => changeEdit({ fillTransparent: value === byItself ? null : value });
  return (
    <CheckRow
      label="Fill transparent areas"
      title="The change may show where the target is transparent."
      value={state.settings.value.edit.fillTransparent ?? byItself}
      change={fill}
    />
  );
}
