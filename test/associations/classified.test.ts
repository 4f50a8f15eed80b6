/** Every exception and every status that a service's own model knows is classified; one that AWS adds fails here. */

import { readFileSync } from 'node:fs';
import * as codeartifact from '@aws-sdk/client-codeartifact';
import * as opensearch from '@aws-sdk/client-opensearch';
import * as paymentCryptography from '@aws-sdk/client-payment-cryptography';
import * as redshift from '@aws-sdk/client-redshift';
import { describe, expect, it } from 'vitest';
import { classifyError, commonErrors } from '../../associations/errors.ts';
import {
  errors as mpaErrors,
  sessionFailures,
} from '../../associations/payment-cryptography-mpa-team/approval-session.ts';
import { type Kind, kinds } from '../../associations/registry.ts';
import { load } from './load.ts';

/** The exceptions that a client's package exports, its own base class left out. */
function exceptionsOf(client: object, base: { new (...args: never[]): Error }): string[] {
  return Object.entries(client).flatMap(([name, exported]) =>
    typeof exported === 'function' && exported.prototype instanceof base ? name : [],
  );
}

/** The exceptions that an operation's own documentation in its package says it throws. */
function thrownBy(client: string, operation: string): string[] {
  const path = `node_modules/@aws-sdk/${client}/dist-types/commands/${operation}Command.d.ts`;
  const named = readFileSync(path, 'utf8').matchAll(/@throws \{@link (\w+)\} \((?:client|server) fault\)/g);
  return [...named].map(([, name = '']) => name);
}

/** As License Manager User Subscriptions' and Multi-party approval's API references list them. */
const LICENSE_MANAGER = [
  'AccessDeniedException',
  'ConflictException',
  'InternalServerException',
  'ResourceNotFoundException',
  'ServiceQuotaExceededException',
  'ThrottlingException',
  'ValidationException',
];
const MPA = [...LICENSE_MANAGER, 'InvalidParameterException'];

describe('exceptions', () => {
  it.each([
    ['opensearch-packages', exceptionsOf(opensearch, opensearch.OpenSearchServiceException)],
    ['codeartifact-external-connection', exceptionsOf(codeartifact, codeartifact.CodeartifactServiceException)],
    [
      'redshift-datashare-consumer',
      [
        'DisassociateDataShareConsumer',
        'DescribeDataShares',
        'DescribeDataSharesForConsumer',
        'AssociateDataShareConsumer',
      ].flatMap((operation) => thrownBy('client-redshift', operation)),
    ],
    ['license-manager-user', LICENSE_MANAGER],
    [
      'payment-cryptography-mpa-team',
      exceptionsOf(paymentCryptography, paymentCryptography.PaymentCryptographyServiceException),
    ],
  ])('of %s', async (kind, known) => {
    const { errors } = await load(kind as Kind);
    expect(known.length).toBeGreaterThan(1);
    expect(known.filter((name) => errors[name] === undefined)).toEqual([]);
  });

  it('of Multi-party approval', () => {
    expect(MPA.filter((name) => mpaErrors[name] === undefined)).toEqual([]);
  });

  it.each(kinds)('a missing permission and a throttle say so in every service (%s)', async (kind) => {
    const { errors } = await load(kind as Kind);
    for (const name of ['AccessDenied', 'AccessDeniedException'])
      expect(classifyError(named(name), errors)).toBe('DENIED');
    for (const name of ['Throttling', 'ThrottlingException'])
      expect(classifyError(named(name), errors)).toBe('RETRYABLE');
  });

  it('an error of no known name is thrown on, not judged', () => {
    expect(classifyError(named('BrandNewException'), {})).toBe('RETRYABLE');
    expect(commonErrors).not.toHaveProperty('BrandNewException');
  });
});

describe('statuses', () => {
  it.each([
    ['opensearch-packages', Object.values(opensearch.DomainPackageStatus)],
    ['redshift-datashare-consumer', Object.values(redshift.DataShareStatus)],
    ['redshift-datashare-consumer', Object.values(redshift.DataShareStatusForConsumer)],
    ['redshift-datashare-consumer', Object.values(redshift.DataShareStatusForProducer)],
    [
      'codeartifact-external-connection',
      Object.values(codeartifact.ExternalConnectionStatus).map((word) => word.toUpperCase()),
    ],
    ['license-manager-user', ['ASSOCIATING', 'ASSOCIATED', 'DISASSOCIATING', 'DISASSOCIATED']],
    ['payment-cryptography-mpa-team', ['ACTIVE', 'UPDATE_PENDING', 'DELETE_PENDING']],
  ])('of %s: %j', async (kind, known) => {
    const { statuses } = await load(kind as Kind);
    expect(known.length).toBeGreaterThan(0);
    expect(known.filter((word) => statuses[word] === undefined)).toEqual([]);
  });

  it('of an approval session, and its codes', () => {
    const statuses = ['CREATING', 'PENDING', 'APPROVED', 'FAILED', 'CANCELLED'];
    const codes = ['REJECTED', 'EXPIRED', 'CONFIGURATION_CHANGED', 'ALL_APPROVERS_IN_SESSION'];
    const byCloudTrail = ['TEAM_DELETED', 'CANCELLED_BY_USER'];
    expect([...statuses, ...codes, ...byCloudTrail].filter((word) => !(word in sessionFailures))).toEqual([]);
  });
});

function named(name: string): Error {
  return Object.assign(new Error(name), { name });
}
