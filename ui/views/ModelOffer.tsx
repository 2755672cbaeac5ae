// Beside the alert of an endpoint that is gone: which other one to go on with.
import { Button } from '@create-figma-plugin/ui';
import { useId } from 'preact/hooks';
import { modelOffer } from '../model-offer.ts';
import { usePanel } from './context.ts';
import { goToFirst } from './focus.ts';

export function ModelOfferView() {
  const { state, takeOffer } = usePanel();
  const id = useId();
  const offer = modelOffer(state);
  if (!offer) return null;
  const take = () => {
    takeOffer(offer);
    goToFirst('model');
  };
  return (
    <>
      <p id={id} class="hint">
        {offer.text}
      </p>
      <div class="failure-actions">
        <Button secondary aria-describedby={id} onClick={take}>
          Use {offer.model.label}
        </Button>
      </div>
    </>
  );
}
