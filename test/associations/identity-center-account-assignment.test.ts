import * as ssoAdmin from '@aws-sdk/client-sso-admin';
import { describe, expect, it } from 'vitest';
import type { Discovered } from '../../associations/common/contract.ts';
import { sessionSeconds } from '../../associations/identity-center-account-assignment/session-duration.ts';
import type { AccountAssignment } from '../../associations/identity-center-account-assignment/target.ts';
import { associationOf } from '../../associations/registry.ts';
import { HOME, SPOKE } from '../../simulators/common/locations.ts';
import { instances } from '../../simulators/identity-center/resources.ts';
import { exceptionsOf } from './exceptions.ts';
import { type Harness, openHarness } from './harness.ts';
import { describeAssociation, expectEnded } from './suite.ts';

const KIND = 'identity-center-account-assignment';
const { target, policy } = associationOf(KIND);
const example = target.example as AccountAssignment;
const { instanceArn, permissionSetArn, accountId, principalId } = example;
const keyOf = (one: AccountAssignment) =>
  [one.permissionSetArn, one.accountId, one.principalType, one.principalId].join('|');
const KEY = keyOf(example);
const AUDIT = permissionSetArn.replace(/ps-.*/, 'ps-3333cccc4444dddd');
const ADMINS = '9067f7a1b2-11111111-2222-4333-8444-555555555555';
const other = (id: string) => id.replace(/.{4}$/, '0000');

describeAssociation(KIND, {
  key: KEY,
  requests: 'DeleteAccountAssignment',
  reads: 'ListAccountAssignments',
  questions: [
    ...['ssoByPrincipal', 'ssoGroupRows', 'ssoUnassigned', 'ssoRepeat', 'ssoGone', 'ssoConflict', 'ssoOutstanding'],
    ...['ssoRequestLife', 'ssoListLag'],
  ],
  neverSeen: { ...example, accountId: '000000000000' },
  orphan: { ...example, permissionSetArn: other(permissionSetArn) },
  bad: [
    { scripted: { outcome: 'fails' }, error: 'FAILED' },
    { scripted: { outcome: 'reverts', after: 5 }, error: 'Reverted' },
  ],
  dated: false,
  filter: { user: 'dana' },
  exceptions: exceptionsOf(ssoAdmin, ssoAdmin.SSOAdminServiceException),
  statuses: Object.values(ssoAdmin.StatusValues),
  valid: [{ ...example, principalType: 'GROUP', principalId: 'AAAAAAAA-bbbb-cccc-dddd-eeeeeeeeeeee' }],
  invalid: [
    [
      { ...example, accountId: '1', principalType: 'ROLE', principalId: 'dana' },
      /accountId:.*principalType:.*principalId:/,
    ],
    [{ ...example, instanceArn: other(instanceArn) }, /permissionSetArn: must be .* of the instance/],
  ],
});

describe('a removal', () => {
  it('says until when sessions may last, by the permission set as it was before', async () => {
    await using harness = await openHarness(KIND);
    const { progress, before } = await harness.run(example);
    const until = new Date(harness.clock.now() + 8 * 3600 * 1000).toISOString();
    expect(progress).toMatchObject({ note: `sessions that were opened before may last until ${until}` });
    expect(before).toMatchObject({
      AccountId: accountId,
      PermissionSet: { SessionDuration: 'PT8H' },
      AssignmentCount: 2,
    });
  });

  it('that another has requested is joined, whoever else is being removed', async () => {
    await using harness = await openHarness(KIND);
    const everybody = { ...example, principalType: 'GROUP', principalId: ADMINS } as const;
    for (const one of [everybody, example]) await harness.provider.start(one, harness.contextFor({ ago: 5 }));
    const { progress, calls } = await harness.run(example, { ago: 1 });
    expectEnded({ progress }, 'DISASSOCIATED');
    expect(calls.filter(({ mutating }) => mutating)).toEqual([]);
  });

  it('that fails says why in the words of the service, and what to do', async () => {
    await using harness = await openHarness(KIND);
    harness.cloud.setOutcome(KIND, KEY, { outcome: 'fails', after: 5 }, HOME);
    expect((await harness.run(example)).progress).toMatchObject({
      message: expect.stringContaining('iam:ListRolePolicies'),
      advice: expect.stringContaining('IAM permissions'),
    });
    const error = { code: 'x', message: 'Received a 404 status error: the USER assignee was not found' };
    harness.cloud.setOutcome(KIND, KEY, { outcome: 'fails', after: 5, error }, HOME);
    expect((await harness.run(example)).progress).toMatchObject({
      message: error.message,
      advice: expect.stringMatching(/^Resolve/),
    });
  });

  it('waits for another change of the same permission set', async () => {
    await using harness = await openHarness(KIND);
    harness.cloud.setOutcome(KIND, KEY, { outcome: 'busy', after: 60 }, HOME);
    expectEnded(await harness.run(example), 'DISASSOCIATED');
  });

  it('of an instance that does not exist is NOT_FOUND', async () => {
    await using harness = await openHarness(KIND);
    const elsewhere = JSON.parse(
      JSON.stringify(example).replaceAll('ssoins-9067f7a1b2c3d4e5', 'ssoins-0000000000000000'),
    );
    expect((await harness.run(elsewhere)).progress).toMatchObject({ notFound: true });
  });
});

