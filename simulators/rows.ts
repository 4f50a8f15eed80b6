/** Every association as it is now: what `sim world` shows. */

import { ABSENT, stepAfter } from '../local-aws/simulation/timeline.ts';
import { type Association, type FactsOf, KINDS, type Kind, type Place, targets } from './kinds.ts';
import type { Fate } from './scripted-outcome.ts';
import { sessionAt, sessionOf, teamOf, teamStateAt } from './sessions.ts';
import type { World } from './simulated-cloud.ts';

export interface WorldRow extends Place {
  kind: Kind;
  key: string;
  /** The fields by which a request would name it. */
  target: Record<string, unknown>;
  /** The service's own word; ABSENT where it is gone. */
  status: string;
  /** When it was tied, and since when it shows this status. ISO 8601. */
  since: string;
  statusSince: string;
  /** What it will show next if nobody acts. */
  next?: { status: string; at: string };
  fate?: Fate;
  session?: SessionRow;
}

export interface SessionRow {
  arn: string;
  status: string;
  expires: string;
  required: number;
  approvers: string[];
  votes: { approver: string; vote: 'APPROVE' | 'REJECT'; at: string }[];
}

/** @param gone also those that are no longer there. */
export function rows(world: World, { gone = false }: { gone?: boolean } = {}): WorldRow[] {
  return KINDS.flatMap((kind) => world.associations(kind).map((association) => row(world, association))).filter(
    ({ status }) => gone || status !== ABSENT,
  );
}

function row(world: World, association: Association): WorldRow {
  const { kind, account, region, key, facts, since, life } = association;
  const now = world.now();
  const step = world.step(association);
  const next = stepAfter(life, now);
  const fate = world.fateOf(association);
  const shared = {
    kind,
    account,
    region,
    key,
    target: targetOf(kind, facts),
    status: step.status,
    since: iso(since),
    statusSince: iso(step.at),
    ...(next ? { next: { status: next.status, at: iso(next.at) } } : {}),
    ...(fate ? { fate } : {}),
  };
  return kind === 'payment-cryptography-mpa-team'
    ? { ...shared, ...team(world, association as Association<typeof kind>) }
    : shared;
}

function targetOf<K extends Kind>(kind: K, facts: FactsOf[K]): Record<string, unknown> {
  return targets[kind](facts);
}

function team(world: World, association: Association<'payment-cryptography-mpa-team'>) {
  const now = world.now();
  const status = teamStateAt(world, association, now)?.state ?? ABSENT;
  const session =
    association.facts.sessionArn === undefined ? undefined : sessionOf(world, association.facts.sessionArn);
  const approvers = session && teamOf(world, session.teamArn);
  if (!session || !approvers) return { status };
  const row: SessionRow = {
    arn: session.arn,
    status: sessionAt(session, approvers, now).status,
    expires: iso(session.expires),
    required: approvers.required,
    approvers: approvers.approvers,
    votes: session.votes
      .filter(({ at }) => at <= now)
      .map(({ approver, vote, at }) => ({ approver, vote, at: iso(at) })),
  };
  return { status, session: row };
}

function iso(time: number): string {
  return new Date(time).toISOString();
}
