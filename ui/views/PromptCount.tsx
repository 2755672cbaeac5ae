// Beneath the prompt: how many prompts it holds, and whether its lines are prompts of their own.
import { Checkbox } from '@create-figma-plugin/ui';
import { modelOf } from '../../core/model-settings.ts';
import { takesPrompt } from '../../core/models/index.ts';
import { hasLines } from '../../core/prompt-list.ts';
import { promptsOf } from '../../core/wanted.ts';
import { promptCountText } from '../run-text.ts';
import { usePanel } from './context.ts';

/** Nothing where it is one prompt and could be no more: a line break alone changes nothing. */
export function PromptCount() {
  const { state, changeEdit } = usePanel();
  const { edit } = state.settings.value;
  const { length: count } = promptsOf(edit);
  const canSplit = hasLines(edit.prompt) && takesPrompt(modelOf(edit));
  return (
    <>
      {canSplit && (
        <Checkbox value={edit.promptPerLine} onValueChange={(promptPerLine) => changeEdit({ promptPerLine })}>
          Each line by itself
        </Checkbox>
      )}
      {count > 1 && <p class="help">{promptCountText(count)}</p>}
    </>
  );
}
