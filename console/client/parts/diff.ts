/** What changed between two JSON values, path by path. */

import { h } from '../dom.ts';

export interface Change {
  path: string;
  before?: string;
  after?: string;
}

/** @returns undefined where one of them is no JSON. */
function changes(before: string | undefined, after: string | undefined): Change[] | undefined {
  try {
    const found: Change[] = [];
    compare('', JSON.parse(before ?? 'null'), JSON.parse(after ?? 'null'), found);
    return found;
  } catch {
    return undefined;
  }
}

function compare(path: string, before: unknown, after: unknown, found: Change[]): void {
  if (isObject(before) && isObject(after) && Array.isArray(before) === Array.isArray(after)) {
    for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
      compare(path === '' ? key : `${path}.${key}`, before[key], after[key], found);
    }
    return;
  }
  const [a, b] = [JSON.stringify(before), JSON.stringify(after)];
  if (a === b) return;
  found.push({
    path: path || '(all)',
    ...(a === undefined ? {} : { before: a }),
    ...(b === undefined ? {} : { after: b }),
  });
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

export function diff(before: string | undefined, after: string | undefined) {
  const found = changes(before, after);
  if (!found) return null;
  if (found.length === 0) return h('p', { class: 'note' }, 'The output is the input.');
  return h(
    'div',
    { class: 'scroll', tabindex: '0', role: 'group', 'aria-label': 'What changed' },
    h(
      'table',
      { class: 'plain diff' },
      h(
        'thead',
        {},
        h(
          'tr',
          {},
          h('th', { scope: 'col' }, 'Changed'),
          h('th', { scope: 'col' }, 'Input'),
          h('th', { scope: 'col' }, 'Output'),
        ),
      ),
      h(
        'tbody',
        {},
        found
          .slice(0, 100)
          .map(({ path, before: was, after: is }) =>
            h(
              'tr',
              { key: path },
              h('th', { scope: 'row' }, path),
              h('td', {}, was === undefined ? h('i', {}, 'not there') : h('del', {}, was)),
              h('td', {}, is === undefined ? h('i', {}, 'gone') : h('ins', {}, is)),
            ),
          ),
      ),
    ),
    found.length > 100 && h('p', { class: 'note' }, `and ${found.length - 100} more`),
  );
}
