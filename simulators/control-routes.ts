/** What people may read and change of the simulated cloud, as routes of the control API. */

import { type ControlRequest, type ControlRoutes, requiredText } from '@offboard/local-aws/service';
import { KINDS, type Kind } from './kinds.ts';
import { rows } from './rows.ts';
import type { ScriptedOutcome } from './scripted-outcome.ts';
import type { SimulatedCloud } from './simulated-cloud.ts';
import { cancel, vote } from './votes.ts';

/** @param cloud asked at each request, since routes are given before the cloud is made. */
export function simulationRoutes(cloud: () => SimulatedCloud): ControlRoutes {
  return {
    'GET associations': ({ query }) => ({
      associations: rows(cloud()).filter(({ kind }) => (query.get('kind') ?? kind) === kind),
      effects: query.has('effects') ? cloud().effects.list() : undefined,
    }),
    'POST associations': ({ body }) => setOutcome(cloud(), body),
    'POST vote': ({ body }) => castVote(cloud(), body),
  };
}

type Body = ControlRequest['body'];

function setOutcome(cloud: SimulatedCloud, body: Body): unknown {
  const kind = kindOf(body);
  const place = { account: requiredText(body, 'account'), region: requiredText(body, 'region') };
  const key = requiredText(body, 'key');
  if (!cloud.association(kind, place, key)) {
    throw new Error(
      `the simulated cloud has no ${kind} ${key} in ${place.account} ${place.region}; offboard sim associations lists those it has`,
    );
  }
  cloud.setOutcome(kind, key, body.scriptedOutcome as ScriptedOutcome | undefined, place);
  return { kind, key, ...place, scriptedOutcome: body.scriptedOutcome ?? null };
}

function kindOf(body: Body): Kind {
  const kind = requiredText(body, 'kind');
  if (!KINDS.includes(kind as Kind)) throw new Error(`kind '${kind}' is not one of ${KINDS.join(', ')}`);
  return kind as Kind;
}

function castVote(cloud: SimulatedCloud, body: Body): unknown {
  const session = requiredText(body, 'session');
  if (body.answer === 'CANCEL') return cancel(cloud, session);
  if (body.answer !== 'APPROVE' && body.answer !== 'REJECT') throw new Error('answer is APPROVE, REJECT or CANCEL');
  return vote(cloud, session, requiredText(body, 'approver'), body.answer);
}
