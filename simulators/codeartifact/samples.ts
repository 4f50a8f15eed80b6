import type { Sample } from '../common/simulator.ts';

const npmjs = (repository: string) => ({
  association: 'codeartifact-external-connection',
  target: { domain: 'acme', repository, externalConnection: 'public:npmjs' },
});

export const samples: readonly Sample[] = [
  { title: 'the npmjs connection of a repository', data: npmjs('web'), expected: 'DISASSOCIATED' },
  { title: 'a connection that does not exist any more', data: npmjs('legacy'), expected: 'ALREADY_GONE' },
];
