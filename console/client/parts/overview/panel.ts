import { type Child, h } from '../../common/dom.ts';
import { icon } from '../basics.ts';

interface Panel {
  title: string;
  /** Where everything is that the panel is about. */
  address?: string;
  wide?: boolean;
  content: Child;
}

export function panel({ title, address, wide, content }: Panel) {
  return h(
    'section',
    { key: title, class: `panel${wide ? ' wide' : ''}`, 'aria-label': title },
    h(
      'div',
      { class: 'panel-head' },
      h('h2', {}, title),
      address !== undefined && h('a', { href: address, 'aria-label': `${title}: show all` }, 'Show all'),
    ),
    content,
  );
}

/** A list that may be longer than the panel. */
export function morePanel({ total, most, content, ...rest }: Panel & { total: number; most: number }) {
  return panel({
    ...rest,
    content: [content, total > most && h('p', { class: 'note' }, `and ${(total - most).toLocaleString('en')} more`)],
  });
}

/** In the place of a list that is empty, where empty is good. */
export function calm(text: string) {
  return h('p', { class: 'calm' }, icon('good'), text);
}
