/** The head of a list: a word to find, kept in the address, and choices beside it. */

import { h } from '../dom.ts';
import { query, setQuery } from '../route.ts';

interface Field {
  label: string;
  /** The word of the address it stands in. */
  name: string;
  /** `/` goes to the page's one field of this id. */
  id?: string;
  placeholder?: string;
}

export function searchField({ label, name, id, placeholder }: Field, ...choices: Parameters<typeof h>[2][]) {
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
    choices,
  );
}
