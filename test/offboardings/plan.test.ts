import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makePlan, planId } from '../../offboardings/make-plan.ts';
import { connection, MADE, NOW, page, pluginOf, request, team } from './found.ts';

const idOf = (...found: Parameters<typeof page>[0]) => makePlan(request(), [page(found)], MADE).id;

describe('a plan', () => {
  it('has each association once, with every reason it is there for', () => {
    const search = { ...page([connection('web')]).search, id: '001', reason: 'named' };
    const plan = makePlan(request(), [page([connection('web')]), page([connection('web')], { search })], MADE);
    expect(plan.items.map(({ number, reasons }) => [number, reasons])).toEqual([[1, ['named', 'repository web']]]);
  });

  it('ends packages after what needs them, and a team last', () => {
    const found = [team(), pluginOf('music', 'pkg-a1', []), pluginOf('music', 'pkg-b2', ['pkg-a1']), connection('web')];
    const { items } = makePlan(request(), [page(found)], MADE);
    expect(items.map(({ phase, label }) => [phase, label])).toEqual([
      [1, 'acme/web/public:npmjs'],
      [1, 'music/pkg-b2'],
      [2, 'music/pkg-a1'],
      [3, 'the team'],
    ]);
  });

  it('has the impact of removing a plugin and a team', () => {
    const { items } = makePlan(request(), [page([pluginOf('music', 'pkg-a1'), team()])], MADE);
    expect(items.map(({ risks }) => risks)).toEqual([['plugin'], ['mpa-team']]);
    expect(items[0]?.impact.join()).toMatch(/blue\/green deployment of the domain music/);
  });

  it('names the repositories that are cut off with one, directly or through others, on whatever page they were told', () => {
    const dependent = (name: string, ...through: string[]) => ({ within: '111122223333/acme', name, through });
    const pages = [
      page([connection('web')], { dependents: [dependent('app', 'web'), dependent('web', 'tools')] }),
      page([], { dependents: [dependent('shop', 'app', 'api'), dependent('tools', 'shop')] }),
      page([], { dependents: [{ ...dependent('other', 'web'), within: '111122223333/umbrella' }] }),
    ];
    expect(makePlan(request(), pages, MADE).items[0]?.impact).toEqual([
      '3 more repositories are cut off from public:npmjs through acme/web: app, shop, tools',
    ]);
  });

  it('counts all that are cut off, and names the first', () => {
    const dependents = Array.from({ length: 12 }, (_, index) => `app-${index + 10}`);
    const told = dependents.map((name) => ({ within: '111122223333/acme', name, through: ['web'] }));
    const { items } = makePlan(request(), [page([connection('web')], { dependents: told })], MADE);
    expect(items[0]?.impact.join()).toMatch(/^12 more repositories .*: app-10, .*app-19 and 2 more$/);
  });

  it('holds back what was named and is not there', () => {
    const targets = [{ domain: 'acme', repository: 'gone', externalConnection: 'public:npmjs' }];
    const search = { ...page([]).search, targets };
    const { items, excluded } = makePlan(request(), [page([connection('web')], { search })], MADE);
    expect(items).toEqual([]);
    expect(excluded).toEqual([expect.objectContaining({ target: targets[0] })]);
  });

  it('shows what is inherited, once, and neither removes nor counts it', () => {
    const inheritedFrom = (through: string, repository = 'shared') => {
      const { kind, target, where, account, label } = connection(repository);
      return { kind, target, where, account, label, through };
    };
    const pages = [
      page([connection('web')], { inherited: [inheritedFrom('group B'), inheritedFrom('group A')] }),
      page([], { inherited: [inheritedFrom('group A'), inheritedFrom('group A', 'web')] }),
    ];
    const plan = makePlan(request(), pages, MADE);
    expect(plan.inherited).toEqual([inheritedFrom('group A'), inheritedFrom('group B')]);
    expect({ items: plan.items.length, scanned: plan.scanned, id: plan.id }).toEqual({
      items: 1,
      scanned: 1,
      id: idOf(connection('web')),
    });
    expect(makePlan(request(), [page([connection('web')])], MADE)).not.toHaveProperty('inherited');
  });

  it('shows what needs a role to who has it, whether the role is inherited or not', () => {
    const byRole = (throughRole: string, repository: string) => {
      const { kind, target, where, account, label } = connection(repository);
      return { kind, target, where, account, label, through: 'role R', throughRole };
    };
    const inherited = [byRole('1/Admin', 'a'), byRole('1/Audit', 'b'), byRole('2/Admin', 'c')];
    const { throughRole: _, ...group } = { ...byRole('', 'd'), role: '1/Audit' };
    const { items, ...plan } = makePlan(
      request(),
      [page([], { inherited }), page([{ ...connection('web'), role: '1/Admin' }], { inherited: [group] })],
      MADE,
    );
    expect(plan.inherited?.map(({ label }) => label)).toEqual(
      ['a', 'b', 'd'].map((name) => `acme/${name}/public:npmjs`),
    );
    expect(JSON.stringify([items, plan.inherited])).not.toMatch(/"(throughR|r)ole":/);
  });

  it('takes several packages that were named at once one by one', () => {
    const search = { ...page([]).search, targets: [{ domainName: 'music', packageIds: ['pkg-a1', 'pkg-b2'] }] };
    const found = [pluginOf('music', 'pkg-a1'), pluginOf('music', 'pkg-b2'), pluginOf('music', 'pkg-c3')];
    const { items } = makePlan(request(), [page(found, { search })], MADE);
    expect(items.map(({ label }) => label)).toEqual(['music/pkg-a1', 'music/pkg-b2']);
  });

  it('hands on what the approvers of a named team are to read', () => {
    const target = { action: 'IMPORT_ROOT_PUBLIC_KEY_CERTIFICATE', requesterComment: 'The contract ended' };
    const search = { ...page([team()]).search, targets: [target] };
    const { items } = makePlan(request(), [page([team()], { search })], MADE);
    expect(items.map((item) => item.target)).toEqual([target]);
  });

  it('keeps of a policy’s search only what the policy matches', () => {
    const policy = {
      name: 'old',
      description: 'Old ones',
      kinds: ['codeartifact-external-connection' as const],
      match: { ageDays: [{ numeric: ['>=', 30] }] },
    };
    const search = { ...page([]).search, reason: 'policy old' };
    const found = [connection('young'), connection('old', { since: '2026-01-01T00:00:00Z' })];
    const { items } = makePlan(request({ policy }), [page(found, { search })], MADE);
    expect(items.map(({ label }) => label)).toEqual(['acme/old/public:npmjs']);
  });
});

