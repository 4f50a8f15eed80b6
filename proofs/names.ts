/** Names: who is offboarded by a text is the one person whom it means, and nobody where it may be several. */

import { startLocalAws } from '@offboard/local-aws';
import { pick, random } from '@offboard/local-aws/random';
import type { Context } from 'aws-lambda';
import type { AssociationProvider } from '../associations/common/contract.ts';
import { type Kind, kinds } from '../associations/registry.ts';
import type { OffboardingRequest } from '../events/offboarding-requested.ts';
import { canonical } from '../offboardings/canonical.ts';
import type { DiscoveredPage, Search } from '../offboardings/common/found.ts';
import type { Plan } from '../offboardings/common/plan.ts';
import { makePlan } from '../offboardings/make-plan.ts';
import { searchesFor } from '../offboardings/searches.ts';
import { HOME } from '../simulators/common/locations.ts';
import { openCloud, serve } from '../simulators/index.ts';
import { VIRTUAL_START } from '../simulators/virtual-start.ts';
import type { Proof } from './common/proof.ts';
import { fill, inheritedBy, ownedBy } from './names/directory.ts';
import { lookalikeOf } from './names/lookalikes.ts';
import { meantBy, type Person, peopleOf } from './names/people.ts';

/** Pairs of a person and a text for one person of the directory. */
const PAIRS_PER_PERSON = 20;
/** Each answer to the open questions that decide what the service knows: a quarter of the pairs is tried with each. */
const ANSWERS: readonly Readonly<Record<string, string>>[] = ['heeds', 'ignores'].flatMap((identityStoreCase) => [
  { identityStoreCase, identityStoreEmail: 'primary', ssoGroupRows: 'with-groups' },
  { identityStoreCase, identityStoreEmail: 'all', ssoGroupRows: 'direct' },
]);
const STACK = `${HOME.account}/${HOME.region}/offboard-dev`;
const KINDS = kinds.filter((kind) => kind.startsWith('identity-center-'));

export const names: Proof = {
  claim:
    'a plan for a name has what the one person has whom it means, all of it, and nothing where it may mean several',
  full: 10_000,
  small: 120,
  async run({ seed, size, note }) {
    const next = random('names', seed);
    const people = peopleOf(Math.max(20, Math.ceil(size / PAIRS_PER_PERSON)), next);
    const counts = { people: people.length, pairs: 0, found: 0, nobody: 0, ambiguous: 0 };
    const failures: string[] = [];
    for (const answers of ANSWERS) {
      await withPlans(people, { seed, answers }, async (planFor) => {
        for (let pair = 0; pair < size / ANSWERS.length; pair++) {
          const text = lookalikeOf(pick(people, next), pick(people, next), next);
          const meant = meantBy(text, people);
          const plan = await planFor(text);
          failures.push(
            ...problemsOf(plan, meant).map((problem) => `${JSON.stringify({ text, answers })}: ${problem}`),
          );
          counts.pairs++;
          counts[meant.length === 0 ? 'nobody' : meant.length === 1 ? 'found' : 'ambiguous']++;
        }
      });
      note(`names: ${counts.pairs} of ${size} plans`);
    }
    return { counts, failures };
  },
};

type PlanFor = (text: string) => Promise<Plan>;

/** The functions reach the services as on Lambda: by the environment. */
async function withPlans(
  people: readonly Person[],
  { seed, answers }: { seed: number; answers: Readonly<Record<string, string>> },
  work: (planFor: PlanFor) => Promise<void>,
): Promise<void> {
  const runtime = await startLocalAws({
    start: VIRTUAL_START,
    services(aws) {
      const cloud = openCloud(aws, { seed, size: 0, variants: answers });
      fill(cloud, people);
      return serve(cloud);
    },
  });
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: runtime.endpoint,
    AWS_REGION: HOME.region,
    AWS_ACCESS_KEY_ID: 'prove',
    AWS_SECRET_ACCESS_KEY: 'prove',
    POWERTOOLS_LOG_LEVEL: 'SILENT',
  });
  try {
    const { discover } = await import('../functions/discover.ts');
    const handlers = new Map<Kind, ReturnType<typeof discover>>();
    for (const kind of KINDS) handlers.set(kind, discover(await providerOf(kind)));
    await work(async (text) => {
      const request = requestFor(text);
      const pages: DiscoveredPage[] = [];
      for (const search of searchesFor(request, HOME.region)) {
        const handler = handlers.get(search.kind);
        if (handler !== undefined) pages.push(...(await pagesOf(handler, search)));
      }
      return makePlan(request, pages, { now: new Date(VIRTUAL_START), stack: STACK, verifications: 3 });
    });
  } finally {
    await runtime.close();
  }
}

async function providerOf(kind: Kind): Promise<AssociationProvider> {
  const module = (await import(`../associations/${kind}/provider.ts`)) as { default: AssociationProvider };
  return module.default;
}

function requestFor(id: string): OffboardingRequest {
  const offboarding = '01KAJ3Z9F0B4C8D2E6F1G5H9JK';
  const ids = { id: offboarding, correlationId: offboarding, causationId: offboarding };
  return {
    metadata: { ...ids, version: '2', timestamp: new Date(VIRTUAL_START).toISOString() },
    data: { subject: { type: 'user', id }, options: { kinds: KINDS } },
  };
}

async function pagesOf(
  handler: ReturnType<typeof import('../functions/discover.ts')['discover']>,
  search: Search,
): Promise<DiscoveredPage[]> {
  const context = {
    invokedFunctionArn: `arn:aws:lambda:${HOME.region}:${HOME.account}:function:discover`,
    getRemainingTimeInMillis: () => Number.POSITIVE_INFINITY,
  } as Context;
  const pages: DiscoveredPage[] = [];
  let cursor: string | null = null;
  do {
    const page = (await handler({ search, cursor, offboarding: 'names' }, context, () => {})) as DiscoveredPage;
    pages.push(page);
    cursor = page.cursor;
  } while (cursor !== null);
  return pages;
}

function problemsOf({ items, inherited = [], inaccessible, subjectFound }: Plan, meant: readonly Person[]): string[] {
  const [person, ...others] = meant;
  const one = others.length === 0 ? person : undefined;
  const findings = inaccessible.map(({ error }) => error);
  return [
    ...differences(
      'items',
      items.map(({ target }) => target),
      one === undefined ? [] : ownedBy(one),
    ),
    ...differences(
      'inherited',
      inherited.map(({ target }) => target),
      one === undefined ? [] : inheritedBy(one),
    ),
    ...differences('findings', findings, others.length === 0 ? [] : KINDS.map(() => 'AmbiguousUser')),
    ...(subjectFound === (one !== undefined) ? [] : [`the subject is ${subjectFound ? '' : 'not '}found`]),
  ];
}

function differences(what: string, actual: readonly unknown[], expected: readonly unknown[]): string[] {
  const [seen, wanted] = [actual, expected].map((values) => values.map((value) => canonical(value)).sort());
  return canonical(seen) === canonical(wanted) ? [] : [`${what} are ${seen}, not ${wanted}`];
}
