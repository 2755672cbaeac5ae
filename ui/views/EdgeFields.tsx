// How the change fades out: one slider for all of it, and the three measures behind it.
import { Checkbox } from '@create-figma-plugin/ui';
import { useId } from 'preact/hooks';
import { followedEdge } from '../../core/plan.ts';
import { DEFAULT_EDIT, type EdgeDetails } from '../../core/settings.ts';
import { askedFor } from '../state.ts';
import { usePanel } from './context.ts';
import { Disclosure } from './Disclosure.tsx';
import { checkWhole, NumberBox, Problem, problemId, SliderRow } from './Fields.tsx';

const WIDEST_EDGE = 256;
const checkWidth = checkWhole(0, WIDEST_EDGE);

type Detail = keyof EdgeDetails;

const DETAILS: readonly { readonly name: Detail; readonly label: string; readonly title: string }[] = [
  { name: 'feather', label: 'Feather', title: 'The width over which the change fades out.' },
  { name: 'grow', label: 'Grow', title: 'How far outside the drawing the middle of that fade lies.' },
  { name: 'blend', label: 'Blend', title: 'The width over which the new picture passes into the old one.' },
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
  const asked = askedFor(state.selection.value);
  const width = asked ? Math.round(followedEdge(asked, edit).feather) : 0;
  const toggle = (isOn: boolean) => {
    draft('softEdge', null);
    follow({ softEdge: isOn ? 'automatic' : width });
  };
  return (
    <SliderRow
      label="Soft edge"
      field="softEdge"
      title="How far the change fades out around what you drew, in px of the frame."
      unit="px"
      value={edit.softEdge === 'automatic' ? width : edit.softEdge}
      minimum={0}
      maximum={WIDEST_EDGE}
      step={1}
      check={checkWidth}
      change={(value) => follow({ softEdge: value })}
    >
      <div class="row-below">
        <Checkbox value={edit.softEdge === 'automatic'} onValueChange={toggle}>
          Automatic
        </Checkbox>
      </div>
    </SliderRow>
  );
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

function DetailField({ name, label, title }: (typeof DETAILS)[number]) {
  const { state, changeEdit } = usePanel();
  const id = useId();
  const geometry = state.geometry.value;
  const { edgeDetails } = state.settings.value.edit;
  const effective = geometry.kind === 'known' ? Math.round(geometry.outline.edge[name]) : null;
  return (
    <div class="field" title={title}>
      <label for={id}>{label}</label>
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
