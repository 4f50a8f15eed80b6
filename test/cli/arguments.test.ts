import { afterEach, describe, expect, it, vi } from 'vitest';
import { associations } from '../../associations/registry.ts';
import { EXIT, exitOfAll } from '../../cli/common/exit.ts';
import { fieldArguments, parseFields } from '../../cli/common/fields.ts';
import { planArguments, specOf } from '../../cli/common/offboarding-options.ts';
import { type Column, createOutput, table } from '../../cli/common/output.ts';
import { moment, seconds } from '../../cli/common/time.ts';
import { main } from '../../cli/main.ts';
import { awsFlagsOf, connect, flagsOf } from '../../client/connection.ts';
import { formatDuration } from '../../client/duration.ts';
import { hasHidden } from '../../client/printable.ts';

describe('fields on the command line', () => {
  const example = { packageIds: ['F1'], identityProvider: { ActiveDirectoryIdentityProvider: { DirectoryId: 'd-1' } } };

  it.each([
    [['domainName=movies'], { domainName: 'movies' }],
    [['packageIds=F1,F2'], { packageIds: ['F1', 'F2'] }],
    [['packageIds=F1', 'packageIds=F2'], { packageIds: ['F1', 'F2'] }],
    [['disassociateEntireAccount=true'], { disassociateEntireAccount: true }],
    [['a.b.c=x', 'a.b.d=y'], { a: { b: { c: 'x', d: 'y' } } }],
    [['identityProvider={"A":{"DirectoryId":"d-1"}}'], { identityProvider: { A: { DirectoryId: 'd-1' } } }],
    [['dataShareArn=arn:aws:redshift:x=y'], { dataShareArn: 'arn:aws:redshift:x=y' }],
  ])('%j reads as %j', (words, target) => {
    expect(parseFields(words, example)).toEqual(target);
  });

  it.each([['movies'], ['=x'], ['a={not json'], ['__proto__.x=1']])('%s is refused', (word) => {
    expect(() => parseFields([word], example)).toThrow();
  });

  it.each(Object.values(associations).map(({ kind, target: { example } }) => [kind, example] as const))(
    'the words shown for %s give its example back',
    (_kind, target) => {
      expect(parseFields(fieldArguments(target as Record<string, unknown>), target as Record<string, unknown>)).toEqual(
        target,
      );
    },
  );
});

it.each([
  [{ user: 'alice' }, 'plan --user alice'],
  [
    { domain: "a b's", whereRole: ['own', 'arn:x'], whereRegion: ['eu-west-1', 'us-east-1'] },
    "plan --domain 'a b'\\''s' --where-role own --where-role arn:x --where-region eu-west-1 --where-region us-east-1",
  ],
  [{ kind: ['opensearch-packages'], everything: true }, 'plan --everything --kind opensearch-packages'],
])('the wish of %j is made anew by %s', (flags, words) => {
  expect(planArguments(specOf(flags))).toBe(words);
});

describe('times on the command line', () => {
  it.each([
    ['90s', 90],
    ['15m', 900],
    ['2h', 7_200],
    ['3d', 259_200],
  ])('%s is %i seconds', (text, expected) => expect(seconds('--timeout', text)).toBe(expected));

  it.each(['', '0s', '10', '1w', '-5m'])('%j is refused, with an example', (text) => {
    expect(() => seconds('--timeout', text)).toThrow(/--timeout must be a duration such as/);
  });

  it('takes a moment as it is, or from now on', () => {
    const now = new Date('2026-11-20T12:00:00Z');
    expect(moment('--deadline', '2h', now)).toBe('2026-11-20T14:00:00.000Z');
    expect(moment('--deadline', '2026-11-21T00:00:00Z', now)).toBe('2026-11-21T00:00:00.000Z');
    expect(() => moment('--deadline', 'tomorrow', now)).toThrow(/--deadline/);
  });

  it.each([
    [4_200, '4 s'],
    [370_000, '6 min 10 s'],
    [11_100_000, '3 h 5 min'],
    [187_200_000, '2 d 4 h'],
    [3_600_000, '1 h'],
  ])('%i ms reads %s', (milliseconds, text) => expect(formatDuration(milliseconds)).toBe(text));
});

