// The endpoints Changemap can use. Apart from the model table, because the proxy's allow-list needs only the names.
export const ENDPOINT_IDS = [
  'fal-ai/flux-general/differential-diffusion',
  'fal-ai/flux-differential-diffusion',
] as const;
