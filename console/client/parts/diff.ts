import { h } from '../common/dom.ts';
import { table } from './basics.ts';

interface Change {
  path: string;
  before?: string;
  after?: string;
}

const MAX_CHANGES = 100;

/** @returns null where one of the texts is not JSON. */
export function diff(before: string | undefined, after: string | undefined) {
  const changes = changesBetween(before, after);
  if (!changes) return null;
  if (changes.length === 0) return h('p', { class: 'note' }, 'The output equals the input.');
  return [
    table('Changes', ['Path', 'Input', 'Output'], changes.slice(0, MAX_CHANGES).map(changeRow), 'diff'),
    changes.length > MAX_CHANGES && h('p', { class: 'note' }, `and ${changes.length - MAX_CHANGES} more`),
  ];
}

function changeRow({ path, before, after }: Change) {
  return h(
    'tr',
    { key: path },
    h('th', { scope: 'row' }, path),
    h('td', {}, before === undefined ? h('i', {}, 'absent') : h('del', {}, before)),
    h('td', {}, after === undefined ? h('i', {}, 'absent') : h('ins', {}, after)),
  );
}

function changesBetween(before: string | undefined, after: string | undefined): Change[] | undefined {
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
