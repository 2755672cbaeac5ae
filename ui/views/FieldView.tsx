// Any field of the model table as its control; lists and groups hold further fields.
import { Button } from '@create-figma-plugin/ui';
import { useId } from 'preact/hooks';
import {
  asList,
  asRecord,
  defaultOf,
  type Field,
  type GroupField,
  inSentence,
  type ListField,
} from '../../core/models/index.ts';
import { usePanel } from './context.ts';
import { Problem, problemId } from './Fields.tsx';
import { type FieldProps, type Slot, useProblem } from './field.ts';
import { useFocus } from './focus.ts';
import { ImageItem, ImageRow } from './ImageField.tsx';
import { ActionIcon } from './icons.tsx';
import { ScaleRow } from './ScaleField.tsx';
import { SizeRow } from './SizeField.tsx';
import { BooleanRow, ChoiceRow, Help, NumberRow, SeedRow, TextRow } from './ValueFields.tsx';

export function FieldView({ field, slot }: FieldProps<Field>) {
  switch (field.kind) {
    case 'boolean':
      return <BooleanRow field={field} slot={slot} />;
    case 'number':
    case 'integer':
      return <NumberRow field={field} slot={slot} />;
    case 'scale':
      return <ScaleRow field={field} slot={slot} />;
    case 'size':
      return <SizeRow field={field} slot={slot} />;
    case 'choice':
      return <ChoiceRow field={field} slot={slot} />;
    case 'text':
      return <TextRow field={field} slot={slot} />;
    case 'image':
      return <ImageRow field={field} slot={slot} />;
    case 'group':
      return <GroupBlock field={field} slot={slot} />;
    case 'list':
      return <ListBlock field={field} slot={slot} />;
    case 'seed':
      return <SeedRow field={field} />;
    case 'prompt':
    case 'count':
      // They stand on the first screen.
      return null;
    default:
      return field satisfies never;
  }
}

function GroupBlock({ field, slot }: FieldProps<GroupField>) {
  const id = useId();
  return (
    <fieldset class="nested" aria-describedby={id}>
      <legend>{field.label}</legend>
      <Help id={id} field={field} />
      <InnerFields field={field} slot={slot} />
    </fieldset>
  );
}

function InnerFields({ field, slot }: FieldProps<GroupField>) {
  return (
    <>
      {field.fields.map((inner) => (
        <FieldView key={inner.name} field={inner} slot={innerSlot(slot, inner)} />
      ))}
    </>
  );
}

function innerSlot({ path, value }: Slot, { name }: Field): Slot {
  return { path: `${path}.${name}`, value: asRecord(value)[name] };
}

function ListBlock({ field, slot }: FieldProps<ListField>) {
  const { changeValue, reorderRows } = usePanel();
  const items = asList(slot.value);
  const problem = useProblem(slot);
  const { root, focus } = useFocus<HTMLFieldSetElement>();
  const id = useId();
  const label = inSentence(field.item.label);
  const arrange = (order: readonly number[]) => {
    reorderRows(slot.path, order);
    changeValue(
      slot.path,
      order.map((i) => items[i]!),
    );
  };
  const places = items.map((_, i) => i);
  const actions: ItemActions = {
    move(from, to) {
      arrange(places.map((i) => (i === from ? to : i === to ? from : i)));
      focus(
        `Move ${label} ${to + 1} ${to < from ? 'up' : 'down'}`,
        `Move ${label} ${to + 1} ${to < from ? 'down' : 'up'}`,
      );
    },
    remove(index) {
      arrange(places.filter((i) => i !== index));
      focus(`Remove ${label} ${Math.min(index + 1, items.length - 1)}`, `Add ${label}`);
    },
  };
  const add = () => {
    changeValue(slot.path, [...items, defaultOf(field.item)]);
    focus(`${field.item.label} ${items.length + 1}`);
  };
  const isFull = field.most !== null && items.length >= field.most;
  return (
    <fieldset class="nested" aria-describedby={id} ref={root}>
      <legend>{field.label}</legend>
      <Help id={id} field={field} />
      {items.map((item, i) => (
        <Item
          // By place: an item has no name of its own.
          key={String(i)}
          index={i}
          count={items.length}
          list={field}
          slot={{ path: `${slot.path}.${i}`, value: item }}
          actions={actions}
        />
      ))}
      <Problem id={problemId(id)} text={problem} />
      <div data-focus={`Add ${label}`}>
        <Button
          secondary
          disabled={isFull}
          aria-invalid={problem !== null}
          aria-describedby={problem ? problemId(id) : undefined}
          onClick={add}
        >
          Add {label}
        </Button>
      </div>
    </fieldset>
  );
}

interface ItemActions {
  move(from: number, to: number): void;
  remove(index: number): void;
}

interface ItemProps {
  readonly index: number;
  readonly count: number;
  readonly list: ListField;
  readonly slot: Slot;
  readonly actions: ItemActions;
}

function Item({ index, count, list: { item }, slot, actions }: ItemProps) {
  const name = `${item.label} ${index + 1}`;
  const named = inSentence(name);
  return (
    <fieldset class="item" data-focus={name}>
      <legend>{name}</legend>
      <div class="item-actions">
        <IconButton
          name={`Move ${named} up`}
          action="up"
          isOff={index === 0}
          act={() => actions.move(index, index - 1)}
        />
        <IconButton
          name={`Move ${named} down`}
          action="down"
          isOff={index === count - 1}
          act={() => actions.move(index, index + 1)}
        />
        <IconButton name={`Remove ${named}`} action="remove" act={() => actions.remove(index)} />
      </div>
      {item.kind === 'group' ? (
        <InnerFields field={item} slot={slot} />
      ) : (
        <ImageItem field={item} slot={slot} name={name} />
      )}
    </fieldset>
  );
}

interface IconButtonProps {
  readonly name: string;
  readonly action: 'up' | 'down' | 'remove';
  readonly isOff?: boolean;
  act(): void;
}

function IconButton({ name, action, isOff = false, act }: IconButtonProps) {
  return (
    <button
      type="button"
      class="icon-button"
      aria-label={name}
      title={name}
      data-focus={name}
      disabled={isOff}
      onClick={act}
    >
      <ActionIcon action={action} />
    </button>
  );
}
