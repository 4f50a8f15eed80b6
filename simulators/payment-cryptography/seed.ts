import { type GeneratedAssociations, type Seeder, type SimulatedCloud, seeder } from '@offboard/local-aws/simulation';
import { HOME, SPOKE } from '../common/locations.ts';
import { seedTeam } from '../mpa/seed.ts';
import { mpaTeams } from './associations.ts';

const action = 'IMPORT_ROOT_PUBLIC_KEY_CERTIFICATE';

/** One team an account; at home the vote ends otherwise in each Region: approved, rejected, expired, cancelled. */
export function seedSmall(cloud: SimulatedCloud): void {
  const { account } = HOME;
  const outcomes = {
    'us-east-1': undefined,
    'us-west-2': { outcome: 'rejected', after: 3600 },
    'eu-west-1': { outcome: 'expires' },
    'eu-central-1': { outcome: 'cancelled', after: 3600 },
  };
  for (const [region, outcome] of Object.entries(outcomes)) {
    seedAssociation(seeder(cloud, { account, region }), 150);
    cloud.setOutcome(mpaTeams.kind, action, outcome, { account, region });
  }
  seedAssociation(seeder(cloud, SPOKE), 90);
}

/** There is one protected action, so each Region has one association. */
export const generated: GeneratedAssociations = {
  label: 'teams',
  onePerRegion: true,
  generate: (at) => seedAssociation(at, 100),
};

function seedAssociation(at: Seeder, days: number): void {
  const { arn: teamArn } = seedTeam(at, 'payments');
  at.associate(mpaTeams, { action, teamArn }, days);
}
