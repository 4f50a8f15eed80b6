import { chmodSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { Store } from '../core/store.ts';
import { scratchFolder } from './scratch.ts';

it('is of one runtime at a time, and free again when that is closed', () => {
  const folder = scratchFolder('store');
  const first = new Store(folder);
  expect(() => new Store(folder)).toThrow(/offboard\.sqlite cannot be opened: another runtime is using it/);
  first.close();
  new Store(folder).close();
});

it('is readable by its owner alone, also where it was not', () => {
  const folder = join(scratchFolder('store'), 'data');
  const modes = () => readdirSync(folder).map((file) => statSync(join(folder, file)).mode & 0o777);
  const first = new Store(folder);
  first.table<number>('kept').put('one', 1);
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  expect(new Set(modes())).toEqual(new Set([0o600]));
  first.close();
  chmodSync(join(folder, 'offboard.sqlite'), 0o644);
  new Store(folder).close();
  expect(new Set(modes())).toEqual(new Set([0o600]));
});

it('names a file that is no database, and a directory that cannot be made', () => {
  const folder = scratchFolder('store');
  writeFileSync(join(folder, 'offboard.sqlite'), 'no database, but a text long enough to have a header'.repeat(100));
  expect(() => new Store(folder)).toThrow(/offboard\.sqlite cannot be opened: file is not a database/);
  expect(() => new Store(join(folder, 'offboard.sqlite'))).toThrow(/cannot be opened: EEXIST/);
});

it('goes on from a file of its own layout, and from no other', () => {
  const folder = scratchFolder('store');
  const first = new Store(folder);
  first.table<number>('kept').put('one', 1);
  first.close();
  const again = new Store(folder);
  expect(again.table<number>('kept').get('one')).toBe(1);
  again.define('PRAGMA user_version = 0');
  again.close();
  expect(() => new Store(folder)).toThrow(/another version of local AWS wrote it; .*name another directory/);
});

it('stores whole transactions alone on a disk that fills up, says so once, and goes on where there is space', () => {
  const folder = scratchFolder('store');
  const first = new Store(folder);
  const kept = first.table<string>('kept');
  const failures: string[] = [];
  first.onFailure = ({ message }) => failures.push(message);
  first.define('PRAGMA max_page_count = 64');
  const accepted: string[] = [];
  const put = () => {
    const [a, b] = ['a', 'b'].map((part) => `${String(accepted.length).padStart(4, '0')}-${part}`) as [string, string];
    first.transaction(() => {
      kept.put(a, 'x'.repeat(3000));
      kept.put(b, 'x'.repeat(3000));
    });
    accepted.push(a, b);
  };
  expect(() => {
    for (;;) put();
  }).toThrow(/offboard\.sqlite cannot be written: database or disk is full; .* start again/);
  expect(put).toThrow(/cannot be written/);
  expect(() => kept.get('0000-a')).toThrow(/cannot be written/);
  expect(failures).toHaveLength(1);
  first.close();
  const again = new Store(folder);
  const keys = [...again.table<string>('kept').entries()].map(([key]) => key);
  expect(accepted.length).toBeGreaterThan(10);
  expect(keys).toEqual(accepted);
  again.table<string>('kept').put('more', 'x'.repeat(100_000));
  again.close();
});
