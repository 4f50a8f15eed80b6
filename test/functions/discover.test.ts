import type { Context } from 'aws-lambda';
import { beforeEach, describe, expect, it } from 'vitest';
import type { AssociationProvider, Discovered } from '../../associations/common/contract.ts';
import { type DiscoverInput, discover } from '../../functions/discover.ts';
import type { DiscoveredPage } from '../../offboardings/common/found.ts';
import './silence-logs.ts';

const connection = (repository: string, size = 0, serviceStatus = 'Available'): Discovered => ({
  type: 'association',
  association: { target: { repository }, serviceStatus, snapshot: 'x'.repeat(size), label: repository },
});

const cursor = (at: string): Discovered => ({ type: 'cursor', cursor: at });

let asked: (string | undefined)[] = [];
beforeEach(() => {
  asked = [];
});

function providerOf(
  things: readonly (Discovered | Error)[],
  more: Partial<AssociationProvider> = {},
): AssociationProvider {
  return {
    kind: 'codeartifact-external-connection',
    policy: { pace: { usual: 5, deadline: 600 } },
    ...more,
    async *discover(_filter: unknown, _session: unknown, from?: string) {
      asked.push(from);
      for (const thing of things) {
        if (thing instanceof Error) throw thing;
        yield thing;
      }
    },
  } as unknown as AssociationProvider;
}

const search = {
  id: '000',
  kind: 'codeartifact-external-connection' as const,
  where: { region: 'us-east-1' },
  filter: {},
  reason: 'named',
};

async function discovered(
  things: readonly (Discovered | Error)[],
  { from = null as string | null, left = 100_000, more = {} as Partial<AssociationProvider> } = {},
) {
  const input: DiscoverInput = { search, cursor: from, offboarding: 'o' };
  const context = {
    invokedFunctionArn: 'arn:aws:lambda:us-east-1:111122223333:function:discover',
    getRemainingTimeInMillis: () => left,
  } as Context;
  return (await discover(providerOf(things, more))(input, context, () => {})) as DiscoveredPage;
}

describe('discover', () => {
  it('returns what was found, how much was scanned, and how long a removal takes', async () => {
    const page = await discovered([connection('web'), { type: 'scanned', at: 'web' }, { type: 'scanned', at: 'api' }]);
    expect(page).toMatchObject({ account: '111122223333', inaccessible: [], cursor: null });
    expect(new Set(page.scanned).size).toBe(2);
    expect(page.found).toEqual([
      expect.objectContaining({ account: '111122223333', usualSeconds: 5, deadlineSeconds: 600, restorable: false }),
    ]);
  });

  it('keeps what is inherited apart from what was found', async () => {
    const { type: _, association } = connection('web') as Extract<Discovered, { type: 'association' }>;
    const { found, inherited } = await discovered([{ type: 'inherited', association, through: 'group Engineers' }]);
    expect(found).toEqual([]);
    expect(inherited).toEqual([
      {
        kind: 'codeartifact-external-connection',
        target: association.target,
        where: search.where,
        account: '111122223333',
        label: association.label,
        through: 'group Engineers',
      },
    ]);
  });

  it('cannot restore what never became active', async () => {
    const more = {
      statuses: { AVAILABLE: 'ASSOCIATED', CREATE_FAILED: 'ASSOCIATION_FAILED' },
      restore: async () => undefined,
    } as const;
    const restorableOf = async (status: string) =>
      (await discovered([connection('web', 0, status)], { more })).found[0]?.restorable;
    expect(await restorableOf('Available')).toBe(true);
    expect(await restorableOf('CREATE_FAILED')).toBe(false);
  });

  it('keeps what reads through others, for the plan to know who is cut off', async () => {
    const dependent = { within: '111122223333/acme', name: 'app', through: ['web'] };
    expect(await discovered([{ type: 'dependent', dependent }])).toMatchObject({
      dependents: [dependent],
      scanned: [],
    });
  });

  it('goes on from where it was', async () => {
    await discovered([], { from: 'there' });
    expect(asked).toEqual(['there']);
  });

  it('stops at a cursor where the page is large enough, and not before', async () => {
    const large = await discovered([connection('web', 70_000), cursor('next'), connection('api')]);
    expect(large).toMatchObject({ cursor: 'next', found: [expect.objectContaining({ label: 'web' })] });
    const small = await discovered([connection('web'), cursor('next'), connection('api')]);
    expect(small).toMatchObject({ cursor: null });
    expect(small.found).toHaveLength(2);
  });

  it('stops at a cursor well before its time is over', async () => {
    expect(await discovered([cursor('next'), connection('api')], { left: 14_000 })).toMatchObject({
      cursor: 'next',
      found: [],
    });
  });

  it('returns what is denied as inaccessible', async () => {
    const inaccessible = { type: 'inaccessible', at: 'web', error: 'AccessDeniedException', message: 'no' } as const;
    const page = await discovered([inaccessible, connection('api')]);
    expect(page.inaccessible).toEqual([expect.objectContaining({ at: '111122223333 us-east-1 web' })]);
    // The second is what a Region answers that the account has not enabled.
    for (const name of ['AccessDeniedException', 'UnrecognizedClientException']) {
      const denied = Object.assign(new Error('no'), { name });
      expect((await discovered([denied])).inaccessible).toEqual([expect.objectContaining({ error: 'AccessDenied' })]);
    }
  });

  it('leaves it to the state machine to try again what failed', async () => {
    const throttled = Object.assign(new Error('slow down'), { name: 'ThrottlingException' });
    await expect(discovered([throttled])).rejects.toMatchObject({ name: 'Throttled' });
  });
});
