/** Which values a stage's parameters may have, and which names a stage. */

import { describe, expect, it } from 'vitest';
import { checkEncryptionKey } from '../../packaging/encryption.ts';
import {
  accountsIn,
  checkCoolingOff,
  checkEnvironments,
  checkFreezeWindows,
  checkGuards,
  checkIdentities,
  checkMachineLogs,
  checkNames,
  checkParameters,
  checkPatterns,
  checkRegion,
  checkRetention,
  checkSpokeAccounts,
  checkVerifications,
} from '../../packaging/stage.ts';

describe('a stage named', () => {
  const functions = (stage: string) => [`offboard-${stage}-start`, `offboard-${stage}-discover-${'k'.repeat(32)}`];
  const check = (stage: string) => checkNames(`offboard-${stage}`, { functions: functions(stage), rules: [] });

  it.each(['dev', 'eu-prod-2', 'x'.repeat(13)])('%s is taken', (stage) => {
    expect(() => check(stage)).not.toThrow();
  });

  it.each(['Prod', 'my_stage', ''])('%j is refused: no bucket has such a name', (stage) => {
    expect(() => check(stage)).toThrow(/lower-case letters, digits and hyphens only/);
  });

  it('at too great a length is refused, with the name that Lambda would not take', () => {
    expect(() => check('x'.repeat(14))).toThrow(
      /too long by 1: Lambda takes no function named offboard-x+-discover-k+$/,
    );
  });
});

it('a rule whose name EventBridge would not take is refused: a cleanup brings its own', () => {
  const rules = [`offboard-dev-cleanup-${'p'.repeat(44)}`];
  expect(() => checkNames('offboard-dev', { functions: [], rules })).toThrow(
    /too long by 1: EventBridge takes no rule/,
  );
});

describe('an environment', () => {
  const functions = (SPOKE_ROLES: unknown) => ({
    start: { name: 'offboard-dev-start', handler: '', environment: { SPOKE_ROLES } },
  });
  const accounts = (count: number) => ({
    'Fn::Sub': Array.from(
      { length: count },
      () => `arn:\${AWS::Partition}:iam::111122223333:role/offboard-spoke`,
    ).join(),
  });

  it('within 4 KB is taken', () => {
    expect(() => checkEnvironments(functions(accounts(60)), { SERVICE: 'offboard-dev' })).not.toThrow();
  });

  it('that Lambda would not take is refused, and says what is too long', () => {
    expect(() => checkEnvironments(functions(accounts(80)), {})).toThrow(
      /offboard-dev-start takes \d{4} bytes.*shorten what SPOKE_ROLES/,
    );
  });
});

it('a key is AWS’s or a customer managed one, and a misspelt word is not AWS’s', () => {
  for (const key of ['AWS_OWNED', 'CUSTOMER_MANAGED']) expect(() => checkEncryptionKey(key)).not.toThrow();
  for (const key of ['customer_managed', '', 'arn:aws:kms:us-east-1:111122223333:key/x'])
    expect(() => checkEncryptionKey(key)).toThrow(/AWS_OWNED or CUSTOMER_MANAGED/);
});

describe('a Region', () => {
  it.each(['us-east-1', 'eu-central-2', 'il-central-1'])('%s is taken', (region) => {
    expect(() => checkRegion(region)).not.toThrow();
  });

  it.each(['cn-north-1', 'us-gov-west-1', 'eusc-de-east-1'])('%s is refused: it is in another partition', (region) => {
    expect(() => checkRegion(region)).toThrow(/another partition/);
  });
});

describe('accounts', () => {
  it('are a list, with spaces or without; one alone arrives as a number', () => {
    expect(accountsIn('senderAccounts', '111122223333, 444455556666')).toEqual(['111122223333', '444455556666']);
    expect(accountsIn('senderAccounts', 111122223333)).toEqual(['111122223333']);
    expect(accountsIn('senderAccounts', '')).toEqual([]);
  });

  it('that send are ids, those of spokes patterns, too', () => {
    expect(() => accountsIn('senderAccounts', '*')).toThrow(/account ids of 12 digits.*not \*/);
    for (const text of ['*', '1111*', '111122223333,444455556666'])
      expect(() => checkSpokeAccounts(text)).not.toThrow();
    expect(() => checkSpokeAccounts('prod')).toThrow(/not prod/);
  });
});

it.each(['ALL', 'off'])('machines that log %s are refused', (level) => {
  expect(() => checkMachineLogs(level)).toThrow(/ERROR or OFF/);
});

describe('evidence is kept for', () => {
  it.each([1, 365, '3650'])('%j days', (days) => {
    expect(() => checkRetention(days, 'GOVERNANCE')).not.toThrow();
  });

  it.each([0, '0', '', '1y', '-1', '1.5'])('%j is refused: no date could be made of it', (days) => {
    expect(() => checkRetention(days, 'COMPLIANCE')).toThrow(/number of days from 1 on/);
  });

  it.each(['', 'compliance', 'NONE'])('in mode %j is refused', (mode) => {
    expect(() => checkRetention(365, mode)).toThrow(/GOVERNANCE or COMPLIANCE/);
  });
});

