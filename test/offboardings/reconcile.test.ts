import { describe, expect, it } from 'vitest';
import { ImplausibleList, type KnownActive, type Listed, reconcile } from '../../offboardings/reconcile.ts';

const day = (number: number) => `2026-11-${String(number).padStart(2, '0')}T06:00:00.000Z`;
const person = (id: string, active = true): Listed => ({ id, name: `name of ${id}`, active });
const many = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => person(`p${from + index}`));

/** Lists on days that follow each other. @returns who was found to have left, by day. */
function listDaily(...lists: Listed[][]): string[][] {
  let known: KnownActive | null = null;
  return lists.map((listed, index) => {
    const result = reconcile(known, listed, day(index + 1));
    known = result.known;
    return result.departures.map(({ name, activeAt }) => `${name} ${activeAt}`);
  });
}

describe('the reconciliation', () => {
  it('finds nobody in the first list, whoever is disabled in it', () => {
    expect(listDaily([person('a'), person('b', false)])).toEqual([[]]);
  });

  it.each([
    ['disabled', [person('a', false)]],
    ['not listed any more', []],
  ])('finds who is %s, with the name and when it was active last', (_, then) => {
    expect(listDaily([person('a'), person('b')], [...then, person('b')])).toEqual([[], [`name of a ${day(1)}`]]);
  });

  it('finds them again for three days, and then no more', () => {
    const found = listDaily([person('a')], [], [], [], [], []);
    expect(found.map(({ length }) => length)).toEqual([0, 1, 1, 1, 1, 0]);
    expect(new Set(found.flat())).toEqual(new Set([`name of a ${day(1)}`]));
  });

  it('finds who leaves, is back and leaves again twice', () => {
    const [, first, back, second] = listDaily([person('a')], [], [person('a')], []);
    expect([first, back, second]).toEqual([[`name of a ${day(1)}`], [], [`name of a ${day(3)}`]]);
  });

  it('does not believe a list that misses more than a tenth at once', () => {
    expect(() => listDaily(many(0, 260), many(27, 260))).toThrow(ImplausibleList);
    expect(() => listDaily(many(0, 260), [])).toThrow('260 of 260 have left at once');
    expect(listDaily(many(0, 270), many(27, 270))[1]).toHaveLength(27);
    expect(listDaily(many(0, 25), [])[1]).toHaveLength(25);
  });
});
