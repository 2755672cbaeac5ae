// Strength caps every grey of a region: where one is drawn in greys, its full range is offered, with the reason.

import { modelOf } from '../../core/model-settings.ts';
import type { NumberField } from '../../core/models/index.ts';
import { usePanel } from './context.ts';

export function StrengthOffer({ field, value }: { field: NumberField; value: number }) {
  const { state, changeValue, draft } = usePanel();
  const followsMap = modelOf(state.settings.value.edit).polarity !== null;
  const isGraded = state.outlines.value?.isGraded ?? false;
  if (field.name !== 'strength' || !followsMap || !isGraded || value >= 1) return null;
  const set = () => {
    draft(field.name, null);
    changeValue(field.name, 1);
  };
  return (
    <p class="hint row-below">
      The region has greys. At 1, its strongest part changes fully.{' '}
      <button type="button" class="link" onClick={set}>
        Set to 1
      </button>
    </p>
  );
}
