import { describe, expect, it } from 'vitest';
import { drive, FUNCTION, only } from './drive.ts';

const jsonata = { QueryLanguage: 'JSONata' };
/** 140,002 bytes: one fits where 256 KiB do, two do not. */
const BIG = "{% $pad('', 140000, 'x') %}";
const end = { StartAt: 'B', States: { B: { Type: 'Succeed' } } };

describe('256 KiB', () => {
  it.each([
    { Type: 'Task', Resource: FUNCTION, Arguments: [BIG, BIG] },
    { Type: 'Parallel', Arguments: [BIG, BIG], Branches: [end] },
    { Type: 'Map', Items: [1], ItemSelector: [BIG, BIG], ItemProcessor: end },
  ])('is the most that a state may hand on: $Type', async (state) => {
    const { execution } = await drive(only(state, jsonata));
    expect(execution).toMatchObject({
      status: 'FAILED',
      error: 'States.DataLimitExceeded',
      cause: "The state/task 'S' got an input with a size exceeding the maximum number of bytes service limit.",
    });
  });

  it('is the most that one Assign may assign; then it assigns nothing', async () => {
    const { execution } = await drive(only({ Type: 'Pass', Assign: { a: BIG, b: BIG }, Output: 'out' }, jsonata));
    expect(execution).toMatchObject({
      status: 'FAILED',
      error: 'States.DataLimitExceeded',
      cause: "The state/task 'S' assigned variables with a size exceeding the maximum number of bytes service limit.",
    });
    expect(execution.threads['1']?.variables).toEqual({});
  });
});

describe('10 MiB', () => {
  /** One state after the other assigns a big value: 75 of them are more than 10 MiB, 74 are not. */
  const assigning = (states: number, nameOf: (state: number) => string) => ({
    ...jsonata,
    StartAt: 'S1',
    States: Object.fromEntries(
      Array.from({ length: states }, (_, index) => index + 1).map((state) => [
        `S${state}`,
        {
          Type: 'Pass',
          Assign: { [nameOf(state)]: BIG },
          Output: null,
          ...(state < states ? { Next: `S${state + 1}` } : { End: true }),
        },
      ]),
    ),
  });
  const inMemory = { roundTrip: false };

  it('is the most that all variables may have', async () => {
    const one = (state: number) => `v${state}`;
    expect((await drive(assigning(74, one), inMemory)).execution.status).toBe('SUCCEEDED');
    const { execution } = await drive(assigning(75, one), inMemory);
    expect(execution).toMatchObject({ status: 'FAILED', error: 'States.DataLimitExceeded' });
    expect(execution.cause).toMatch(/^The state\/task 'S75' assigned variables/);
  });

  it('a variable that is assigned again counts once', async () => {
    expect(
      (
        await drive(
          assigning(80, () => 'same'),
          inMemory,
        )
      ).execution.status,
    ).toBe('SUCCEEDED');
  });
});
