// A picture for an input: an address, or a file from disk.
import { useId } from 'preact/hooks';
import { type ImageField, readImage } from '../../core/models/index.ts';
import { usePanel } from './context.ts';
import { Problem, problemId, Row } from './Fields.tsx';
import { type FieldProps, type Slot, useProblem } from './field.ts';
import { Help } from './ValueFields.tsx';

export function ImageRow({ field, slot }: FieldProps<ImageField>) {
  const id = useId();
  const problem = useProblem(slot);
  return (
    <Row label={field.label} controlId={id} problem={problem}>
      <ImageBox id={id} slot={slot} problem={problem} />
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
  readonly slot: Slot;
  readonly problem: string | null;
}

function ImageBox({ id, name, slot, problem }: BoxProps) {
  const { keepFile } = usePanel();
  const image = readImage(slot.value);
  const isFile = image?.kind === 'file';
  const choose = async (file: File | undefined) => {
    if (file) slot.change(await keepFile(file));
  };
  return (
    <>
      <input
        class="input wide"
        id={id}
        aria-label={name}
        placeholder="https://…"
        autocomplete="off"
        spellcheck={false}
        readOnly={isFile}
        value={isFile ? image.name : (image?.url ?? '')}
        aria-invalid={problem !== null}
        aria-describedby={problem ? problemId(id) : `${id}-help`}
        onInput={({ currentTarget: { value: url } }) =>
          slot.change(url.trim() === '' ? null : { kind: 'url', url })
        }
      />
      {isFile ? (
        <button type="button" class="link" onClick={() => slot.change(null)}>
          Clear
        </button>
      ) : (
        <label class="link file">
          <input
            type="file"
            accept="image/*"
            onChange={(event) => void choose(event.currentTarget.files?.[0])}
          />
          Choose file
        </label>
      )}
    </>
  );
}
