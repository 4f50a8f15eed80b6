import './silence-logs.ts';
import { afterAll, beforeEach, expect, it } from 'vitest';
import type { Reconciled, ReconcileInput } from '../../functions/reconcile.ts';
import { BUCKET, bucket } from './bucket.ts';
import { invoke, wire } from './wire.ts';

process.env.BUCKET_NAME = BUCKET;
let s3 = bucket();
const aws = await wire((asked) => s3.answer(asked));
const { handler } = await import('../../functions/reconcile.ts');

afterAll(() => aws[Symbol.asyncDispose]());
beforeEach(() => {
  s3 = bucket();
});

const FOLDER = 'work/reconciliation/gone/';
const list = (run: string, day: number, ...pages: object[][]) => {
  pages.forEach((page, number) => {
    s3.objects.set(`${FOLDER}${run}/0000${number}.json`, page);
  });
  const listedAt = `2026-11-${day}T06:00:00.000Z`;
  return invoke<ReconcileInput, Reconciled>(handler, {
    pages: `${FOLDER}${run}/`,
    known: `${FOLDER}known.json`,
    listedAt,
  });
};
const person = (id: string, active = true) => ({ id, name: `name-${id}`, active });

it('compares all pages of a list with what it kept of the one before', async () => {
  expect(await list('one', 19, [person('a')], [person('b'), person('c', false)])).toEqual({
    departures: [],
    active: 2,
  });
  expect(await list('two', 20, [person('b')])).toEqual({
    departures: [{ name: 'name-a', activeAt: '2026-11-19T06:00:00.000Z' }],
    active: 2,
  });
});

it('keeps the list before where a list is implausible', async () => {
  const many = Array.from({ length: 300 }, (_, index) => person(`p${index}`));
  await list('one', 19, many);
  const kept = s3.objects.get(`${FOLDER}known.json`);
  await expect(list('two', 20, [])).rejects.toMatchObject({ name: 'ImplausibleList' });
  expect(s3.objects.get(`${FOLDER}known.json`)).toBe(kept);
});
