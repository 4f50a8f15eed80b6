/**
 * `arn:aws:states:::aws-sdk:<service>:<operation>`: any operation of any service there is, its members in PascalCase on
 * both ways whatever the service itself writes.
 */

import { AwsError } from '../../../core/aws.ts';
import { ConnectionCut } from '../../../core/faults.ts';
import { isObject, type Json, numberIn } from '../../language/model/json.ts';
import { type Integration, requestId, TaskFailure, unreachable } from './contract.ts';

interface SdkService {
  /** Its name in this runtime. */
  name: string;
  /** How error names begin. */
  prefix: string;
  /** Its own members begin with a small letter. */
  camelCase?: true;
  /** Members whose value is JSON in text: a value of another type is written out as JSON text. */
  text?: readonly string[];
}

/** By the service's name in the resource. */
const services: Readonly<Record<string, SdkService>> = {
  cloudformation: { name: 'cloudformation', prefix: 'CloudFormation' },
  codeartifact: { name: 'codeartifact', prefix: 'Codeartifact', camelCase: true },
  directoryservicedata: { name: 'directory-service-data', prefix: 'DirectoryServiceData' },
  dynamodb: { name: 'dynamodb', prefix: 'DynamoDb' },
  eventbridge: { name: 'eventbridge', prefix: 'EventBridge', text: ['Detail'] },
  identitystore: { name: 'identitystore', prefix: 'Identitystore' },
  kms: { name: 'kms', prefix: 'Kms' },
  lambda: { name: 'lambda', prefix: 'Lambda', text: ['Payload'] },
  licensemanagerusersubscriptions: {
    name: 'license-manager-user-subscriptions',
    prefix: 'LicenseManagerUserSubscriptions',
  },
  mpa: { name: 'mpa', prefix: 'Mpa' },
  opensearch: { name: 'opensearch', prefix: 'OpenSearch' },
  organizations: { name: 'organizations', prefix: 'Organizations' },
  paymentcryptography: { name: 'payment-cryptography', prefix: 'PaymentCryptography' },
  redshift: { name: 'redshift', prefix: 'Redshift' },
  route53: { name: 'route-53', prefix: 'Route53' },
  s3: { name: 's3', prefix: 'S3', text: ['Body'] },
  sfn: { name: 'sfn', prefix: 'Sfn', camelCase: true, text: ['Input', 'Output', 'Definition'] },
  sns: { name: 'sns', prefix: 'Sns' },
  sqs: { name: 'sqs', prefix: 'Sqs', text: ['MessageBody'] },
  ssoadmin: { name: 'sso-admin', prefix: 'SsoAdmin' },
  sts: { name: 'sts', prefix: 'Sts' },
};

/** Codes that services answer without naming them in their models: the SDK has no class for them. */
const UNMODELLED = new Set([
  'AccessDenied',
  'ExpiredToken',
  'ExpiredTokenException',
  'InternalError',
  'InternalFailure',
  'InvalidAction',
  'Throttling',
  'UnknownOperationException',
  'UnrecognizedClientException',
]);

export function isSdkService(service: string): boolean {
  return Object.hasOwn(services, service);
}

export function awsSdk(serviceName: string, action: string): Integration {
  const service = services[serviceName] as SdkService;
  const operation = capitalised(action);
  return {
    async call({ aws, identity, parameters }) {
      try {
        const output = await aws.call(service.name, operation, toService(parameters, service), { identity });
        return toTask(output ?? {}, service);
      } catch (error) {
        throw failure(error, service);
      }
    },
  };
}

function failure(error: unknown, { prefix }: SdkService): TaskFailure {
  if (!(error instanceof AwsError) || error instanceof ConnectionCut) return unreachable(prefix, error);
  const name = UNMODELLED.has(error.code) ? `${prefix}Exception` : className(error.code);
  const details = `Service: ${prefix}, Status Code: ${error.status}, Request ID: ${requestId()}`;
  return new TaskFailure(`${prefix}.${name}`, `${error.message} (${details})`);
}

/** The Java SDK 2 ends every error's class in "Exception": `ExecutionDoesNotExist`, `InvalidDataShareFault`. */
function className(code: string): string {
  return code.endsWith('Exception') ? code : `${code.replace(/Fault$/, '')}Exception`;
}

function toService(value: Json, service: SdkService): unknown {
  if (Array.isArray(value)) return value.map((item) => toService(item, service));
  if (!isObject(value)) return numberIn(value) ?? value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== null)
      .map(([key, member]) => [
        service.camelCase ? uncapitalised(key) : key,
        service.text?.includes(key) && typeof member !== 'string' ? JSON.stringify(member) : toService(member, service),
      ]),
  );
}

function toTask(value: unknown, service: SdkService): Json {
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) return Buffer.from(value).toString('utf8');
  if (Array.isArray(value)) return value.map((item) => toTask(item, service));
  if (typeof value !== 'object' || value === null) return (value ?? null) as Json;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .map(([key, member]) => [service.camelCase ? capitalised(key) : key, toTask(member, service)]),
  );
}

function capitalised(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

function uncapitalised(word: string): string {
  return word.charAt(0).toLowerCase() + word.slice(1);
}
