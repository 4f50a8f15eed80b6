import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import aslValidator from 'asl-validator';
import { describe, expect, it } from 'vitest';
import { kinds } from '../../associations/registry.ts';
import { definitionOf, packaged, pointsTo, type Resource, ROOT } from './packaged.ts';

interface State {
  Type: string;
  Resource?: string;
  TimeoutSeconds?: number;
  Next?: string;
  End?: boolean;
  Retry?: { ErrorEquals: string[] }[];
  Catch?: { ErrorEquals: string[]; Next: string }[];
  ItemProcessor?: { States: Record<string, State> };
}

const { of, template } = await packaged();
const machines = of('AWS::StepFunctions::StateMachine');

/** Every state, those inside a Map too. */
function states(definition: { States: Record<string, State> }): [string, State][] {
  return Object.entries(definition.States).flatMap(([name, state]) => [
    [name, state] as [string, State],
    ...(state.ItemProcessor === undefined ? [] : states(state.ItemProcessor)),
  ]);
}

/** The function a Task runs, by the substitution its Resource names; undefined where it calls an AWS API itself. */
function functionOf(machine: Resource, { Resource: resource = '' }: State): Resource | undefined {
  if (resource.startsWith('arn:aws:states:::')) return undefined;
  const name = resource.replace(/^\$\{(\w+)\}$/, '$1');
  const logicalId = pointsTo(machine.Properties.DefinitionSubstitutions[name]);
  return template.Resources[logicalId ?? ''] as Resource;
}

/** The machines that are no kind's: their names are their definitions'. */
const SHARED = [
  'answer',
  'apply',
  'cleanup',
  'notice',
  'offboard',
  'reconcile',
  'report',
  'restore',
  'signal',
  'verify',
];

function fileOf(machine: Resource): string {
  const name = (machine.Properties.StateMachineName as string).replace('offboard-dev-', '');
  return SHARED.includes(name) ? name : 'disassociate';
}

describe('state machines', () => {
  it('there is one for each kind, and those that all share', () => {
    expect(machines.map(([, { Properties }]) => Properties.StateMachineName).sort()).toEqual(
      [...kinds, ...SHARED].map((name) => `offboard-dev-${name}`).sort(),
    );
  });

  it('of all kinds share one definition', () => {
    const definitions = machines
      .filter(([, machine]) => fileOf(machine) === 'disassociate')
      .map(([, { Properties }]) => JSON.stringify(Properties.DefinitionString));
    expect(new Set(definitions)).toEqual(
      new Set([JSON.stringify({ 'Fn::FindInMap': ['Definitions', 'disassociate', 'text'] })]),
    );
  });
});

describe.each(machines)('%s', (_, machine) => {
  const { DefinitionSubstitutions: substitutions } = machine.Properties;
  const definition = definitionOf(template, machine);

  it('is valid Amazon States Language', () => {
    const text = JSON.stringify(definition).replace(/\$\{(\w+)\}/g, (_, name: string) =>
      typeof substitutions[name] === 'string'
        ? substitutions[name]
        : `arn:aws:lambda:us-east-1:111122223333:function:${name}`,
    );
    // The validator changes what it reads: it gets a copy.
    const { isValid, errorsText } = aslValidator(JSON.parse(text));
    expect(isValid, isValid ? '' : errorsText('\n')).toBe(true);
  });

  it('is packaged as it is written: the framework leaves out what is null', () => {
    const path = join(ROOT, 'statemachines', `${fileOf(machine)}.asl.json`);
    const uncommented = (text: string) => JSON.parse(text, (key, value) => (key === 'Comment' ? undefined : value));
    expect(uncommented(JSON.stringify(definition))).toEqual(uncommented(readFileSync(path, 'utf8')));
  });

  it('substitutes exactly the names that stand in its definition', () => {
    const named = [...JSON.stringify(definition).matchAll(/\$\{(\w+)\}/g)].map(([, name]) => name);
    expect(Object.keys(substitutions).sort()).toEqual([...new Set(named)].sort());
  });

  it('waits for each function longer than the function may run', () => {
    const tasks = states(definition).filter(([, { Type }]) => Type === 'Task');
    for (const [name, task] of tasks) {
      const timeout = functionOf(machine, task)?.Properties.Timeout;
      if (timeout !== undefined) expect(task.TimeoutSeconds, name).toBeGreaterThan(timeout);
    }
    expect(tasks.length).toBeGreaterThan(0);
  });

  it('retries every task, and names States.ALL alone and last', () => {
    for (const [name, { Type, Retry = [], Catch = [] }] of states(definition)) {
      if (Type === 'Task') expect(Retry.length, name).toBeGreaterThan(0);
      for (const handlers of [Retry, Catch]) {
        const all = handlers.findIndex(({ ErrorEquals }) => ErrorEquals.includes('States.ALL'));
        if (all === -1) continue;
        expect(all, name).toBe(handlers.length - 1);
        expect(handlers[all]?.ErrorEquals, name).toEqual(['States.ALL']);
      }
    }
  });

  it('logs errors without data, traces, and may not outlive a limit of its own', () => {
    const { LoggingConfiguration, TracingConfiguration } = machine.Properties;
    expect(LoggingConfiguration).toMatchObject({ Level: 'ERROR', IncludeExecutionData: false });
    expect(TracingConfiguration).toEqual({ Enabled: true });
    const waitsForAssociations = !['answer', 'notice', 'reconcile', 'report'].includes(fileOf(machine));
    expect(definition.TimeoutSeconds).toBeGreaterThan(waitsForAssociations ? 30 * 86_400 : 0);
  });
});
