// The model table held against the types of fal's own client: a wrong name or type is a compile error here.
import type { EndpointTypeMap } from '@fal-ai/client/endpoints';
import type { Field, SizePreset, TABLE } from '../../core/models/index.ts';

type Table = (typeof TABLE)[number];
type FieldsOf<M extends Table> = M['first'][number] | M['more'][number]['fields'][number];

/** What a field sends. */
type Sent<F> = F extends { kind: 'prompt' | 'text' | 'image' }
  ? string
  : F extends { kind: 'number' | 'integer' | 'seed' | 'count' }
    ? number
    : F extends { kind: 'boolean' }
      ? boolean
      : F extends { kind: 'scale' }
        ? number | Record<string, number>
        : F extends { kind: 'size' }
          ? SizePreset | { width: number; height: number }
          : F extends { kind: 'choice'; options: readonly { value: infer V }[] }
            ? V
            : F extends { kind: 'list'; item: infer Item }
              ? Sent<Item>[]
              : F extends { kind: 'group'; fields: readonly (infer Inner)[] }
                ? Group<Inner>
                : never;

declare const group: unique symbol;
type Group<F> = { [One in F as One extends { name: infer N extends string } ? N : never]: Sent<One> } & {
  [group]: true;
};

/** The paths at which what we send is not what the client takes. */
type Wrong<Ours, Theirs, Path extends string> = Ours extends (infer One)[]
  ? One extends { [group]: true }
    ? WrongWithin<One, NonNullable<Extract<Theirs, readonly unknown[]>[number]>, Path>
    : Ours extends Theirs
      ? never
      : Path
  : Ours extends { [group]: true }
    ? WrongWithin<Ours, Theirs, Path>
    : Ours extends Theirs
      ? never
      : Path;

type WrongWithin<Ours, Theirs, Path extends string> = {
  [K in Exclude<keyof Ours, typeof group> & string]: K extends keyof Theirs
    ? Wrong<Ours[K], NonNullable<Theirs[K]>, `${Path}.${K}`>
    : `${Path}.${K}`;
}[Exclude<keyof Ours, typeof group> & string];

type Theirs<Id extends keyof EndpointTypeMap> = EndpointTypeMap[Id]['input'];
type Ours<Id extends Table['id']> = Group<FieldsOf<Extract<Table, { id: Id }>>>;

/** What the client has and the table lacks. */
type Absent<Id extends Table['id'] & keyof EndpointTypeMap> = Exclude<keyof Theirs<Id>, keyof Ours<Id>>;

function isEmpty<Found extends never>(): Found[] {
  return [];
}

/** Empty as long as it compiles. */
export const DIFFERENCES: readonly string[] = [
  ...isEmpty<
    WrongWithin<
      Ours<'fal-ai/flux-differential-diffusion'>,
      Theirs<'fal-ai/flux-differential-diffusion'>,
      'differential'
    >
  >(),
  // The client's LoRA takes one number alone; the schema takes numbers by layer as well, and is followed.
  ...isEmpty<
    Exclude<
      WrongWithin<
        Ours<'fal-ai/flux-general/differential-diffusion'>,
        Theirs<'fal-ai/flux-general/differential-diffusion'>,
        'general'
      >,
      'general.loras.scale'
    >
  >(),
  ...isEmpty<
    WrongWithin<
      Ours<'fal-ai/flux/dev/image-to-image'>,
      Theirs<'fal-ai/flux/dev/image-to-image'>,
      'image-to-image'
    >
  >(),
  ...isEmpty<WrongWithin<Ours<'fal-ai/flux/dev'>, Theirs<'fal-ai/flux/dev'>, 'dev'>>(),
  // The client knows the same endpoint under its newer name only.
  ...isEmpty<WrongWithin<Ours<'fal-ai/flux/dev/redux'>, Theirs<'fal-ai/flux-1/dev/redux'>, 'redux'>>(),
  ...isEmpty<Absent<'fal-ai/flux-differential-diffusion'>>(),
  ...isEmpty<Absent<'fal-ai/flux-general/differential-diffusion'>>(),
  ...isEmpty<Absent<'fal-ai/flux/dev/image-to-image'>>(),
  ...isEmpty<Absent<'fal-ai/flux/dev'>>(),
  ...isEmpty<Exclude<keyof Theirs<'fal-ai/flux-1/dev/redux'>, keyof Ours<'fal-ai/flux/dev/redux'>>>(),
];

type Unsent<F> = F extends Field ? ([Sent<F>] extends [never] ? F['kind'] : never) : never;
/** Every kind is sent as something: a new kind must be added above. */
export const UNSENT: readonly string[] = isEmpty<Unsent<Field>>();
