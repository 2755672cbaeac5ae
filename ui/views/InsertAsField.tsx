// What becomes of the results in the document, as far as the target allows it.
import { useId } from 'preact/hooks';
import { insertAsFor, takesFill } from '../../core/insert-as.ts';
import { insertAsOptions, insertAsText } from '../choices.ts';
import { usePanel } from './context.ts';
import { SelectRow } from './Fields.tsx';

export function InsertAsField() {
  const { state, changeEdit } = usePanel();
  const id = useId();
  const { insertAs: wanted } = state.settings.value.edit;
  const { value: selection } = state.selection;
  const target = selection.kind === 'none' ? null : selection.target;
  const insertAs = target ? insertAsFor(target, wanted) : wanted;
  const text = insertAsText(insertAs, wanted);
  return (
    <SelectRow
      label="Insert as"
      value={insertAs}
      options={insertAsOptions(target !== null && !takesFill(target))}
      {...(text && { describedBy: id })}
      change={(value) => changeEdit({ insertAs: value })}
    >
      {text && (
        <p class="help" id={id}>
          {text}
        </p>
      )}
    </SelectRow>
  );
}
