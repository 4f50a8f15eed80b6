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
import { configurationOf } from './configuration.ts';
import { on, ROOT, type StackFunctions } from './stack-functions.ts';

/** A page holds no more, whatever is asked for (API reference, ListFunctions). */
const MOST_LISTED = 50;

export function describing(functions: StackFunctions) {
  const GetFunction: Operation<GetFunctionRequest, GetFunctionResponse> = {
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

  const GetFunctionConfiguration: Operation<GetFunctionRequest, FunctionConfiguration> = {
    http: { method: 'GET', path: `${ROOT}/{FunctionName}/configuration`, query: { Qualifier: 'Qualifier' } },
    permissions: on('lambda:GetFunctionConfiguration'),
    run: (input, call) => configurationOf(functions.find(input, call)),
  };

  const ListFunctions: Operation<ListFunctionsRequest, ListFunctionsResponse> = {
    http: { method: 'GET', path: ROOT, query: { Marker: 'Marker', MaxItems: 'MaxItems' } },
    permissions: () => [{ action: 'lambda:ListFunctions', resource: '*' }],
    run({ Marker, MaxItems = MOST_LISTED }, { account, region }) {
      const own = functions.all.filter(({ arn }) => arn.startsWith(`arn:aws:lambda:${region}:${account}:`));
      const sorted = own.toSorted((a, b) => (a.name < b.name ? -1 : 1));
      const left = Marker === undefined ? sorted : sorted.filter(({ name }) => name > Marker);
      const page = left.slice(0, Math.min(MaxItems, MOST_LISTED));
      const last = page.at(-1);
      return {
        Functions: page.map(configurationOf),
        ...(left.length > page.length && last ? { NextMarker: last.name } : {}),
      };
    },
  };

  const GetPolicy: Operation<GetPolicyRequest, GetPolicyResponse> = {
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

  const GetFunctionConcurrency: Operation<GetFunctionConcurrencyRequest, GetFunctionConcurrencyResponse> = {
    http: { method: 'GET', path: '/2019-09-30/functions/{FunctionName}/concurrency' },
    permissions: on('lambda:GetFunctionConcurrency'),
    run(input, call) {
      const { reservedConcurrency } = functions.find(input, call);
      return reservedConcurrency === undefined ? {} : { ReservedConcurrentExecutions: reservedConcurrency };
    },
  };

  return { GetFunction, GetFunctionConfiguration, ListFunctions, GetPolicy, GetFunctionConcurrency };
}
