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

/** The client knows one of them under its newer name only. */
type ClientId<Id extends Table['id']> = Id extends 'fal-ai/flux/dev/redux' ? 'fal-ai/flux-1/dev/redux' : Id;
type Theirs<Id extends Table['id']> = EndpointTypeMap[ClientId<Id> & keyof EndpointTypeMap]['input'];
type Ours<Id extends Table['id']> = Group<FieldsOf<Extract<Table, { id: Id }>>>;

/** What of an endpoint is not as the client has it: paths at which another type is sent, and names that the table lacks. */
type DifferenceAt<Id extends Table['id']> =
  | WrongWithin<Ours<Id>, Theirs<Id>, Id>
  | `${Id} lacks ${Exclude<keyof Theirs<Id>, keyof Ours<Id>> & string}`;
type Difference = { [Id in Table['id']]: DifferenceAt<Id> }[Table['id']];

/** The client's LoRA takes one number alone; the schema takes numbers by layer as well, and is followed. */
type Known = 'fal-ai/flux-general/differential-diffusion.loras.scale';

function isEmpty<Found extends never>(): Found[] {
  return [];
}

/** Empty as long as it compiles, for every endpoint of the table. */
export const DIFFERENCES: readonly string[] = isEmpty<Exclude<Difference, Known>>();
/** What is known to differ does: else it would hide what comes to differ there. */
export const STILL_KNOWN: readonly string[] = isEmpty<Exclude<Known, Difference>>();

type Unsent<F> = F extends Field ? ([Sent<F>] extends [never] ? F['kind'] : never) : never;
/** Every kind is sent as something: a new kind must be added above. */
export const UNSENT: readonly string[] = isEmpty<Unsent<Field>>();
