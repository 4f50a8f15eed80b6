/** offboard.config.yml, and what comes before it; and the script that a shell completes by. */

import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { scratchFolder } from '@offboard/local-aws/test/scratch.ts';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { kinds } from '../../associations/registry.ts';
import { commands } from '../../cli/commands/index.ts';
import { readConfiguration, withConfiguration } from '../../cli/common/configuration.ts';
import { main } from '../../cli/main.ts';
import { connect, flagsOf } from '../../client/connection.ts';
import { expectPublished } from '../package/published-schemas.ts';

let printed: { out: string; err: string };
let folder: string;

beforeEach(() => {
  folder = scratchFolder('configuration');
  printed = { out: '', err: '' };
  for (const [stream, name] of [
    [process.stdout, 'out'],
    [process.stderr, 'err'],
  ] as const) {
    vi.spyOn(stream, 'write').mockImplementation((text) => {
      printed[name] += text;
      return true;
    });
  }
});

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

function configure(content: string): string {
  const file = join(folder, 'offboard.config.yml');
  writeFileSync(file, content);
  vi.stubEnv('OFFBOARD_CONFIG', file);
  return file;
}

const FILE = { stage: 'prod', region: 'eu-west-1', profile: 'audit', endpoint: 'http://127.0.0.1:9' };

describe('a configuration file', () => {
  it.each([
    ['what no flag says', {}, {}, FILE],
    ['flags first', { stage: 'test', profile: 'me' }, {}, { ...FILE, stage: 'test', profile: 'me' }],
    ['the environment before it', {}, { AWS_REGION: 'us-west-2', OFFBOARD_STAGE: 'x' }, { profile: 'audit' }],
    ['keys in the environment are an identity', {}, { AWS_ACCESS_KEY_ID: 'AKIA' }, { stage: 'prod' }],
    ['--local is another endpoint', { local: true }, {}, { local: true, stage: 'prod' }],
    ['--here has none', { here: true }, {}, { here: true, stage: 'prod' }],
  ])('says %s', (_what, flags, env, expected) => {
    const options = withConfiguration(flags, FILE, env);
    expect(options).toMatchObject(expected);
    if ('AWS_REGION' in env) expect(options).not.toHaveProperty('region');
    if ('AWS_ACCESS_KEY_ID' in env) expect(options).not.toHaveProperty('profile');
    if ('local' in flags || 'here' in flags) expect(options).not.toHaveProperty('endpoint');
  });

  it('spares hints the flags that it says, and no others', () => {
    expect(flagsOf(connect(withConfiguration({}, FILE, {}), {}), {})).toBe('');
    const other = { stage: 'dev', region: 'us-east-1' };
    expect(flagsOf(connect(withConfiguration(other, FILE, {}), {}), {})).toBe('--stage dev');
    expect(flagsOf(connect(withConfiguration({ profile: 'me' }, FILE, {}), {}), {})).toBe('--profile me');
  });

  it.each([
    ['stag: prod', ['stag is not a known field', 'did you mean stage?']],
    ['region: 7', ['region must be string, not 7']],
    ['output: xml', ['output must be "table" or "json" or "yaml", not "xml"']],
    ['endpoint: https://collector.example.com', ['endpoint must be an address of this machine or of amazonaws.com']],
    ['endpoint: https://amazonaws.com.example.com', ['endpoint must be']],
    ['- a', ['is not a known field']],
    ['a: [', ['is not YAML']],
  ])('with %s is refused by its name', async (content, words) => {
    const file = configure(content);
    expect(await main(['list'])).toBe(2);
    expect(printed.err).toContain(file);
    for (const each of words) expect(printed.err).toContain(each);
  });

  it('is where a command connects to, and how it prints', async () => {
    configure('endpoint: http://127.0.0.1:9\nstage: prod\noutput: json\n');
    expect(await main(['list'])).toBe(1);
    expect(JSON.parse(printed.out)).toMatchObject({
      error: {
        message: expect.stringContaining('nothing answers at http://127.0.0.1:9'),
        hints: expect.arrayContaining([expect.stringMatching(/offboard dev --port 9$/)]),
      },
    });
  });

  it('that OFFBOARD_CONFIG names must exist', async () => {
    vi.stubEnv('OFFBOARD_CONFIG', join(folder, 'none.yml'));
    expect(await main(['list'])).toBe(2);
    expect(printed.err).toContain('none.yml cannot be read');
  });
});

describe('init', () => {
  const before = process.cwd();

  beforeEach(() => process.chdir(folder));
  afterEach(() => process.chdir(before));

  it('writes what was given and comments the rest, once', async () => {
    expect(await main(['init', '--stage', 'prod', '--local', '--json'])).toBe(0);
    expect(printed.out).toBe('{"file":"offboard.config.yml"}\n');
    const configuration = await readConfiguration({});
    expect(configuration).toEqual({ stage: 'prod', endpoint: 'http://127.0.0.1:4680' });
    expectPublished('configuration', configuration);
    const text = readFileSync('offboard.config.yml', 'utf8');
    expect(text).toMatch(/^# profile: audit$/m);
    expect(await main(['init'])).toBe(2);
    expect(readFileSync('offboard.config.yml', 'utf8')).toBe(text);
  });
});

describe('completion', () => {
  const complete = async (...words: string[]) => {
    const script = `${printed.out}
COMP_WORDS=(offboard ${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length}; _offboard
printf '%s\\n' "\${COMPREPLY[@]}"`;
    const { stdout } = await promisify(execFile)('bash', ['-c', script]);
    return stdout.trim().split('\n');
  };

  it('completes commands, flags, kinds and the values of flags in bash', async () => {
    expect(await main(['completion', 'bash'])).toBe(0);
    expect(await complete('')).toEqual(expect.arrayContaining(Object.keys(commands)));
    expect(await complete('req')).toEqual(['request']);
    expect(await complete('request', '')).toEqual(expect.arrayContaining([...kinds, '--reason']));
    expect(await complete('plan', '--kind', 'opens')).toEqual(['opensearch-packages']);
    expect(await complete('list', '-o', '')).toEqual(['table', 'json', 'yaml']);
    expect(await complete('list', '--si')).toEqual(['--since']);
  });

  it('names the shells there are', async () => {
    expect(await main(['completion', 'fish'])).toBe(2);
    expect(printed.err).toContain('Allowed choices are bash, zsh');
  });
});
