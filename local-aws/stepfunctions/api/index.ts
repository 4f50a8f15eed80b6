/** Step Functions on this machine: the operations of its API over the driver of executions. */

import type { Aws, Identity, Permission, Service } from '../../core/aws.ts';
import { typed } from '../../wire/input/typed.ts';
import { Driver } from '../executions/driver.ts';
import { Machines } from '../executions/machines.ts';
import type { AuthorizedChildArns } from '../executions/map-run-dependencies.ts';
import { Records } from '../executions/records.ts';
import { RedriveTokens } from '../executions/redrive-tokens.ts';
import { SCHEMA } from '../executions/schema.ts';
import type { StatusChange } from '../executions/status-change.ts';
import { advance, begin } from '../language/index.ts';
import { advanceMapRun, beginMapRun } from '../language/map-run/index.ts';
import { definitions } from './definitions.ts';
import { executions } from './executions.ts';
import { history } from './history.ts';
import { INPUTS } from './inputs.ts';
import { mapRuns } from './map-runs.ts';
import type { Sfn } from './service.ts';
import { stateMachines } from './state-machines.ts';
import { tags } from './tags.ts';
import { taskTokens } from './task-tokens.ts';
import { testing } from './test-state.ts';
import { versions } from './versions.ts';

interface SfnOptions {
  /**
   * Takes "Step Functions Execution Status Change" events. Called inside the transaction that makes the change, so that
   * what it writes to the store is kept with it; it must not wait for anything.
   */
  publish?(event: StatusChange): void;
  /** Whether an identity has a permission; absent: every one has. */
  authorize?(identity: Identity, permission: Permission): boolean;
  /** `labelled` where absent. */
  authorizedChildArns?: AuthorizedChildArns | undefined;
}

export interface SfnService extends Service {
  /**
   * Continues what an earlier process on the same store left: timers, tasks under way, map runs. Called once, when every
   * service is there that a task may call.
   */
  resume(): void;
  /** Whether an execution that may advance the jumping clock is unfinished. */
  hasAdvancingExecution(): boolean;
  close(): void;
}

export function sfn(aws: Aws, options: SfnOptions = {}): SfnService {
  const { publish = () => {}, authorize = () => true, authorizedChildArns } = options;
  aws.store.define(SCHEMA);
  const machines = new Machines(aws.store);
  const records = new Records(aws.store);
  const engine = { begin, advance, beginMapRun, advanceMapRun };
  const driver = new Driver({ aws, engine, machines, records, publish, authorize, authorizedChildArns });
  const parts: Sfn = { aws, machines, records, driver, redriveTokens: new RedriveTokens(aws.store), authorize };
  const service: SfnService = {
    name: 'sfn',
    signingName: 'states',
    protocol: 'awsJson1.0',
    targetPrefix: 'AWSStepFunctions',
    operations: operationsOf(parts),
    resume: () => driver.resume(),
    hasAdvancingExecution: () => driver.hasAdvancingExecution(),
    close: () => driver.close(),
  };
  return typed(service, INPUTS);
}

function operationsOf(parts: Sfn) {
  return {
    ...stateMachines(parts),
    ...executions(parts),
    ...history(parts),
    ...mapRuns(parts),
    ...taskTokens(parts),
    ...definitions(),
    ...tags(parts),
    ...testing(parts),
    ...versions(parts),
  };
}