describe('the id of a plan', () => {
  it('is the same in whatever order things were found', () => {
    const found = [connection('a'), connection('b'), connection('c'), team()];
    const permuted = fc.shuffledSubarray(found, { minLength: found.length });
    fc.assert(
      fc.property(permuted, (order) => {
        expect(idOf(...order)).toBe(idOf(...found));
      }),
    );
  });

  it('knows no ages and no estimates', () => {
    const later = new Date(NOW.getTime() + 86_400_000);
    const slow = connection('web', { usualSeconds: 9000, deadlineSeconds: 9001 });
    expect(makePlan(request(), [page([slow])], { ...MADE, now: later }).id).toBe(idOf(connection('web')));
  });

  it('is that of one stack', () => {
    const of = (stack: string) => makePlan(request(), [page([connection('web')])], { ...MADE, stack }).id;
    const stacks = ['1/us-east-1/offboard-dev', '2/us-east-1/offboard-dev', '1/eu-west-1/offboard-dev'];
    expect(new Set([...stacks, '1/us-east-1/offboard-prod'].map(of)).size).toBe(4);
  });

  it.each([
    ['target', connection('other')],
    ['place', connection('web', { where: { region: 'eu-west-1' } })],
    ['account', connection('web', { account: '222233334444' })],
    ['status', connection('web', { serviceStatus: 'DELETING' })],
    ['beginning', connection('web', { since: '2026-11-19T00:00:00Z' })],
  ])('changes with the %s', (_, changed) => {
    expect(idOf(changed)).not.toBe(idOf(connection('web')));
  });

  it.each<[string, Parameters<typeof request>[0]]>([
    ['subject', { subject: { type: 'repository', id: 'other' } }],
    ['approval', { options: { approval: 'none' } }],
    ['overrides', { options: { overrides: [{ guardrail: 'max-associations', reason: 'we close' }] } }],
    ['limits', { options: { limits: { associations: 3 } } }],
    ['places', { options: { where: [{ region: 'eu-west-1' }] } }],
    ['deadline', { options: { deadline: '2026-11-21T00:00:00Z' } }],
  ])('changes with the %s of the request', (_, data) => {
    const pages = [page([connection('web')])];
    expect(makePlan(request(data), pages, MADE).id).not.toBe(makePlan(request(), pages, MADE).id);
  });

  it('is the same in the request that applies the plan, whoever sends it', () => {
    const pages = [page([connection('web')])];
    const { id } = makePlan(request(), pages, MADE);
    expect(id).toMatch(/^[0-9a-f]{64}$/);
    expect(makePlan(request({ options: { mode: 'apply', planId: id } }, 'erin'), pages, MADE).id).toBe(id);
  });

  it('changes with labels and risks', () => {
    const plan = makePlan(request(), [page([pluginOf('music', 'pkg-a1')])], MADE);
    for (const edit of [{ risks: [] }, { label: 'harmless' }]) {
      expect(planId({ ...plan, items: plan.items.map((item) => ({ ...item, ...edit })) })).not.toBe(plan.id);
    }
    expect(planId(plan)).toBe(plan.id);
  });

  it('changes where another team took the place', () => {
    const other = team({ snapshot: { MpaTeamArn: 'arn:aws:mpa:us-east-1:111122223333:approval-team/others' } });
    expect(idOf(other)).not.toBe(idOf(team()));
  });
});