describe('a restoration', () => {
  it('is polled by the request to create it, which may fail after it was accepted', async () => {
    await using harness = await openHarness(KIND);
    const { before } = await harness.run(example);
    const restored = async (one: AccountAssignment) => {
      const memory = (await harness.provider.restore?.(one, before, harness.contextFor())) ?? null;
      const waiting = { state: 'IN_PROGRESS', next: 'poll', waitingFor: 'association', waitingMessage: '' } as const;
      const context = harness.contextFor({}, { ...waiting, serviceStatus: 'ABSENT', snapshot: null, memory });
      const first = await harness.provider.poll(one, context);
      await harness.pass(60);
      return [first.serviceStatus, (await harness.provider.poll(one, context)).serviceStatus];
    };
    expect(await restored(example)).toEqual(['CREATE_IN_PROGRESS', 'ASSOCIATED']);
    expect(await restored({ ...example, principalId: other(principalId) })).toEqual([
      'CREATE_IN_PROGRESS',
      'CREATE_FAILED',
    ]);
  });
});

const seenBy = async (harness: Harness, filter: Record<string, string>) => {
  const seen: Discovered[] = [];
  for await (const each of harness.provider.discover(filter, harness.contextFor())) seen.push(each);
  return {
    found: seen.flatMap((each) => (each.type === 'association' ? each.association.label : [])).sort(),
    inherited: seen
      .flatMap((each) => (each.type === 'inherited' ? `${each.association.label}, ${each.through}` : []))
      .sort(),
    findings: seen.flatMap((each) => (each.type === 'inaccessible' ? `${each.error}: ${each.message}` : [])),
    isSubject: seen.some(({ type }) => type === 'subject'),
    snapshots: seen.flatMap((each) => (each.type === 'association' ? each.association.snapshot : [])),
  };
};

