import {
  AssociateResourceShareCommand,
  DisassociateResourceShareCommand,
  GetResourceShareAssociationsCommand,
  GetResourceSharesCommand,
  paginateGetResourceShareAssociations,
  RAMClient,
  type ResourceShareAssociation,
} from '@aws-sdk/client-ram';
import { describe, expect, it } from 'vitest';
import { HOME, SPOKE } from '../../simulators/common/locations.ts';
import { entityKey, shareAssociations } from '../../simulators/ram/associations.ts';
import { LICENSES, NETWORK } from '../../simulators/ram/seed.ts';
import { overTheWire, refusal, type Simulation, simulation } from './aws.ts';

const PARTNER = '777788889999';
const WITH_PARTNER = { resourceShareArn: NETWORK, principals: [PARTNER] };

const change = (aws: Simulation, operation: string, input: object = WITH_PARTNER) =>
  aws.call<{ resourceShareAssociations: ResourceShareAssociation[] }>('ram', operation, input);

async function rows(aws: Simulation, input: object = { principal: PARTNER, resourceShareArns: [NETWORK] }) {
  const query = { associationType: 'PRINCIPAL', ...input };
  return (await change(aws, 'GetResourceShareAssociations', query)).resourceShareAssociations;
}

describe('a disassociation', () => {
  it('is answered DISASSOCIATING without times or name, and lingers for a day when it is done', async () => {
    const aws = simulation();
    const { resourceShareAssociations } = await change(aws, 'DisassociateResourceShare');
    expect(resourceShareAssociations).toEqual([
      {
        resourceShareArn: NETWORK,
        associatedEntity: PARTNER,
        associationType: 'PRINCIPAL',
        status: 'DISASSOCIATING',
        external: true,
      },
    ]);
    await aws.pass(60);
    expect(await rows(aws)).toMatchObject([{ resourceShareName: 'network', status: 'DISASSOCIATED' }]);
    await aws.pass(24 * 3600);
    expect(await rows(aws)).toEqual([]);
  });

  it.each([
    ['none', []],
    ['ever', [{ status: 'DISASSOCIATED' }]],
  ])('lingers %s', async (ramLinger, expected) => {
    const aws = simulation({ variants: { ramLinger } });
    await change(aws, 'DisassociateResourceShare');
    await aws.pass(7 * 24 * 3600);
    expect(await rows(aws)).toMatchObject(expected);
  });

  it('has the same answer under the same token, and none for other parameters', async () => {
    const aws = simulation();
    const first = await change(aws, 'DisassociateResourceShare', { ...WITH_PARTNER, clientToken: 't' });
    await aws.pass(60);
    expect(await change(aws, 'DisassociateResourceShare', { ...WITH_PARTNER, clientToken: 't' })).toEqual(first);
    const other = { resourceShareArn: NETWORK, principals: [SPOKE.account], clientToken: 't' };
    const mismatch = { code: 'IdempotentParameterMismatchException' };
    expect(await refusal(change(aws, 'DisassociateResourceShare', other))).toMatchObject(mismatch);
    expect(await refusal(change(aws, 'AssociateResourceShare', { ...WITH_PARTNER, clientToken: 't' }))).toMatchObject(
      mismatch,
    );
  });

  it.each([
    [{ ramRepeat: 'invalid-state' }, 1, 'InvalidStateTransitionException'],
    [{ ramGone: 'unknown' }, 60, 'UnknownResourceException'],
  ] as const)('that is repeated under %j is refused', async (variants, after, code) => {
    const aws = simulation({ variants });
    await change(aws, 'DisassociateResourceShare');
    await aws.pass(after);
    expect(await refusal(change(aws, 'DisassociateResourceShare'))).toMatchObject({ code, status: 400 });
  });

  it.each([
    ['unknown', 'UnknownResourceException'],
    ['not-permitted', 'OperationNotPermittedException'],
  ])('of an account that has the share through an OU is answered %s', async (ramInherited, code) => {
    const aws = simulation({ variants: { ramInherited } });
    const input = { resourceShareArn: LICENSES, principals: [SPOKE.account] };
    expect(await refusal(change(aws, 'DisassociateResourceShare', input))).toMatchObject({ code });
  });

  it.each([
    [{ resourceShareArn: NETWORK }, 'InvalidParameterException', /at least one/],
    [{ ...WITH_PARTNER, resourceShareArn: 'x' }, 'MalformedArnException', /x is not valid/],
    [{ ...WITH_PARTNER, sources: ['1'] }, 'InvalidParameterException', /sources is not served/],
    [{ resourceShareArn: NETWORK, principals: Array(101).fill('1') }, 'ResourceShareLimitExceededException', /100/],
  ])('with %j is refused', async (input, code, message) => {
    const refused = refusal(change(simulation(), 'DisassociateResourceShare', input));
    expect(await refused).toMatchObject({ code, message: expect.stringMatching(message) });
  });
});

