/** How the source of a signal is listed, and what is started for each who has left. */

import { describe, expect, it } from 'vitest';
import { type Answer, run } from './machine.ts';

type Handed = Record<string, unknown>;

/** @param lists the answers of the lists, in order. */
async function reconciled(list: string, lists: Answer[], departures: object[] = []) {
  const handed: Record<string, Handed[]> = {};
  const answers: Record<string, () => Answer> = {
    Compare: () => ({ ok: { departures: departures as never, active: 3 } }),
    ListInstances: () => ({ ok: { Instances: [{ IdentityStoreId: 'd-1' }, { IdentityStoreId: 'd-2' }] } }),
  };
  const left = [...lists];
  const signal = { name: 'gone', list, directories: ['d-1', 'd-2'] };
  const ran = await run('reconcile', { signal }, (state, given) => {
    handed[state] = [...(handed[state] ?? []), given as Handed];
    if (/^List(Users|DirectoryUsers|Accounts)$/.test(state)) return left.shift() ?? { ok: {} };
    return answers[state]?.() ?? { ok: {} };
  });
  return { ...ran, handed };
}

const user = (id: string, UserStatus?: string) => ({
  UserId: id,
  UserName: `name-${id}`,
  ...(UserStatus && { UserStatus }),
});

describe('a list', () => {
  it('of accounts is read to its last page', async () => {
    const first = {
      Accounts: [
        { Id: '1', State: 'ACTIVE' },
        { Id: '2', Status: 'SUSPENDED' },
      ],
      NextToken: 'more',
    };
    const { handed, execution } = await reconciled('organization-accounts', [{ ok: first }, { ok: { Accounts: [] } }]);
    expect(handed.ListAccounts).toEqual([{}, { NextToken: 'more' }]);
    expect(handed.StorePage?.map(({ Key, Body }) => ({ Key, Body }))).toEqual([
      {
        Key: 'work/reconciliation/gone/run/00000.json',
        Body: [
          { id: '1', name: '1', active: true },
          { id: '2', name: '2', active: false },
        ],
      },
      { Key: 'work/reconciliation/gone/run/00001.json', Body: [] },
    ]);
    expect(handed.Compare).toEqual([
      {
        pages: 'work/reconciliation/gone/run/',
        known: 'work/reconciliation/gone/known.json',
        listedAt: expect.stringMatching(/Z$/),
      },
    ]);
    expect(execution).toMatchObject({ status: 'SUCCEEDED', output: { signal: 'gone', departures: 0, active: 3 } });
  });

  it('of users is read in each identity store', async () => {
    const pages = [
      { ok: { Users: [user('a', 'ENABLED')], NextToken: 'more' } },
      { ok: { Users: [user('b', 'DISABLED'), user('c')] } },
      { ok: { Users: [] } },
    ];
    const { handed } = await reconciled('identity-store-users', pages);
    expect(handed.ListUsers).toEqual([
      { IdentityStoreId: 'd-1' },
      { IdentityStoreId: 'd-1', NextToken: 'more' },
      { IdentityStoreId: 'd-2' },
    ]);
    expect(handed.StorePage?.map(({ Body }) => Body)).toEqual([
      [{ id: 'a', name: 'name-a', active: true }],
      [
        { id: 'b', name: 'name-b', active: false },
        { id: 'c', name: 'name-c', active: true },
      ],
      [],
    ]);
  });

  it('of users is read in each directory that the stage names', async () => {
    const person = (SAMAccountName: string, Enabled = true) => ({
      SID: `S-${SAMAccountName}`,
      SAMAccountName,
      Enabled,
    });
    const pages = [
      { ok: { Users: [person('a')], NextToken: 'more' } },
      { ok: { Users: [person('b', false)] } },
      { ok: { Users: [person('c')] } },
    ];
    const { handed } = await reconciled('directory-users', pages);
    expect(handed.ListDirectoryUsers).toEqual([
      { DirectoryId: 'd-1' },
      { DirectoryId: 'd-1', NextToken: 'more' },
      { DirectoryId: 'd-2' },
    ]);
    expect(handed.StorePage?.map(({ Body }) => Body)).toEqual([
      [{ id: 'S-a', name: 'a', active: true }],
      [{ id: 'S-b', name: 'b', active: false }],
      [{ id: 'S-c', name: 'c', active: true }],
    ]);
  });

  it('that nobody can read fails', async () => {
    const { execution } = await reconciled('nobody', []);
    expect(execution).toMatchObject({ status: 'FAILED', error: 'UNKNOWN_LIST' });
  });

  it('that is implausible is not read again', async () => {
    const { tasks, execution } = await run(
      'reconcile',
      { signal: { name: 'gone', list: 'organization-accounts' } },
      (state) => (state === 'Compare' ? { error: 'ImplausibleList' } : { ok: {} }),
    );
    expect(execution).toMatchObject({ status: 'FAILED', error: 'ImplausibleList' });
    expect(tasks.filter(({ state }) => state === 'Compare')).toHaveLength(1);
  });
});

it('what a signal would have started is started for each departure, once', async () => {
  const departure = { name: 'alice', activeAt: '2026-11-19T06:00:00Z' };
  const [{ handed }, again] = [
    await reconciled('organization-accounts', [], [departure, { ...departure, name: 'bob' }]),
    await reconciled('organization-accounts', [], [departure]),
  ];
  expect(handed.StartSignal).toHaveLength(2);
  expect(handed.StartSignal?.[0]).toMatchObject({
    Name: expect.stringMatching(/^gone_[0-9a-f]{24}$/),
    Input: { signal: { name: 'gone' }, departure: { ...departure, foundAt: expect.stringMatching(/Z$/) } },
  });
  expect(again.handed.StartSignal?.[0]?.Name).toBe(handed.StartSignal?.[0]?.Name);
});

it('one that is started already does not fail it', async () => {
  const { execution } = await run('reconcile', { signal: { name: 'gone', list: 'organization-accounts' } }, (state) => {
    if (state === 'Compare')
      return { ok: { departures: [{ name: 'alice', activeAt: '2026-11-19T06:00:00Z' }], active: 0 } };
    return state === 'StartSignal' ? { error: 'StepFunctions.ExecutionAlreadyExistsException' } : { ok: {} };
  });
  expect(execution).toMatchObject({ status: 'SUCCEEDED', output: { departures: 1 } });
});
