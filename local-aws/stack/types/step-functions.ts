import type { CreateStateMachineInput } from '@aws-sdk/client-sfn';
import { alreadyThere } from './already-there.ts';
import { type Properties, type ResourceTypes, regionalArn } from './contract.ts';

export const stepFunctionsTypes: ResourceTypes = {
  'AWS::StepFunctions::StateMachine': {
    nameProperty: 'StateMachineName',
    ref: (machine) => regionalArn('states', machine, `stateMachine:${machine.name}`),
    attributes: {
      Arn: (machine) => regionalArn('states', machine, `stateMachine:${machine.name}`),
      Name: ({ name }) => name,
    },
    async deploy({ properties, physicalId }, { aws, identity }) {
      const { name, type, ...settings } = inputOf(properties, physicalId);
      const exists = await alreadyThere(['StateMachineAlreadyExists'], () =>
        aws.call('sfn', 'CreateStateMachine', { name, type, ...settings }, { identity }),
      );
      if (!exists) return;
      await aws.call('sfn', 'UpdateStateMachine', { stateMachineArn: physicalId, ...settings }, { identity });
    },
    async remove(stateMachineArn, { aws, identity }) {
      await aws.call('sfn', 'DeleteStateMachine', { stateMachineArn }, { identity });
    },
  },
};

function inputOf(properties: Properties, arn: string): CreateStateMachineInput {
  const { RoleArn, StateMachineType, LoggingConfiguration, TracingConfiguration } = properties;
  return {
    name: arn.slice(arn.lastIndexOf(':') + 1),
    type: (StateMachineType ?? 'STANDARD') as 'STANDARD' | 'EXPRESS',
    roleArn: RoleArn as string,
    definition: definitionOf(properties),
    ...(LoggingConfiguration === undefined ? {} : { loggingConfiguration: asSdk(LoggingConfiguration) as object }),
    ...(TracingConfiguration === undefined ? {} : { tracingConfiguration: asSdk(TracingConfiguration) as object }),
  };
}

/** CloudFormation replaces `${Name}` in the definition's text: a substitution is text, whatever stands around it. */
function definitionOf({ Definition, DefinitionString, DefinitionSubstitutions = {} }: Properties): string {
  const text = typeof DefinitionString === 'string' ? DefinitionString : JSON.stringify(Definition);
  const substitutions = DefinitionSubstitutions as Record<string, unknown>;
  return text.replace(/\$\{([A-Za-z0-9_.-]+)\}/g, (whole, name: string) =>
    name in substitutions ? String(substitutions[name]) : whole,
  );
}

/** The same structure with the names the API has: `LogGroupArn` is `logGroupArn` there. */
function asSdk(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(asSdk);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key.charAt(0).toLowerCase() + key.slice(1), asSdk(item)]),
  );
}