describe('an association', () => {
  it('of a partner waits for its acceptance, and blocks the share meanwhile', async () => {
    const aws = simulation({ durations: { ramInvitation: [600, 600] } });
    await change(aws, 'AssociateResourceShare', { resourceShareArn: NETWORK, principals: ['444455556666'] });
    await aws.pass(500);
    expect(await refusal(change(aws, 'DisassociateResourceShare'))).toMatchObject({
      code: 'InvalidStateTransitionException',
      message: expect.stringContaining('ASSOCIATING'),
    });
    await aws.pass(101);
    await change(aws, 'DisassociateResourceShare');
  });

  it('of a partner blocks nothing but itself where the check is by entity', async () => {
    const aws = simulation({ variants: { ramBusy: 'entity' } });
    await change(aws, 'AssociateResourceShare', { resourceShareArn: NETWORK, principals: ['444455556666'] });
    await change(aws, 'DisassociateResourceShare');
  });

  it('that is made again may have the earlier row beside it', async () => {
    const aws = simulation({ variants: { ramRows: 'both' }, durations: { ramInvitation: [0, 0] } });
    await change(aws, 'DisassociateResourceShare');
    await aws.pass(60);
    await change(aws, 'AssociateResourceShare');
    await aws.pass(1);
    expect((await rows(aws)).map(({ status }) => status).sort()).toEqual(['ASSOCIATED', 'DISASSOCIATED']);
  });

  it('with an outsider is refused where the share allows none', async () => {
    const input = { resourceShareArn: LICENSES, principals: [PARTNER] };
    expect(await refusal(change(simulation(), 'AssociateResourceShare', input))).toMatchObject({
      code: 'OperationNotPermittedException',
    });
  });
});

describe('over the wire', () => {
  const wire = overTheWire({ pages: { emptyFirst: true } });
  const { aws } = wire;
  const client = () => new RAMClient(wire.config);

  it('a first page is empty and has a token', async () => {
    const input = { associationType: 'PRINCIPAL' as const, resourceShareArns: [NETWORK] };
    const first = await client().send(new GetResourceShareAssociationsCommand(input));
    expect(first).toMatchObject({ resourceShareAssociations: [], nextToken: expect.any(String) });
    const entities: unknown[] = [];
    for await (const { resourceShareAssociations = [] } of paginateGetResourceShareAssociations(
      { client: client() },
      input,
    )) {
      entities.push(...resourceShareAssociations.map((row) => [row.associatedEntity, row.creationTime]));
    }
    expect(entities).toEqual([
      [SPOKE.account, expect.any(Date)],
      [PARTNER, expect.any(Date)],
    ]);
  });

  it.each([
    [{ associationType: 'PRINCIPAL', resourceArn: 'arn:x' }, 'InvalidParameterException'],
    [{ associationType: 'RESOURCE', principal: PARTNER }, 'InvalidParameterException'],
    [{ associationType: 'PRINCIPAL', nextToken: 'x' }, 'InvalidNextTokenException'],
    [{ associationType: 'PRINCIPAL', maxResults: 501 }, 'InvalidParameterException'],
  ] as const)('refuses %j', async (input, name) => {
    const refused = client().send(new GetResourceShareAssociationsCommand(input));
    await expect(refused).rejects.toMatchObject({ name, $metadata: { httpStatusCode: 400 } });
  });

  it('lists shares of the account, and those that others share with it', async () => {
    const own = await client().send(new GetResourceSharesCommand({ resourceOwner: 'SELF', name: 'network' }));
    expect(own.nextToken).toEqual(expect.any(String));
    const shared = await aws.call<object>('ram', 'GetResourceShares', { resourceOwner: 'OTHER-ACCOUNTS' }, SPOKE);
    expect(shared).toMatchObject({ resourceShares: [] });
    const next = { resourceOwner: 'OTHER-ACCOUNTS', nextToken: (shared as { nextToken: string }).nextToken };
    expect(await aws.call('ram', 'GetResourceShares', next, SPOKE)).toMatchObject({
      resourceShares: [{ resourceShareArn: NETWORK, owningAccountId: HOME.account, status: 'ACTIVE' }],
    });
  });

  it('disassociates and associates a resource', async () => {
    const [resource] = aws.cloud
      .associations(shareAssociations, HOME, NETWORK)
      .filter(({ facts }) => facts.type === 'RESOURCE');
    const input = { resourceShareArn: NETWORK, resourceArns: [resource?.facts.entity ?? ''] };
    const row = { associationType: 'RESOURCE', status: 'DISASSOCIATING' };
    const ended = await client().send(new DisassociateResourceShareCommand(input));
    expect(ended).toMatchObject({ resourceShareAssociations: [row], clientToken: expect.any(String) });
    await aws.pass(60);
    await client().send(new AssociateResourceShareCommand(input));
    await aws.pass(60);
    const key = entityKey({ shareArn: NETWORK, entity: resource?.facts.entity ?? '' });
    const associated = aws.cloud.association(shareAssociations, HOME, key);
    expect(associated && aws.cloud.step(associated).status).toBe('ASSOCIATED');
  });
});
