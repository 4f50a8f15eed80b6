import type { Seeder } from '@offboard/local-aws/simulation';
import { type Team, teams } from './resources.ts';

/** Three approvers, of whom two must approve. Every team lives in us-east-1, whichever Region's action it protects. */
export function seedTeam({ cloud, location: { account }, daysAgo }: Seeder, name: string): Team {
  const arn = `arn:aws:mpa:us-east-1:${account}:approval-team/${name}`;
  const description = `Approvers: ${name}`;
  const team: Team = { arn, name, description, approvers: ['ana', 'ben', 'chi'], required: 2, createdAt: daysAgo(365) };
  cloud.putResource(teams, { account, region: 'us-east-1' }, arn, team);
  return team;
}
