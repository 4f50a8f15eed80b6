import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { breachesOf, guardrails, refusals } from '../../offboardings/guardrails/index.ts';
import { makePlan } from '../../offboardings/make-plan.ts';
import { connection, MADE, page, request } from './found.ts';

const settings = { protectedNames: [], guardrailFloor: ['protected-names'], approvalFloor: [] };
const many = (count: number) => Array.from({ length: count }, (_, index) => connection(`repository-${index}`));
const planOf = (
  count: number,
  { scanned = count, data = {} }: { scanned?: number; data?: Parameters<typeof request>[0] } = {},
) => makePlan(request(data), [page(many(count), { scanned })], MADE);
const refused = (plan: ReturnType<typeof planOf>, protectedNames: string[] = []) =>
  refusals(breachesOf(plan, { ...settings, protectedNames })).map(({ guardrail }) => guardrail);

describe('guardrails', () => {
  it('are all the files of their folder', () => {
    const files = readdirSync(join(import.meta.dirname, '../../offboardings/guardrails'));
    const named = files
      .filter((file) => !['index.ts', 'contract.ts'].includes(file))
      .map((file) => file.replace('.ts', ''));
    expect(guardrails.map(({ name }) => name).sort()).toEqual(named.sort());
  });

  it.each([
    ['25 associations', planOf(25, { scanned: 0 }), []],
    ['26 associations', planOf(26, { scanned: 0 }), ['max-associations']],
    [
      'more than the request allows itself',
      planOf(4, { data: { options: { limits: { associations: 3 } } } }),
      ['max-associations'],
    ],
    [
      'no more where the request allows itself more',
      planOf(26, { scanned: 0, data: { options: { limits: { associations: 99 } } } }),
      ['max-associations'],
    ],
    ['5 of 50', planOf(5, { scanned: 50 }), []],
    ['6 of 50', planOf(6, { scanned: 50 }), ['max-share-of-scanned']],
    ['49 of 49', planOf(20, { scanned: 49 }), []],
    [
      'a share above the request’s own',
      planOf(2, { scanned: 100, data: { options: { limits: { percent: 1 } } } }),
      ['max-share-of-scanned'],
    ],
    ['a wildcard', planOf(1, { data: { subject: { type: 'repository', id: 'web*' } } }), ['wildcard-subject']],
  ])('%s', (_, plan, expected) => {
    expect(refused(plan)).toEqual(expected);
  });

  it('count a resource once, however often the request has it scanned', () => {
    const found = many(6);
    const again = (id: string, given: Parameters<typeof page>[1] = {}) => {
      const made = page(found, { scanned: 50, ...given });
      return { ...made, search: { ...made.search, id, reason: `named ${id}` } };
    };
    const roleArn = 'arn:aws:iam::111122223333:role/offboard-spoke';
    const elsewhere = { search: { ...page(found).search, where: { region: 'us-east-1', roleArn } } };
    const pages = [again('000'), again('001'), again('002'), again('003', elsewhere)];
    const plan = makePlan(request(), pages, MADE);
    expect(plan.scanned).toBe(50);
    expect(refused(plan)).toEqual(['max-share-of-scanned']);
  });

  it('count the resources of another account, Region or kind beside', () => {
    const at = (given: Parameters<typeof page>[1]) => page([], { scanned: 20, ...given });
    const { search } = page([]);
    const pages = [
      at({}),
      at({ account: '222233334444' }),
      at({ search: { ...search, where: { region: 'eu-west-1' } } }),
      at({ search: { ...search, kind: 'opensearch-packages' } }),
    ];
    expect(makePlan(request(), pages, MADE).scanned).toBe(80);
  });

  it.each([
    ['codeartifact-external-connection/acme/repository-0/**', ['protected-names']],
    ['*/acme/REPOSITORY-*/**', ['protected-names']],
    ['opensearch-packages/**', []],
    ['**/prod-*/**', []],
  ])('protected names: %s', (pattern, expected) => {
    expect(refused(planOf(1), [pattern])).toEqual(expected);
  });

  it('protected names: what the service may remove together with a package of the plan', () => {
    const plugin = {
      kind: 'opensearch-packages' as const,
      target: { domainName: 'music', packageIds: ['pkg-1'] },
      snapshot: { PackageID: 'pkg-1', PrerequisitePackageIDList: ['pkg-2'] },
    };
    const plan = makePlan(request(), [page([{ ...connection('web'), ...plugin }])], MADE);
    expect(refused(plan, ['opensearch-packages/music/pkg-2'])).toEqual(['protected-names']);
    expect(refused(plan, ['opensearch-packages/music/pkg-3'])).toEqual([]);
  });

  it('of the stack’s floor are not lifted', () => {
    const overrides = [{ guardrail: 'protected-names', reason: 'It has to go' }];
    const plan = planOf(1, { data: { options: { overrides } } });
    expect(refusals(breachesOf(plan, { ...settings, protectedNames: ['**/acme/**'] }))).toEqual([
      {
        guardrail: 'protected-names',
        message: expect.stringMatching(/This stack lets no request override protected-names\.$/),
      },
    ]);
  });

  it('are lifted by name only, and the reason is kept', () => {
    const overrides = [{ guardrail: 'max-associations', reason: 'The whole team leaves' }];
    const plan = planOf(26, { scanned: 100, data: { options: { overrides } } });
    expect(refused(plan)).toEqual(['max-share-of-scanned']);
    expect(breachesOf(plan, settings)).toContainEqual(
      expect.objectContaining({ guardrail: 'max-associations', overridden: 'The whole team leaves' }),
    );
  });
});
