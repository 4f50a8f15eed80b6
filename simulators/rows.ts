/** Every association as it is now: what `sim cloud` shows. */

import { ABSENT, stepAfter } from '@offboard/local-aws/simulation';
import { type Association, type FactsOf, KINDS, type Kind, type Place, targets } from './kinds.ts';
import type { ScriptedOutcome } from './scripted-outcome.ts';
import { sessionAt, sessionOf, teamOf, teamStateAt } from './sessions.ts';
import type { SimulatedCloud } from './simulated-cloud.ts';

export interface AssociationRow extends Place {
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
  scriptedOutcome?: ScriptedOutcome;
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
export function rows(cloud: SimulatedCloud, { gone = false }: { gone?: boolean } = {}): AssociationRow[] {
  return KINDS.flatMap((kind) => cloud.associations(kind).map((association) => row(cloud, association))).filter(
    ({ status }) => gone || status !== ABSENT,
  );
}

function row(cloud: SimulatedCloud, association: Association): AssociationRow {
  const { kind, account, region, key, facts, since, timeline } = association;
  const now = cloud.now();
  const step = cloud.step(association);
  const next = stepAfter(timeline, now);
  const scripted = cloud.scriptedOutcomeOf(association);
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
    ...(scripted ? { scriptedOutcome: scripted } : {}),
  };
  return kind === 'payment-cryptography-mpa-team'
    ? { ...shared, ...team(cloud, association as Association<typeof kind>) }
    : shared;
}

function targetOf<K extends Kind>(kind: K, facts: FactsOf[K]): Record<string, unknown> {
  return targets[kind](facts);
}

function team(cloud: SimulatedCloud, association: Association<'payment-cryptography-mpa-team'>) {
  const now = cloud.now();
  const status = teamStateAt(cloud, association, now)?.state ?? ABSENT;
  const session =
    association.facts.sessionArn === undefined ? undefined : sessionOf(cloud, association.facts.sessionArn);
  const approvers = session && teamOf(cloud, session.teamArn);
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