describe('a stage parameter', () => {
  const known = ['regions', 'domains'];

  it('that the stack or a kind has is taken', () => {
    expect(() => checkParameters(['domains'], known)).not.toThrow();
  });

  it('that nothing reads is refused: a misspelt pattern would narrow nothing', () => {
    expect(() => checkParameters(['domians', 'regions'], known)).toThrow(
      'the stack has no parameter domians; it has domains, regions',
    );
  });
});

describe('approvers', () => {
  const check = (approvers: string) => checkIdentities({ approvers, personalSessionRoles: '' });

  it.each([
    '',
    'user/dana, user/people/*',
    'role/Approvers',
    'assumed-role/AWSReservedSSO_Admin_*/dana@example.com',
    'arn:aws:iam::444455556666:role/Approvers-*',
  ])('%j are taken', (approvers) => {
    expect(() => check(approvers)).not.toThrow();
  });

  it.each([
    'dana',
    '*',
    'arn:aws:iam::*:role/Approvers',
    'arn:aws:iam::111122223333:*',
    'role/people/Approvers',
    'user/',
    'user/dana,Approvers',
  ])('%j are refused', (approvers) => {
    expect(() => check(approvers)).toThrow(/^approvers: '.*' is no user .*, role .* or session/);
  });
});

describe('personalSessionRoles', () => {
  const check = (personalSessionRoles: string) => checkIdentities({ approvers: '', personalSessionRoles });

  it.each(['', 'People-*', 'Ops, Dev'])('%j are taken', (roles) => {
    expect(() => check(roles)).not.toThrow();
  });

  it.each(['*', 'role/Ops', 'arn:aws:iam::111122223333:role/Ops'])('%j are refused', (roles) => {
    expect(() => check(roles)).toThrow(/^personalSessionRoles: '.*' is no name of a role/);
  });
});

describe('a list', () => {
  const guards = { protectedNames: '', guardrailFloor: '', approvalFloor: '', singleRequestLimit: 25 };
  const identities = { approvers: '', personalSessionRoles: '' };

  it.each([',', ' ', 'x,', ',x', 'x,,y'])('of %j is refused: what it leaves out, it would not guard', (text) => {
    const lists = [
      () => checkGuards({ ...guards, guardrailFloor: text }),
      () => checkGuards({ ...guards, approvalFloor: text }),
      () => checkIdentities({ ...identities, approvers: text }),
      () => checkIdentities({ ...identities, personalSessionRoles: text }),
      () => accountsIn('senderAccounts', text),
      () => checkSpokeAccounts(text),
      () => checkVerifications(text),
    ];
    for (const list of lists) expect(list).toThrow(/^\w+ has an empty entry/);
    expect(() => checkGuards({ ...guards, protectedNames: text })).toThrow(
      /^protectedNames: the pattern '.*' (is empty|has no)/,
    );
  });

  it('of names that there are is taken, with spaces or without', () => {
    const floors = { guardrailFloor: 'protected-names, max-associations', approvalFloor: 'plugin,opensearch-packages' };
    expect(() => checkGuards({ ...guards, ...floors, protectedNames: '*/{live, vault}/**' })).not.toThrow();
    expect(() => checkGuards({ ...guards, guardrailFloor: 'protected-name' })).toThrow(/names protected-name; it may/);
  });
});

describe('verifications', () => {
  it.each(['', 3600, '3600, 86400'])('after %j are taken', (text) => {
    expect(() => checkVerifications(text)).not.toThrow();
  });

  it.each(['1h', '-1', '0', '100000000'])('after %j are refused', (text) => {
    expect(() => checkVerifications(text)).toThrow(/are seconds, separated by commas; not/);
  });
});

describe('a cooling-off', () => {
  it.each([0, '3600', 604_800])('of %j seconds is taken', (seconds) => {
    expect(() => checkCoolingOff(seconds)).not.toThrow();
  });

  it.each(['', '1h', -1, '1.5', 604_801])('of %j is refused', (seconds) => {
    expect(() => checkCoolingOff(seconds)).toThrow(/^coolingOffSeconds is a number from 0 to 604800; not/);
  });
});

describe('freeze windows', () => {
  const check = (text: string) => () => checkFreezeWindows(text, Date.parse('2026-12-01T00:00:00Z'));

  it.each(['', 'cron(0 18 20 12 ? *) 14d Europe/Vienna'])('%j are taken', (text) => {
    expect(check(text)).not.toThrow();
  });

  it.each([
    ['weekends', /^freezeWindows has 'weekends'/],
    ['cron(0 0 * * ? *) 24h UTC', /^freezeWindows: a freeze may last 31 days/],
    [Array(20).fill('cron(0 18 20 12 ? *) 14d UTC').join(';'), /^freezeWindows is longer than 500 bytes$/],
  ])('%j are refused', (text, message) => {
    expect(check(text)).toThrow(message);
  });
});

describe('a pattern of IAM', () => {
  it.each(['*', 'prod-*', 'movies/F?'])('%j is taken', (domains) => {
    expect(() => checkPatterns({ domains })).not.toThrow();
  });

  it.each(['', 'us-east-1,eu-west-1', 'a b', '{live,vault}', 'd[1-3]'])(
    '%j is refused: it would allow nothing',
    (text) => {
      expect(() => checkPatterns({ regions: text })).toThrow(/^regions is one pattern of IAM/);
    },
  );
});
