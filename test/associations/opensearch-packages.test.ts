import { describeAssociation } from './suite.ts';

describeAssociation('opensearch-packages', {
  key: 'movies/F123456789',
  asks: 'DissociatePackages',
  looks: 'ListPackagesForDomain',
  questions: ['openSearchRepeat', 'openSearchBatch', 'openSearchBusy', 'openSearchMissing'],
  bad: [
    { fate: { outcome: 'fails', after: 60 }, error: 'DISSOCIATION_FAILED' },
    { fate: { outcome: 'reverts', after: 60 }, error: 'WentBack' },
  ],
  dated: true,
  filter: { domainName: 'movies' },
});
