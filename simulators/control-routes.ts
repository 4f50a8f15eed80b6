/** What people may read and change of the simulated cloud, as routes of the control API. */

import { type ControlRequest, type ControlRoutes, requiredText } from '@offboard/local-aws/service';
import { listAssociations, type ScriptedOutcome, type SimulatedCloud } from '@offboard/local-aws/simulation';
import { simulators } from './index.ts';

/** @param cloud asked at each request, since routes are given before the cloud is made. */
export function simulationRoutes(cloud: () => SimulatedCloud): ControlRoutes {
  const controls = simulators.flatMap((simulator) => Object.entries(simulator.controls ?? {}));
  return {
    'GET associations': ({ query }) => ({
      associations: listAssociations(cloud()).filter(({ kind }) => (query.get('kind') ?? kind) === kind),
      effects: query.has('effects') ? cloud().effects.list() : undefined,
    }),
    'POST associations': ({ body }) => setOutcome(cloud(), body),
    ...Object.fromEntries(
      controls.map(([route, control]) => [route, ({ body }: ControlRequest) => control(cloud(), body)]),
    ),
  };
}

function setOutcome(cloud: SimulatedCloud, body: ControlRequest['body']): unknown {
  const type = cloud.type(requiredText(body, 'kind'));
  const location = { account: requiredText(body, 'account'), region: requiredText(body, 'region') };
  const key = requiredText(body, 'key');
  if (!cloud.association(type, location, key)) {
    throw new Error(
      `the simulated cloud has no ${type.kind} ${key} in ${location.account} ${location.region}; offboard sim associations lists those it has`,
    );
  }
  cloud.setOutcome(type.kind, key, body.scriptedOutcome as ScriptedOutcome | undefined, location);
  return { kind: type.kind, key, ...location, scriptedOutcome: body.scriptedOutcome ?? null };
}
