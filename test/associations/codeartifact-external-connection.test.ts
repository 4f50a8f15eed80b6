import { describeAssociation } from './suite.ts';

describeAssociation('codeartifact-external-connection', {
  key: 'acme/web/public:npmjs',
  asks: 'DisassociateExternalConnection',
  looks: 'DescribeRepository',
  questions: ['codeArtifactMissing'],
  bad: [{ fate: { outcome: 'stuck' }, error: 'WentBack' }],
  dated: false,
  filter: { domain: 'acme' },
});
