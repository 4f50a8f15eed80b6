/** Lambda: functions, read by `lambda/`. */

import { type ResourceTypes, regionalArn } from './contract.ts';

export const lambdaTypes: ResourceTypes = {
  'AWS::Lambda::Function': {
    nameProperty: 'FunctionName',
    ref: ({ name }) => name,
    attributes: { Arn: (fn) => regionalArn('lambda', fn, `function:${fn.name}`) },
    deploy: 'part',
  },
  'AWS::Lambda::EventInvokeConfig': { ref: ({ name }) => name, deploy: 'part' },
  'AWS::Lambda::Permission': { ref: ({ name }) => name, deploy: 'part' },
};
