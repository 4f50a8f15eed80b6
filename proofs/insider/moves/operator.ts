/** A mistaken operator, with every permission and the library of the command line. */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pick } from '@offboard/local-aws/random';
import { answerPlan } from '../../../client/approvals/answer.ts';
import { connect } from '../../../client/connection.ts';
import { putEvent } from '../../../client/events/put.ts';
import { withStatement } from '../../../client/identity/attest.ts';
import { createOffboardingRequest, type RequestSpec } from '../../../client/offboardings/request.ts';
import { findPlan, type StoredPlan } from '../../../client/plans/find.ts';
import { createStackClient, type StackClient } from '../../../client/stack-client.ts';
import { subjectOf } from '../../../simulators/index.ts';
import type { Attack } from '../common/attack.ts';
import { UNANSWERED } from '../common/honest.ts';
import { OPERATOR } from '../common/insider.ts';
import { after, MINUTE } from '../common/schedule.ts';
import { anyEntry, type Move } from './common.ts';

export const operator: readonly Move[] = [
  {
    name: 'an operator who applies a plan file that was edited',
    async run(attack) {
      const client = clientOf(attack);
      for (const id of plansOf(attack)) {
        const plan = await findPlan(client, id);
        for (const edited of editions(plan)) {
          await attack.attempt(async () => apply(client, attack, await fromFile(client, edited)));
        }
      }
    },
  },
  {
    name: 'an operator who applies what another planned, by its id or a part of it',
    async run(attack) {
      const client = clientOf(attack);
      for (const id of plansOf(attack)) {
        const { id: planId } = await findPlan(client, id);
        for (const given of [planId, planId.slice(0, 6), id.slice(0, 8), `${id}/x`]) {
          await attack.attempt(async () => apply(client, attack, await findPlan(client, given)));
        }
      }
    },
  },
  {
    name: 'an operator who mistypes a subject',
    async run(attack) {
      const client = clientOf(attack);
      const { kind, target } = anyEntry(attack);
      const { type, id } = subjectOf(kind, target);
      const subject = { type, id: pick([`${id}x`, id.slice(1), id.replace(/.(.)/, '$1')], attack.next) };
      await request(client, attack, { subject, options: { mode: 'apply' } } as RequestSpec);
    },
  },
  {
    name: 'an operator who approves the own request',
    async run(attack) {
      const client = clientOf(attack);
      const subject = { type: 'kind', id: attack.guards.approvalKind };
      const id = await request(client, attack, { subject, options: { mode: 'apply' } } as RequestSpec, 'a colleague');
      after(attack.harness, 5 * MINUTE, () =>
        attack.attempt(() => answerPlan(client, id, 'approve', 'mine').then(() => {})),
      );
    },
  },
];

function clientOf({ harness: { runtime } }: Attack): StackClient {
  const env = { AWS_ACCESS_KEY_ID: OPERATOR };
  const connection = connect({ endpoint: runtime.endpoint, stage: 'dev' }, env);
  const credentials = { accessKeyId: OPERATOR, secretAccessKey: OPERATOR };
  const clientConfig = { ...connection.clientConfig, credentials };
  return createStackClient({ ...connection, clientConfig }, new AbortController().signal);
}

/** Ids of dana's offboardings. */
function plansOf({ honest }: Attack): string[] {
  return honest.offboardings.map(({ metadata }) => metadata.id);
}

/** A plan as somebody makes it harmless, or larger, with an editor. */
function editions(plan: StoredPlan): object[] {
  const { request, items } = plan;
  const overrides = [{ guardrail: 'protected-names', reason: 'Edited' }];
  const options = { ...request.data.options, approval: 'none', overrides };
  return [
    { ...plan, request: { ...request, data: { ...request.data, options } } },
    { ...plan, items: items.map((item) => ({ ...item, risks: [] })) },
    { ...plan, items: items.slice(1) },
    { ...plan, items: [...items, ...items.map((item) => ({ ...item, number: item.number + items.length }))] },
  ];
}

async function fromFile(client: StackClient, plan: object): Promise<StoredPlan> {
  const folder = mkdtempSync(join(tmpdir(), 'offboard-plan-'));
  try {
    const file = join(folder, 'plan.json');
    writeFileSync(file, JSON.stringify(plan));
    return await findPlan(client, file);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** As `offboard apply` does. */
async function apply(
  client: StackClient,
  attack: Attack,
  { id: planId, request: { data } }: StoredPlan,
): Promise<void> {
  await request(client, attack, { ...data, options: { ...data.options, mode: 'apply', planId } });
}

/** @returns its id. */
async function request(
  client: StackClient,
  { harness }: Attack,
  data: RequestSpec,
  requestedBy?: string,
): Promise<string> {
  const now = harness.runtime.clock.now();
  const approvalDeadline = new Date(now + UNANSWERED).toISOString();
  const spec = { ...data, options: { ...data.options, approvalDeadline } };
  const unsigned = await createOffboardingRequest(client, spec, { requestedBy, timestamp: new Date(now) });
  const detail = await withStatement(client, unsigned);
  await putEvent(client, { source: 'offboard', detailType: 'OffboardingRequested', detail });
  return detail.metadata.id;
}
