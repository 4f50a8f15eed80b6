/** A search field whose value is kept in the address, with further filters beside it. */

import { type Child, h } from '../common/dom.ts';
import { query, setQuery } from '../common/route.ts';

interface SearchField {
  label: string;
  /** The query parameter. */
  name: string;
  /** The `/` key focuses the field with the id `search`. */
  id?: string;
  placeholder?: string;
}

export function searchField({ label, name, id, placeholder }: SearchField, ...filters: Child[]) {
  return h(
    'div',
    { class: 'filters' },
    h(
      'label',
      { class: 'field grow' },
      h('span', { class: 'label' }, label),
      h('input', {
        ...(id === undefined ? {} : { id }),
        ...(placeholder === undefined ? {} : { placeholder }),
        type: 'search',
        value: query(name),
        oninput: (event: Event) => setQuery({ [name]: (event.target as HTMLInputElement).value }),
      }),
    ),
    filters,
  );
}
