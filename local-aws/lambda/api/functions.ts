/** Functions described: configuration, policy, concurrency. */

import type {
  FunctionConfiguration,
  GetFunctionConcurrencyRequest,
  GetFunctionConcurrencyResponse,
  GetFunctionRequest,
  GetFunctionResponse,
  GetPolicyRequest,
  GetPolicyResponse,
  ListFunctionsRequest,
  ListFunctionsResponse,
} from '@aws-sdk/client-lambda';
import { AwsError, type Operation } from '../../core/aws.ts';
import { page } from '../../wire/input/pages.ts';
import type { Checked } from '../../wire/input/shape.ts';
import { invalidParameter } from '../execution/failures.ts';
import { configurationOf } from './configuration.ts';
import type { INPUTS } from './inputs.ts';
import { on, ROOT, type StackFunctions } from './stack-functions.ts';

/** A page holds no more, whatever is asked for (API reference, ListFunctions). */
const MOST_LISTED = 50;

export function describing(functions: StackFunctions) {
  const GetFunction: Operation<Checked<GetFunctionRequest, typeof INPUTS.GetFunction>, GetFunctionResponse> = {
    http: { method: 'GET', path: `${ROOT}/{FunctionName}`, query: { Qualifier: 'Qualifier' } },
    permissions: on('lambda:GetFunction'),
    run(input, call) {
      const definition = functions.find(input, call);
      const { reservedConcurrency } = definition;
      return {
        Configuration: configurationOf(definition),
        Code: { RepositoryType: 'S3', Location: `file://${definition.zip}` },
        ...(reservedConcurrency === undefined
          ? {}
          : { Concurrency: { ReservedConcurrentExecutions: reservedConcurrency } }),
      };
    },
  };

  const GetFunctionConfiguration: Operation<
    Checked<GetFunctionRequest, typeof INPUTS.GetFunctionConfiguration>,
    FunctionConfiguration
  > = {
    http: { method: 'GET', path: `${ROOT}/{FunctionName}/configuration`, query: { Qualifier: 'Qualifier' } },
    permissions: on('lambda:GetFunctionConfiguration'),
    run: (input, call) => configurationOf(functions.find(input, call)),
  };

  const ListFunctions: Operation<ListFunctionsRequest, ListFunctionsResponse> = {
    http: { method: 'GET', path: ROOT, query: { Marker: 'Marker', MaxItems: 'MaxItems' } },
    permissions: () => [{ action: 'lambda:ListFunctions', resource: '*' }],
    run({ Marker, MaxItems = MOST_LISTED }, { account, region }) {
      const own = functions.all.filter(({ arn }) => arn.startsWith(`arn:aws:lambda:${region}:${account}:`));
      const { rows, token } = page(own, {
        max: Math.min(MaxItems, MOST_LISTED),
        usual: MOST_LISTED,
        token: Marker,
        keyOf: ({ name }) => name,
        refuse: () => invalidParameter('The marker is not one that ListFunctions gave.'),
        options: {},
      });
      return { Functions: rows.map(configurationOf), NextMarker: token };
    },
  };

  const GetPolicy: Operation<Checked<GetPolicyRequest, typeof INPUTS.GetPolicy>, GetPolicyResponse> = {
    http: { method: 'GET', path: `${ROOT}/{FunctionName}/policy`, query: { Qualifier: 'Qualifier' } },
    permissions: on('lambda:GetPolicy'),
    run(input, call) {
      const { policy } = functions.find(input, call);
      if (policy) return { Policy: JSON.stringify(policy), RevisionId: call.requestId };
      throw new AwsError('ResourceNotFoundException', 'The resource you requested does not exist.', {
        status: 404,
        fields: { Type: 'User' },
      });
    },
  };

  const GetFunctionConcurrency: Operation<
    Checked<GetFunctionConcurrencyRequest, typeof INPUTS.GetFunctionConcurrency>,
    GetFunctionConcurrencyResponse
  > = {
    http: { method: 'GET', path: '/2019-09-30/functions/{FunctionName}/concurrency' },
    permissions: on('lambda:GetFunctionConcurrency'),
    run(input, call) {
      const { reservedConcurrency } = functions.find(input, call);
      return reservedConcurrency === undefined ? {} : { ReservedConcurrentExecutions: reservedConcurrency };
    },
  };

  return { GetFunction, GetFunctionConfiguration, ListFunctions, GetPolicy, GetFunctionConcurrency };
}
