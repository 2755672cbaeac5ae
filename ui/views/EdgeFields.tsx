// How the change fades out: one slider for all of it, and the three measures behind it.
import { Checkbox } from '@create-figma-plugin/ui';
import { useId } from 'preact/hooks';
import { keepsRest, modelOf } from '../../core/model-settings.ts';
import { followedEdge } from '../../core/plan.ts';
import type { Ready } from '../../core/selection.ts';
import { DEFAULT_EDIT, type EdgeDetails, type EditSettings, WIDEST_EDGE } from '../../core/settings.ts';
import { byHandText, DETAIL_LABELS, followersText, heldBackText } from '../edge-text.ts';
import { askedNow, followingTargets, selectedTargets, shownResult } from '../shown-result.ts';
import { usePanel } from './context.ts';
import { Disclosure } from './Disclosure.tsx';
import { checkWhole, NumberBox, Problem, problemId, SliderRow } from './Fields.tsx';

const checkWidth = checkWhole(0, WIDEST_EDGE);

type Detail = keyof EdgeDetails;

const DETAILS: readonly { readonly name: Detail; readonly title: string }[] = [
  { name: 'feather', title: 'The width over which the change fades out.' },
  { name: 'grow', title: 'How far outside the drawing the middle of that fade lies.' },
  { name: 'blend', title: 'The width over which the new picture passes into the old one.' },
];
export const EDGE_FIELDS: readonly Detail[] = DETAILS.map(({ name }) => name);

/** Sets the soft edge, or an edge detail back to following it: what was typed over it no longer counts. */
function useFollow() {
  const { changeEdit, draft } = usePanel();
  return (changes: Parameters<typeof changeEdit>[0]) => {
    for (const name of EDGE_FIELDS) draft(name, null);
    changeEdit({ ...changes, edgeDetails: DEFAULT_EDIT.edgeDetails });
  };
}

export function SoftEdgeField() {
  const { state, draft } = usePanel();
  const follow = useFollow();
  const { edit } = state.settings.value;
  const [asked] = askedNow(state);
  // Of several, the first stands for all.
  const automatic = asked ? automaticWidth(asked, edit) : null;
  const isAutomatic = edit.softEdge === 'automatic';
  const value = edit.softEdge === 'automatic' ? (automatic ?? 0) : edit.softEdge;
  const toggle = (isOn: boolean) => {
    draft('softEdge', null);
    follow({ softEdge: isOn ? 'automatic' : Math.min(WIDEST_EDGE, value) });
  };
  return (
    <SliderRow
      label="Soft edge"
      field="softEdge"
      title="How far the change fades out around what you drew, in px of the frame."
      unit="px"
      value={value}
      minimum={0}
      maximum={WIDEST_EDGE}
      step={1}
      check={checkWidth}
      change={(value) => follow({ softEdge: value })}
    >
      <div class="row-below spread">
        <Checkbox value={isAutomatic} onValueChange={toggle}>
          Automatic
        </Checkbox>
        {automatic !== null && automatic !== value && (
          <span class="row-note">would be {automatic} px here</span>
        )}
      </div>
      <ByHand reset={() => follow({})} />
      <HeldBack />
    </SliderRow>
  );
}

function automaticWidth(asked: Ready, edit: EditSettings): number {
  return Math.round(followedEdge(asked, { ...edit, softEdge: 'automatic' }).feather);
}

/** The details stand in a part of the panel that may be closed, and hold for whatever is selected next. */
function ByHand({ reset }: { reset: () => void }) {
  const { state } = usePanel();
  const text = byHandText(state.settings.value.edit.edgeDetails);
  if (!text) return null;
  return (
    <p class="hint row-below">
      {text}{' '}
      <button type="button" class="link" title="Back to what follows from the slider" onClick={reset}>
        Follow the slider
      </button>
    </p>
  );
}

function HeldBack() {
  const { state } = usePanel();
  const shown = shownResult(state);
  const cuts = shown?.shown.map(({ composited }) => composited) ?? [];
  const text = heldBackText(cuts, state.settings.value.edit);
  return text ? <p class="hint row-below">{text}</p> : null;
}

/** A run is changed as a whole: with one of its targets selected, that could surprise. */
export function FollowersHint() {
  const { state } = usePanel();
  const followsColours = keepsRest(modelOf(state.settings.value.edit));
  const text = followersText(followingTargets(state), selectedTargets(state), followsColours);
  return text ? <p class="hint">{text}</p> : null;
}

export function EdgeDetailFields() {
  const { state } = usePanel();
  const follow = useFollow();
  const isFollowing = Object.values(state.settings.value.edit.edgeDetails).every((value) => value === null);
  const reset = (
    <button
      type="button"
      class="link"
      title="Back to what follows from Soft edge"
      disabled={isFollowing}
      onClick={() => follow({})}
    >
      Reset
    </button>
  );
  return (
    <Disclosure title="Edge details" fields={EDGE_FIELDS} aside={reset}>
      <div class="measures">
        {DETAILS.map((detail) => (
          <DetailField key={detail.name} {...detail} />
        ))}
      </div>
    </Disclosure>
  );
}

function DetailField({ name, title }: (typeof DETAILS)[number]) {
  const { state, changeEdit } = usePanel();
  const id = useId();
  const geometry = state.geometry.value;
  const { edgeDetails } = state.settings.value.edit;
  const effective = geometry.kind === 'known' ? Math.round(geometry.outline.edge[name]) : null;
  return (
    <div class="field" title={title}>
      <label for={id}>{DETAIL_LABELS[name]}</label>
      <NumberBox
        id={id}
        field={name}
        unit="px"
        value={edgeDetails[name] ?? effective}
        minimum={0}
        maximum={WIDEST_EDGE}
        step={1}
        check={checkWidth}
        change={(value) => changeEdit({ edgeDetails: { ...edgeDetails, [name]: value } })}
      />
      <Problem id={problemId(id)} text={state.drafts.value[name]?.problem} />
    </div>
  );
}
