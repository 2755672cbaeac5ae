// A picture for an input: an address, a file from disk, or a layer of the document.
import { useId, useState } from 'preact/hooks';
import { toWire } from '../../core/failure.ts';
import { type ImageField, type ImageValue, readImage } from '../../core/models/index.ts';
import { usePanel } from './context.ts';
import { labelId, Problem, problemId, Row } from './Fields.tsx';
import { type FieldProps, type Slot, useProblem } from './field.ts';
import { PictureIcon } from './icons.tsx';
import { Help } from './ValueFields.tsx';

export function ImageRow({ field, slot }: FieldProps<ImageField>) {
  const id = useId();
  const problem = useProblem(slot);
  return (
    <Row label={field.label} controlId={id}>
      <ImageBox id={id} labelledBy={labelId(id)} slot={slot} problem={problem} />
      <Problem id={problemId(id)} text={problem} />
      <Help id={`${id}-help`} field={field} />
    </Row>
  );
}

/** One of a list, named by its place. */
export function ImageItem({ field, slot, name }: FieldProps<ImageField> & { name: string }) {
  const id = useId();
  const problem = useProblem(slot);
  return (
    <>
      <div class="row-control">
        <ImageBox id={id} name={name} slot={slot} problem={problem} />
      </div>
      <Problem id={problemId(id)} text={problem} />
      <Help id={`${id}-help`} field={field} />
    </>
  );
}

interface BoxProps {
  readonly id: string;
  /** The accessible name, where no label names it. */
  readonly name?: string;
  /** The label, for the buttons that it is not the name of. */
  readonly labelledBy?: string;
  readonly slot: Slot;
  readonly problem: string | null;
}

function ImageBox({ id, name, labelledBy, slot, problem }: BoxProps) {
  const { changeValue } = usePanel();
  const image = readImage(slot.value);
  const isChosen = image !== null && image.kind !== 'url';
  const typed = image?.kind === 'url' ? image.url : '';
  const clear = () => {
    changeValue(slot.path, null);
    // The button goes, and must not take the keyboard with it.
    document.getElementById(id)?.focus();
  };
  return (
    <>
      <span class={isChosen ? 'picture-box chosen' : 'picture-box'}>
        {isChosen && <PictureIcon kind={image.kind} />}
        <input
          class="input wide"
          id={id}
          aria-label={name}
          placeholder="https://…"
          autocomplete="off"
          spellcheck={false}
          readOnly={isChosen}
          title={isChosen ? CHOSEN[image.kind] : undefined}
          value={isChosen ? image.name : typed}
          aria-invalid={problem !== null}
          aria-describedby={problem ? problemId(id) : `${id}-help`}
          onInput={({ currentTarget: { value: url } }) =>
            changeValue(slot.path, url.trim() === '' ? null : { kind: 'url', url })
          }
        />
      </span>
      {isChosen ? (
        <button type="button" class="link" aria-describedby={labelledBy} onClick={clear}>
          Clear
        </button>
      ) : (
        <FileChooser describedBy={labelledBy} slot={slot} />
      )}
      <LayerChooser describedBy={labelledBy} slot={slot} />
      <Hidden image={image} />
    </>
  );
}

const CHOSEN: Readonly<Record<'file' | 'layer', string>> = {
  file: 'A file from disk',
  layer: 'A layer of this document, drawn anew for each run',
};

interface ChooserProps {
  readonly describedBy: string | undefined;
  readonly slot: Slot;
}

function FileChooser({ describedBy, slot }: ChooserProps) {
  const { keepFile } = usePanel();
  const { choose, forget, refusal } = useChoice(slot);
  return (
    <>
      <label class="link file">
        <input
          type="file"
          accept="image/*"
          aria-describedby={describedBy}
          onChange={({ currentTarget }) => {
            const file = currentTarget.files?.[0];
            // The same file, once it has been mended, is another choice.
            currentTarget.value = '';
            if (file) void choose(() => keepFile(file));
          }}
          onBlur={forget}
        />
        Choose file
      </label>
      {refusal}
    </>
  );
}

/** What is chosen goes into the field; what is refused is told beneath it, until something else is done. */
function useChoice({ path }: Slot) {
  const { choosePicture } = usePanel();
  const [refusal, setRefusal] = useState<string | null>(null);
  const choose = async (ask: () => Promise<ImageValue>) => {
    try {
      await choosePicture(path, ask);
      setRefusal(null);
    } catch (error) {
      setRefusal(toWire(error).message);
    }
  };
  return {
    choose,
    forget: () => setRefusal(null),
    refusal: refusal && (
      <p class="problem" role="alert">
        {refusal}
      </p>
    ),
  };
}

function LayerChooser({ describedBy, slot }: ChooserProps) {
  const { pickLayer } = usePanel();
  const { choose, forget, refusal } = useChoice(slot);
  return (
    <>
      <button
        type="button"
        class="link"
        title="Select a layer in Figma first"
        aria-describedby={describedBy}
        onClick={() => void choose(pickLayer)}
        onBlur={forget}
      >
        Use selected layer
      </button>
      {refusal}
    </>
  );
}

/** It is no mistake: a layer that guides the picture need not be seen in the design. */
function Hidden({ image }: { image: ImageValue | null }) {
  const { state } = usePanel();
  const found = image?.kind === 'layer' ? state.layers.value.get(image.id) : null;
  if (found?.kind !== 'there' || !found.isHidden) return null;
  return <p class="hint">It is hidden on the page, and is drawn all the same.</p>;
}
