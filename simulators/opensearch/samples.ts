import type { Sample } from '../common/simulator.ts';

const movies = (packageId: string) => ({
  association: 'opensearch-packages',
  target: { domainName: 'movies', packageIds: [packageId] },
});

export const samples: readonly Sample[] = [
  { title: 'a dictionary of a search domain', data: movies('F123456789'), expected: 'DISASSOCIATED' },
  { title: 'a dictionary that an index still uses', data: movies('F222222222'), expected: 'FAILED' },
  {
    title: 'a dictionary whose dissociation never finishes',
    data: movies('F333333333'),
    expected: 'TIMED_OUT',
    deadlineSeconds: 2 * 60 * 60,
  },
  {
    title: 'an invalid request',
    data: { association: 'opensearch-packages', target: { domainName: 'Not A Domain', packageIds: [], colour: 'red' } },
    expected: 'REJECTED',
  },
  {
    title: 'all packages of a search domain, a plugin among them, which nobody approves',
    as: 'offboarding',
    data: { subject: { type: 'domain', id: 'music' }, options: { mode: 'apply' } },
    expected: 'REJECTED',
  },
];
