import type { DescribeMapRunOutput, UpdateMapRunInput } from '@aws-sdk/client-sfn';
import type { Checked } from '../../wire/input/shape.ts';
import type { MapRunView } from '../executions/map-run-records.ts';
import type { MapRunLimits } from '../language/map-run/types.ts';
import { resourceNotFound, validationException } from './errors.ts';
import type { INPUTS, Operations } from './inputs.ts';
import { checkArn } from './names.ts';
import { page } from './paging.ts';
import { executionAt, on, type Sfn } from './service.ts';

export function mapRuns(sfn: Sfn) {
  return {
    DescribeMapRun: {
      permissions: on('DescribeMapRun', 'mapRunArn'),
      run: (input) => describe(sfn, mapRunAt(sfn, input)),
    },
    ListMapRuns: {
      permissions: on('ListMapRuns', 'executionArn'),
      run(input) {
        const { id } = executionAt(sfn, input.executionArn);
        const { items, nextToken } = page(input, {
          of: ['ListMapRuns', id],
          now: sfn.aws.clock.now(),
          read: (limit, before) => sfn.driver.mapRuns.records.of(id, limit, before),
          numberOf: (run) => run.id,
        });
        return { mapRuns: items.map((run) => summary(sfn, run)), ...(nextToken === undefined ? {} : { nextToken }) };
      },
    },
    UpdateMapRun: {
      permissions: on('UpdateMapRun', 'mapRunArn'),
      run(input) {
        const run = mapRunAt(sfn, input);
        if (run.mapRun.status !== 'RUNNING') throw validationException(`Map Run is not RUNNING: '${run.mapRun.arn}'`);
        sfn.driver.mapRuns.update(run.id, limitsOf(input));
        return {};
      },
    },
  } satisfies Operations;
}

function mapRunAt({ driver }: Sfn, input: { mapRunArn: string }): MapRunView {
  const arn = input.mapRunArn;
  checkArn(arn, 'mapRun');
  const run = driver.mapRuns.find(arn);
  if (!run) throw resourceNotFound(arn);
  return run;
}

function limitsOf(input: Checked<UpdateMapRunInput, typeof INPUTS.UpdateMapRun>): MapRunLimits {
  const { maxConcurrency, toleratedFailureCount, toleratedFailurePercentage } = input;
  return {
    ...(maxConcurrency === undefined ? {} : { maxConcurrency }),
    ...(toleratedFailureCount === undefined ? {} : { toleratedFailureCount }),
    ...(toleratedFailurePercentage === undefined ? {} : { toleratedFailurePercentage }),
  };
}

function describe(sfn: Sfn, run: MapRunView): DescribeMapRunOutput {
  const { mapRun } = run;
  const { executionArn, mapRunArn, startDate, stopDate } = summary(sfn, run);
  return {
    mapRunArn,
    executionArn,
    status: mapRun.status,
    startDate,
    ...(stopDate ? { stopDate } : {}),
    maxConcurrency: mapRun.maxConcurrency,
    toleratedFailurePercentage: mapRun.toleratedFailurePercentage,
    toleratedFailureCount: mapRun.toleratedFailureCount,
    itemCounts: mapRun.itemCounts,
    executionCounts: mapRun.executionCounts,
    redriveCount: mapRun.redriveCount,
    ...(mapRun.redriveDate === undefined ? {} : { redriveDate: new Date(mapRun.redriveDate) }),
  };
}

function summary({ driver }: Sfn, { execution, mapRun }: MapRunView) {
  const { executionArn, machineArn } = driver.principal(execution);
  return {
    executionArn,
    mapRunArn: mapRun.arn,
    stateMachineArn: `${machineArn}/${mapRun.child.label}`,
    startDate: new Date(mapRun.startDate),
    ...(mapRun.stopDate === undefined ? {} : { stopDate: new Date(mapRun.stopDate) }),
  };
}
