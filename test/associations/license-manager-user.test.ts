import { describeAssociation } from './suite.ts';

describeAssociation('license-manager-user', {
  key: 'i-0a1b2c3d4e5f60718/d-1234567890/alice@corp.example.com',
  asks: 'DisassociateUser',
  looks: 'ListUserAssociations',
  questions: ['licenseManagerRow', 'licenseManagerRepeat', 'licenseManagerMissing', 'licenseManagerFailure'],
  bad: [
    { fate: { outcome: 'fails', after: 60 }, error: 'DISASSOCIATION_FAILED' },
    { fate: { outcome: 'reverts', after: 60 }, error: 'WentBack' },
  ],
  dated: true,
  filter: { username: 'ALICE' },
});
