// Every other field of the model, made from the model table, with a search over all of them.
import { useId, useRef, useState } from 'preact/hooks';
import { modelOf } from '../../core/model-settings.ts';
import { type Field, fieldsOf, type Section } from '../../core/models/index.ts';
import { isFound, isNamed } from '../field-search.ts';
import { usePanel } from './context.ts';
import { Disclosure } from './Disclosure.tsx';
import { FieldView } from './FieldView.tsx';
import { goToFirst } from './focus.ts';

export function ModelSettings() {
  const { state } = usePanel();
  const { first, more } = modelOf(state.settings.value.edit);
  const names = new Set(fieldsOf({ first: [], more }).map(({ name }) => name));
  const drafts = Object.keys(state.drafts.value).filter((path) => names.has(topOf(path)));
  const held = state.refusals.value > 0 ? Object.keys(state.problems.value) : [];
  const [query, setQuery] = useState('');
  // What holds a run back is shown whatever is searched for, and while it is mended, until the next search.
  const wrong = useRef(new Set<string>()).current;
  for (const path of [...drafts, ...held]) wrong.add(topOf(path));
  const search = (words: string) => {
    wrong.clear();
    setQuery(words);
  };
  const sections = more
    .map(({ title, fields }) => ({
      title,
      fields: fields.filter((field) => wrong.has(field.name) || isFound(field, query)),
    }))
    .filter(({ fields }) => fields.length > 0);
  const elsewhere = first.filter((field) => isNamed(field, query));
  return (
    <Disclosure title="All model settings" fields={drafts} isHolding={held.length > 0}>
      <div class="form wide-labels model-settings">
        <SearchBox query={query} change={search} />
        {elsewhere.map((field) => (
          <Elsewhere key={field.name} field={field} />
        ))}
        {sections.map((section) => (
          <SectionView key={section.title} section={section} />
        ))}
        {sections.length + elsewhere.length === 0 && (
          <p class="hint">Nothing is said of “{query.trim()}” in this model’s settings.</p>
        )}
      </div>
    </Disclosure>
  );
}

/** On the first screen: it is not set in two places. */
function Elsewhere({ field: { label, name } }: { field: Field }) {
  const id = useId();
  return (
    <p class="hint elsewhere">
      <span id={id}>{label} stands above, on the first screen.</span>
      <button type="button" class="link" aria-describedby={id} onClick={() => goToFirst(name)}>
        Go there
      </button>
    </p>
  );
}

function topOf(path: string): string {
  return path.split('.')[0] ?? '';
}

function SearchBox({ query, change }: { query: string; change(query: string): void }) {
  const id = useId();
  return (
    <>
      <label class="hidden" for={id}>
        Search settings
      </label>
      <input
        class="input search"
        type="search"
        id={id}
        placeholder="Search settings"
        value={query}
        onInput={(event) => change(event.currentTarget.value)}
      />
    </>
  );
}

function SectionView({ section: { title, fields } }: { section: Section }) {
  const { state } = usePanel();
  const { values } = state.settings.value.edit;
  return (
    <div class="setting-section">
      <h3>{title}</h3>
      {fields.map((field) => (
        <FieldView key={field.name} field={field} slot={{ path: field.name, value: values[field.name] }} />
      ))}
    </div>
  );
}
