/** TestState: runs one state without a machine, its task mocked or called. */

import { randomUUID } from 'node:crypto';
import type { InspectionData, TestStateInput, TestStateOutput } from '@aws-sdk/client-sfn';
import { AwsError, type Call, type Operation, type Permission } from '../../core/aws.ts';
import type { Checked } from '../../wire/input/shape.ts';
import { executionArn } from '../arns.ts';
import { resourceSupport } from '../executions/integrations/index.ts';
import { attempt } from '../executions/tasks.ts';
import { isObject, type Json, type JsonObject, readJson } from '../language/model/json.ts';
import type { Document } from '../language/model/program.ts';
import type { EngineEvent, ExecutionSpec, TaskCommand } from '../language/model/types.ts';
import { contextProblem } from '../language/test-state/context.ts';
import { type Inspected, type StateTest, testState } from '../language/test-state/index.ts';
import { findState, STATE_NAME, type TestedState, testedState } from '../language/test-state/machine.ts';
import { type Diagnostic, invalidDefinition, validateDefinition, validateState } from '../language/validation/index.ts';
import { invalidExecutionInput, validationException } from './errors.ts';
import type { INPUTS } from './inputs.ts';
import { validateMock } from './mock-validation.ts';
import { refuseRoleArn } from './role.ts';
import { machineArnOf, type Sfn } from './service.ts';

type TestInput = Checked<TestStateInput, typeof INPUTS.TestState>;

export function testing(sfn: Sfn) {
  const TestState: Operation<TestInput, TestStateOutput> = {
    permissions,
    run: (input, call) => run(sfn, input, call),
  };

  return { TestState };
}

function permissions({ roleArn, revealSecrets }: TestStateInput): Permission[] {
  const context = { 'iam:PassedToService': 'states.amazonaws.com' };
  return [
    { action: 'states:TestState', resource: '*' },
    ...(revealSecrets ? [{ action: 'states:RevealSecrets', resource: '*' }] : []),
    ...(roleArn ? [{ action: 'iam:PassRole', resource: roleArn, context }] : []),
  ];
}

async function run(sfn: Sfn, input: TestInput, call: Call): Promise<TestStateOutput> {
  if (input.roleArn !== undefined) refuseRoleArn(input.roleArn);
  const state = stateIn(input);
  const mock = mockIn(input, state);
  const spec = specOf(input, call);
  const { inspection, variables, ...result } = await testState(
    {
      state,
      spec,
      ...(mock && { mock }),
      configuration: input.stateConfiguration ?? {},
      perform: (command) => perform(sfn, command, spec, input.roleArn),
    },
    sfn.aws.clock.now(),
  );
  const inspected = (input.inspectionLevel ?? 'INFO') !== 'INFO';
  return { ...result, ...(inspected && { inspectionData: inspectionData(state, inspection, variables) }) };
}

/** @throws AwsError InvalidDefinition; resources of mocked tasks need not be served. */
function stateIn({ definition, stateName, mock }: TestInput): TestedState {
  const options = { support: mock ? () => 'served' as const : resourceSupport };
  if (stateName === undefined) {
    refuse(validateState(definition, options));
    return testedState(STATE_NAME, JSON.parse(definition));
  }
  refuse(validateDefinition(definition, options));
  const state = findState(JSON.parse(definition) as Document, stateName);
  if (!state) throw validationException(`State '${stateName}' is not in the state machine definition`);
  return state;
}

function refuse(diagnostics: Diagnostic[]): void {
  if (diagnostics.some(({ severity }) => severity === 'ERROR'))
    throw new AwsError('InvalidDefinition', invalidDefinition(diagnostics));
}

const WITHOUT_CALL = new Set(['Pass', 'Wait', 'Choice', 'Succeed', 'Fail']);
const WAITS = /\.(sync(:2)?|waitForTaskToken)$|:activity:/;