describe('where a command talks to', () => {
  const flags = { stage: 'dev' };

  it('is the local runtime with --local, with credentials that mean nothing', () => {
    expect(connect({ ...flags, local: true }, {})).toMatchObject({
      local: true,
      endpoint: 'http://127.0.0.1:4680',
      region: 'us-east-1',
      stackName: 'offboard-dev',
      clientConfig: { credentials: { accessKeyId: 'local' } },
    });
  });

  it('is an endpoint that the SDKs would talk to as well', () => {
    expect(connect(flags, { AWS_ENDPOINT_URL: 'http://localhost:9/' })).toMatchObject({
      local: true,
      endpoint: 'http://localhost:9',
    });
  });

  it('is AWS with the caller’s own credentials otherwise', () => {
    const connection = connect({ ...flags, profile: 'prod' }, { AWS_REGION: 'eu-west-1' });
    expect(connection).toMatchObject({ local: false, region: 'eu-west-1' });
    expect(connection.clientConfig).toEqual({ region: 'eu-west-1', profile: 'prod' });
  });

  it.each([
    [{ ...flags, local: true }, '--local'],
    [{ stage: 'prod', endpoint: 'http://127.0.0.1:9' }, '--endpoint http://127.0.0.1:9 --stage prod'],
    [{ ...flags, local: true, region: 'eu-west-1' }, '--local --region eu-west-1'],
    [{ ...flags, region: 'eu-west-1', profile: 'audit' }, '--region eu-west-1 --profile audit'],
    [
      { ...flags, endpoint: 'https://proxy.example.com', region: 'eu-west-1' },
      '--endpoint https://proxy.example.com --region eu-west-1',
    ],
  ])('%j is told by %s', (given, words) => {
    expect(flagsOf(connect(given, {}), {})).toBe(words);
  });

  it('is told with its stage where the shell names another, and as the AWS CLI takes it', () => {
    const connection = connect({ ...flags, local: true }, {});
    expect(flagsOf(connection, { OFFBOARD_STAGE: 'prod' })).toBe('--local --stage dev');
    expect(awsFlagsOf(connection)).toBe('--endpoint-url http://127.0.0.1:4680 --region us-east-1');
    expect(awsFlagsOf(connect({ ...flags, region: 'eu-west-1', profile: 'audit' }, {}))).toBe(
      '--region eu-west-1 --profile audit',
    );
  });

  it.each([
    ['no Region', flags, /no AWS Region/],
    ['two places', { ...flags, local: true, endpoint: 'http://x' }, /exclude each other/],
    ['no address', { ...flags, endpoint: 'ftp://x' }, /not an http/],
    ['no stage', { stage: 'A B', region: 'us-east-1' }, /stage 'A B'/],
  ])('refuses %s', (_name, given, words) => {
    expect(() => connect(given, {})).toThrow(words);
  });
});

describe('what is printed', () => {
  afterEach(() => vi.unstubAllEnvs());

  it('lines columns up, cuts what is too long, leaves out what has no room, and lets no name move the cursor', () => {
    const rows = [{ name: 'a\u001b[31mred' }, { name: 'abcdefghijklmnop' }];
    const columns: Column<{ name: string }>[] = [
      { title: 'name', value: ({ name }) => name, limit: 12 },
      { title: 'n', value: () => '1' },
    ];
    const tableIn = (width: number, given: typeof rows, shown: typeof columns) => {
      vi.stubEnv('COLUMNS', String(width));
      return table(createOutput(), given, shown);
    };
    const lines = ['name          n', 'a [31mred     1', 'abcdefghijk…  1'];
    expect(tableIn(80, rows, columns)).toEqual(lines);
    expect(tableIn(16, rows, [...columns, { title: 'more', value: () => '2' }])).toEqual(lines);
    const second: Column<{ name: string }> = { title: 'second', value: () => 'zyxwvutsrqponm' };
    expect(tableIn(22, rows.slice(1), [...columns.slice(0, 1), second])).toEqual([
      'name          second',
      'abcdefghijk…  zyxwvut…',
    ]);
    expect(tableIn(5, rows.slice(1), columns)).toEqual(['name', 'abcd…']);
    expect(table(createOutput({ wide: true }), rows.slice(1), columns)).toEqual([
      'name              n',
      'abcdefghijklmnop  1',
    ]);
  });
});

it.each([[['show\u001b[31m']], [['list', '--no\u001b]0;such\u0007']], [['list', '--output', '\u001b[2J']]])(
  'what is wrong with %j is said without control characters',
  async (argv) => {
    let err = '';
    const write = vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
      err += text;
      return true;
    });
    expect(await main(argv)).toBe(EXIT.usage);
    write.mockRestore();
    expect(err).toMatch(/^error: /);
    expect(hasHidden(err.replaceAll('\n', ''))).toBe(false);
  },
);

it.each([
  [[], EXIT.done],
  [[EXIT.done, EXIT.done], EXIT.done],
  [[EXIT.notPermitted, EXIT.notPermitted], EXIT.notPermitted],
  [[EXIT.notPermitted, EXIT.done, EXIT.refused], EXIT.partlyDone],
  [[EXIT.notPermitted, EXIT.refused], EXIT.failed],
])('executions that end with %j together end with %i', (exitCodes, expected) => {
  expect(exitOfAll(exitCodes)).toBe(expected);
});