describe('discovery', () => {
  const OWN = [
    `Admin in ${HOME.account}: dana, found by user name`,
    `Admin in ${SPOKE.account}: dana, found by user name`,
  ];
  const INHERITED = [
    `Admin in ${HOME.account}: Admins, group Admins`,
    `Audit in ${HOME.account}: Engineers, group Engineers`,
  ];

  it.each(['allowed', 'denied'])(
    'finds a person’s, and shows those of groups as inherited: lists are %s',
    async (answer) => {
      for (const ssoGroupRows of ['direct', 'with-groups']) {
        await using harness = await openHarness(KIND, { variants: { ssoByPrincipal: answer, ssoGroupRows } });
        const seen = await seenBy(harness, { user: 'dana' });
        expect(seen).toMatchObject({ found: OWN, inherited: INHERITED, findings: [], isSubject: true });
      }
    },
  );

  it('goes on in the permission sets where lists by principal are denied', async () => {
    await using harness = await openHarness(KIND, { variants: { ssoByPrincipal: 'denied' } });
    const cursors: string[] = [];
    for await (const each of harness.provider.discover({ user: 'dana' }, harness.contextFor())) {
      if (each.type === 'cursor') cursors.push(each.cursor);
    }
    const rest: string[] = [];
    for await (const each of harness.provider.discover({ user: 'dana' }, harness.contextFor(), cursors[0])) {
      if ('association' in each) rest.push(each.association.label);
    }
    expect(rest).toEqual([`Audit in ${HOME.account}: Engineers`]);
  });

  it.each([
    [{ groupId: ADMINS }, [`Admin in ${HOME.account}: Admins`]],
    [{ accountId: SPOKE.account }, [`Admin in ${SPOKE.account}: ${principalId}`]],
    [{ permissionSetArn: AUDIT }, [expect.stringContaining(`Audit in ${HOME.account}: `)]],
    [{ accountId, permissionSetArn, principalId }, [`Admin in ${HOME.account}: ${principalId}`]],
    [{ user: 'dana', accountId: SPOKE.account }, [OWN[1]]],
    [{ user: 'kim.lee' }, []],
  ])('finds by %j', async (filter, found) => {
    await using harness = await openHarness(KIND);
    expect(await seenBy(harness, filter)).toMatchObject({ found, findings: [], isSubject: true });
  });

  it.each([
    { user: 'nobody' },
    { groupId: other(ADMINS) },
    { accountId: '000000000000' },
    { permissionSetArn: other(permissionSetArn) },
    { instanceArn: other(instanceArn) },
  ])('finds nothing by %j', async (filter) => {
    await using harness = await openHarness(KIND);
    expect(await seenBy(harness, filter)).toMatchObject({ found: [], inherited: [], findings: [], isSubject: false });
  });

  it('leaves a name that may be several people to decide', async () => {
    await using harness = await openHarness(KIND);
    const { found, inherited, findings } = await seenBy(harness, { user: 'kim@example.com' });
    expect({ found, inherited }).toEqual({ found: [], inherited: [] });
    expect(findings).toEqual([expect.stringMatching(/^AmbiguousUser: .*by the id/)]);
  });

  it('says of a person whose groups may not be read what is the person’s own', async () => {
    await using harness = await openHarness(KIND, { variants: { ssoGroupRows: 'with-groups' } });
    harness.deny('identitystore:ListGroupMembershipsForMember');
    const seen = await seenBy(harness, { user: 'dana' });
    expect(seen).toMatchObject({ found: OWN, inherited: [], findings: [expect.stringContaining('ForMember')] });
  });

  it.each(['sso:ListPermissionSets', 'sso:ListAccountAssignments', 'sso:DescribePermissionSet'])(
    'what %s denies is a finding',
    async (action) => {
      await using harness = await openHarness(KIND);
      harness.deny(action);
      const { found, findings } = await seenBy(harness, {});
      expect(found).toEqual([]);
      expect(findings.join()).toContain(action);
    },
  );

  it('an instance that has no permission sets is a finding', async () => {
    await using harness = await openHarness(KIND);
    harness.cloud.putResource(instances, HOME, 'd-0000000000', {
      instanceArn: 'arn:aws:sso:::instance/of-an-account',
      identityStoreId: 'd-0000000000',
      status: 'ACTIVE',
      createdAt: 0,
    });
    expect((await seenBy(harness, {})).findings).toEqual([expect.stringMatching(/^ValidationException: /)]);
  });
});

describe('a plan', () => {
  const planned = { account: HOME.account, where: {} };

  it('says when the role goes, and how long sessions last', async () => {
    await using harness = await openHarness(KIND);
    const { snapshots } = await seenBy(harness, { user: 'dana' });
    const [two, last] = snapshots.map((snapshot) => policy.assess({ ...planned, target: example, snapshot }, []));
    expect(two).toMatchObject({ risks: [], impact: [expect.stringContaining('up to 8 hours more')] });
    expect(last).toMatchObject({
      risks: ['last-assignment'],
      impact: [expect.any(String), expect.stringMatching(/another ARN/)],
    });
  });

  it('says that everyone in a group loses it', () => {
    const everybody = { ...example, principalType: 'GROUP' };
    const { risks, impact } = policy.assess({ ...planned, target: everybody, snapshot: null }, []);
    expect({ risks, impact }).toEqual({
      risks: ['whole-group'],
      impact: [expect.stringMatching(/^everyone in the group .*the permission set .* 1 hour more/)],
    });
  });
});

it.each([
  [undefined, 3600],
  ['PT8H', 28_800],
  ['PT1H30M', 5400],
  ['PT5400S', 5400],
  ['P1D', 43_200],
])('a session of %s lasts %i seconds', (duration, seconds) => {
  expect(sessionSeconds(duration)).toBe(seconds);
});