/** @throws AwsError where the state needs a mock, takes none, or the mock is not one of its results. */
function mockIn({ mock, context }: TestStateInput, { fields }: TestedState): StateTest['mock'] {
  const { Type: type, Resource: resource = '' } = fields;
  if (!mock) {
    if (type === 'Map' || type === 'Parallel')
      throw new AwsError(
        'InvalidDefinition',
        'TestState API does not support Map or Parallel states. Supported state types include: [Task, Wait, Pass, Succeed, Fail, Choice]',
      );
    if (WAITS.test(resource))
      throw new AwsError(
        'InvalidDefinition',
        `TestState API does not support the resource ${resource} unless a mock is specified`,
      );
    if (context !== undefined)
      throw validationException('A Context object can only be specified when a mock is specified');
    return undefined;
  }
  if (WITHOUT_CALL.has(type))
    throw validationException(`State type '${type}' is not supported when a mock is specified`);
  const { result, errorOutput, fieldValidationMode = 'STRICT' } = mock;
  if ((result === undefined) === (errorOutput === undefined))
    throw validationException('A test mock should have only one of the following fields: [result, errorOutput].');
  if (errorOutput) {
    if (errorOutput.error === undefined) throw validationException('The error of a mocked errorOutput is required.');
    return { error: errorOutput.error, cause: errorOutput.cause };
  }
  const value = parsed(result ?? '', () => validationException('Mocked result must be valid JSON.'));
  if (type !== 'Task' && !(Array.isArray(value) || 'ResultWriter' in fields))
    throw validationException('Mocked result must be an array.');
  if (type === 'Task') validateMock(value, resource, fieldValidationMode);
  return { result: value };
}

function parsed(text: string, refusal: (message: string) => Error): Json {
  const read = readJson(text);
  if ('problem' in read) throw refusal(read.problem.message);
  return read.value;
}

function objectIn(text: string, member: string): JsonObject {
  const value = parsed(text, (message) => validationException(`Invalid ${member} provided: ${message}`));
  if (!isObject(value)) throw validationException(`Invalid ${member} provided: must be a JSON object`);
  return value;
}

function specOf({ input = '{}', variables, context, roleArn = '' }: TestStateInput, call: Call): ExecutionSpec {
  const [machine, name] = [randomUUID(), randomUUID()];
  const arn = machineArnOf(machine, call);
  const given = context === undefined ? undefined : objectIn(context, 'Context object');
  const problem = given && contextProblem(given);
  if (problem !== undefined) throw validationException(`Invalid Context object provided: ${problem}`);
  return {
    arn: executionArn(arn, name).replace(':execution:', ':express:'),
    name,
    machine: { arn, name: machine, roleArn, definition: null },
    input: parsed(input, invalidExecutionInput),
    seed: name,
    type: 'EXPRESS',
    test: { variables: objectIn(variables ?? '{}', 'variables'), ...(given && { context: given }) },
  };
}

/** @throws AwsError without a role to call the task's resource with. */
async function perform(
  { aws }: Sfn,
  command: TaskCommand,
  spec: ExecutionSpec,
  roleArn?: string,
): Promise<EngineEvent> {
  if (roleArn === undefined) throw validationException('A roleArn is required to test a Task state without a mock');
  const principal = { id: 0, executionArn: spec.arn, machineArn: spec.machine.arn, roleArn, advancesClock: false };
  return (await attempt(aws, command, principal)).event;
}

const TASK_FIELDS = ['afterInputPath', 'afterParameters', 'result', 'afterResultSelector', 'afterResultPath'] as const;
const MAP_FIELDS = ['afterItemsPath', 'afterItemsPointer', 'afterItemSelector', 'afterItemBatcher'] as const;
const NUMBERS = ['maxConcurrency', 'toleratedFailureCount', 'toleratedFailurePercentage', 'errorDetails'] as const;

/** The values that AWS shows of a type of state. */
function shownFields({ fields, jsonata }: TestedState): readonly (keyof Inspected)[] {
  const type = fields.Type;
  if (jsonata) return type === 'Task' ? ['afterArguments', 'result'] : type === 'Map' ? MAP_FIELDS : [];
  if (type === 'Pass' && 'Result' in fields) return ['result', 'afterResultSelector', 'afterResultPath'];
  if (type === 'Task') return TASK_FIELDS;
  const withoutResult = TASK_FIELDS.filter((field) => field !== 'result');
  if (type === 'Pass' || type === 'Parallel') return withoutResult;
  return type === 'Map' ? [...withoutResult, ...MAP_FIELDS] : ['afterInputPath'];
}

function inspectionData(state: TestedState, inspected: Inspected, variables: JsonObject): InspectionData {
  const all: Inspected = { afterInputPath: inspected.input, ...inspected };
  const shown = ['input' as const, ...shownFields(state)].filter((field) => all[field] !== undefined);
  const numbers = NUMBERS.filter((field) => all[field] !== undefined);
  return {
    ...Object.fromEntries(shown.map((field) => [field, JSON.stringify(all[field])])),
    ...Object.fromEntries(numbers.map((field) => [field, all[field]])),
    ...(Object.keys(variables).length > 0 && { variables: JSON.stringify(variables) }),
  };
}
