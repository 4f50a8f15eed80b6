/** The command line as it is typed, against a runtime of the packaged stack. */

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { parse } from 'yaml';
import { kinds as registered } from '../../associations/registry.ts';
import { main } from '../../cli/main.ts';
import { VIRTUAL_START } from '../../simulators/virtual-start.ts';
import { err, folder, json, offboard, out, runtime } from './harness.ts';

/** How often somebody at a command line has put events; functions put theirs at any time. */
function sent(): number {
  return runtime.calls
    .list()
    .filter(({ operation, caller }) => operation === 'PutEvents' && caller.endsWith(':user/local')).length;
}

/** Timers that keep a process from ending. */
function timers(resources: readonly string[]): number {
  return resources.filter((name) => name === 'Timeout').length;
}

function fileOf(name: string, content: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

const API = ['domain=acme', 'repository=api', 'externalConnection=public:pypi'];

describe('a request', () => {
  it('is followed to its end with --wait, and found again by its id', async () => {
    expect(
      await offboard('request', 'codeartifact-external-connection', ...API, '--wait', '--json', '--reason', 'audit'),
    ).toBe(0);
    const ended = json<{ requestId: string; outcome: string; answer: { detailType: string } }>();
    expect(ended).toMatchObject({
      outcome: 'DISASSOCIATED',
      answer: { detailType: 'DisassociationCompleted' },
      label: 'acme/api/public:pypi',
    });
    expect(await offboard('show', ended.requestId, '--json')).toBe(0);
    expect(json()).toMatchObject({
      requestId: ended.requestId,
      status: 'SUCCEEDED',
      requestReason: 'audit',
      steps: expect.any(Array),
    });
  });

  it('that fails ends with 1 and says why', async () => {
    expect(
      await offboard('request', 'opensearch-packages', 'domainName=movies', 'packageIds=F222222222', '--wait'),
    ).toBe(1);
    expect(out).toMatch(/FAILED {2}opensearch-packages {2}movies\/F222222222[\s\S]*in use by one or more indexes/);
  });

  it('that is malformed is not sent, and every problem is named', async () => {
    expect(await offboard('request', 'opensearch-packages', 'domainName=No', 'packageIds=x', 'colour=red')).toBe(2);
    expect(err).toMatch(/nothing was sent[\s\S]*domainName[\s\S]*packageIds\.0[\s\S]*colour is not a known field/);
  });

  it('is printed and not sent with --dry-run, unsigned, and emit takes what was printed', async () => {
    const before = sent();
    expect(await offboard('request', 'codeartifact-external-connection', ...API, '--dry-run')).toBe(0);
    expect(err).toBe('nothing was sent\n');
    const event = json<{ detail: { metadata: { id: string; statement?: unknown } } }>();
    expect(event.detail.metadata).not.toHaveProperty('statement');
    expect(sent()).toBe(before);
    expect(await offboard('emit', fileOf('dry.json', event))).toBe(0);
    expect(out).toBe(`${event.detail.metadata.id}\n`);
    expect(sent()).toBe(before + 1);
  });

  it('that lacks a field is told which', async () => {
    expect(await offboard('request', 'opensearch-packages', 'domainName=movies')).toBe(2);
    expect(err).toContain('packageIds is required');
  });

  it.each([
    ['a parent that does not exist: 8', 'domain=acmee', 'externalConnection=public:npmjs', 8, /^NOT_FOUND/m],
    [
      'what no read ever showed: 9',
      'domain=acme',
      'externalConnection=public:pypi',
      9,
      /^ALREADY_GONE[\s\S]*mistyped/m,
    ],
  ])('ends for %s', async (_what, domain, connection, code, words) => {
    const fields = [domain, 'repository=web', connection];
    expect(await offboard('request', 'codeartifact-external-connection', ...fields, '--wait')).toBe(code);
    expect(out).toMatch(words);
  });

  it('of an unknown kind is refused with the kinds there are', async () => {
    expect(await offboard('request', 'typo')).toBe(2);
    expect(err).toMatch(/'typo'[\s\S]*opensearch-packages/);
    expect(await offboard('request', 'opensearch-package')).toBe(2);
    expect(err).toContain('did you mean opensearch-packages?');
  });

  it('goes on when --timeout has passed: 4', async () => {
    runtime.clock.set('real');
    const code = await offboard(
      'request',
      'opensearch-packages',
      'domainName=movies',
      'packageIds=F123456789',
      '--wait',
      '--timeout',
      '1s',
    );
    runtime.clock.set('jump');
    expect(code).toBe(4);
    const [, id = ''] = /follow it with: offboard watch (\w+) --endpoint http/.exec(err) ?? [];
    expect(await offboard('show', id)).toBe(0);
  });
});

describe('events from a file', () => {
  it.each([
    ['no file', () => join(folder, 'nowhere.json'), /cannot be read/],
    ['no JSON', () => fileOf('text.json', 'hello'), /text\.json:1 is not JSON/],
    ['no event', () => fileOf('list.json', [1]), /is not an event/],
    [
      'a misspelt detail-type',
      () => fileOf('typo.json', { 'detail-type': 'DisasociationRequested', detail: {} }),
      /detail-type must be one of DisassociationRequested/,
    ],
    [
      'a request with mistakes',
      () => fileOf('bad.json', { 'detail-type': 'DisassociationRequested', detail: { metadata: {}, data: {} } }),
      /nothing was sent[\s\S]*metadata\.id/,
    ],
  ])('%s is refused before anything is sent', async (_name, file, words) => {
    const before = sent();
    expect(await offboard('emit', file())).toBe(2);
    expect(err).toMatch(words);
    expect(sent()).toBe(before);
  });

  it('each kind’s own example can be sent as it is printed', async () => {
    expect(await main(['kinds', '--json'])).toBe(0);
    const { kinds } = json<{ kinds: { kind: string; event: unknown }[] }>();
    expect(kinds).toHaveLength(registered.length);
    // Printed with the time of this machine; the stack's virtual time is behind it.
    const timestamp = `"timestamp":"${new Date(VIRTUAL_START).toISOString()}"`;
    const lines = kinds.map(({ event }) => JSON.stringify(event).replace(/"timestamp":"[^"]+"/, timestamp));
    const file = fileOf('kinds.jsonl', lines.join('\n'));
    // Some were removed by the tests before: no read of these requests ever shows them.
    expect([0, 9]).toContain(await offboard('emit', file, '--wait'));
    expect(out.match(/^(DISASSOCIATED|ALREADY_GONE)/gm)).toHaveLength(registered.length);
  });
});

describe('looking around', () => {
  it('lists what there is, in JSON and as a table', async () => {
    expect(await offboard('list', '--json', '--limit', '3')).toBe(0);
    expect(json<{ executions: unknown[] }>().executions).toHaveLength(3);
    expect(await offboard('list', '--status', 'failed')).toBe(0);
    expect(out).toMatch(/^id +status +started +target +kind +service status/);
    expect(out, 'the zone is said').toMatch(/\d{4}-\d\d-\d\dT[\d:.]+Z/);
  });

  it('filters by time, subject and requester, and says a flag that means nothing', async () => {
    const found = async (...words: string[]) => {
      expect(await offboard('list', '--limit', '500', '--json', ...words)).toBe(0);
      return json<{ executions: { target?: { domainName?: string }; requestedBy?: string }[] }>().executions;
    };
    const all = await found();
    const aboutMovies = all.filter(({ target }) => target?.domainName === 'movies');
    expect(aboutMovies.length).toBeGreaterThan(0);
    expect(await found('--subject', 'movies')).toEqual(aboutMovies);
    const [{ requestedBy = '' } = {}] = all;
    expect(await found('--requested-by', requestedBy)).toEqual(all.filter((view) => view.requestedBy === requestedBy));
    expect(await found('--subject', 'movies', '--requested-by', 'nobody')).toEqual([]);
    expect(await found('--since', '3650d')).toEqual(all);
    await runtime.clock.advance(60_000);
    expect(await found('--since', '30s')).toEqual([]);
    expect(await offboard('list', '--since', 'yesterday')).toBe(2);
    expect(err).toContain('--since must be a duration');
  });

  it('prints the part that a query selects, and refuses a query before anything is sent', async () => {
    expect(await offboard('list', '--limit', '2', '--query', 'executions[].machine | [0]')).toBe(0);
    expect(json()).toMatch(/^offboard-dev-/);
    expect(await offboard('list', '--query', 'length(executions)', '-o', 'yaml', '--limit', '2')).toBe(0);
    expect(out).toBe('---\n2\n');
    const before = sent();
    expect(await offboard('request', 'codeartifact-external-connection', ...API, '--query', 'a[')).toBe(2);
    expect(err).toContain('--query: Invalid jmespath expression');
    expect(await offboard('list', '--query', 'sort(@)')).toBe(2);
    expect(json()).toMatchObject({ error: { message: expect.stringContaining('sort()') }, exitCode: 2 });
    expect(sent()).toBe(before);
  });

  it('fits its tables into 80 columns, with ids that are short and found', async () => {
    vi.stubEnv('COLUMNS', '80');
    expect(await offboard('list', '--limit', '5')).toBe(0);
    vi.unstubAllEnvs();
    const [heading = '', row = '', ...more] = out.trimEnd().split('\n');
    expect(heading).toMatch(/^id +status +started +target +kind *$/);
    expect([heading, row, ...more].filter((line) => line.length > 80)).toEqual([]);
    expect(row).toMatch(/ ago |now /);
    const [short = ''] = row.split(' ');
    expect(await offboard('show', short, '--json')).toBe(0);
    expect(json<{ requestId?: string; name: string }>()).toMatchObject({
      requestId: expect.stringMatching(`^${short}`),
    });
    expect(await offboard('list', '--limit', '5', '--wide')).toBe(0);
    expect(out).toMatch(/^id .* requester/);
  });

  it('prints YAML, and nothing but results with --quiet', async () => {
    expect(await offboard('list', '-o', 'yaml', '-q', '--limit', '1')).toBe(0);
    expect(parse(out)).toMatchObject({ executions: [{ machine: expect.stringContaining('offboard-dev-') }] });
    expect(err).toBe('');
    expect(await offboard('show', 'nowhere', '-q', '--output', 'yaml')).toBe(1);
    expect(parse(out)).toMatchObject({ exitCode: 1 });
    expect(err).toContain('no execution of offboard-dev');
  });

  it('finds everything in order', async () => {
    expect(await offboard('doctor', '--json')).toBe(0);
    expect(json()).toMatchObject({ ok: true });
  });

  it('says what is missing and what to do where nothing is', async () => {
    expect(await main(['doctor', '--json', '--endpoint', 'http://127.0.0.1:9'])).toBe(1);
    expect(out).toMatch(/offboard dev --port 9\b/);
    expect(await offboard('doctor', '--stage', 'nowhere')).toBe(1);
    expect(out).toMatch(/there is no stack offboard-nowhere in us-east-1/);
  });

  it('says what was searched where an id is unknown', async () => {
    expect(await offboard('show', '01ARZ3NDEKTSV4RRFFQ69G5FAV')).toBe(1);
    expect(err).toMatch(/no execution of offboard-dev has the id[\s\S]*searched: the newest/);
  });
});

describe('the simulated cloud', () => {
  it('show it, and make it go wrong', async () => {
    expect(await offboard('sim', 'associations', '--json', '--kind', 'opensearch-packages')).toBe(0);
    expect(json<{ associations: { key: string }[] }>().associations.map(({ key }) => key)).toContain(
      'movies/F333333333',
    );
    expect(await offboard('sim', 'associations', '--kind', 'redshift-datashare-consumer')).toBe(0);
    expect(new Set(out.split('\n')).size, 'no two associations look the same').toBe(out.split('\n').length);
    expect(await offboard('sim', 'faults', 'set', 'throttle', 'rate=0.5', 'service=opensearch', '--json')).toBe(0);
    expect(json()).toMatchObject({ kind: 'throttle', rate: 0.5, service: 'opensearch' });
    expect(await offboard('sim', 'faults', 'clear', '--json')).toBe(0);
    expect(json()).toEqual({ cleared: 1 });
  });

  it.each([
    [['sim', 'nothing'], /sim has no 'nothing'/],
    [['sim', 'faults', 'set', 'explosion'], /not one of throttle/],
    [['sim', 'clock', 'backwards'], /real, jump or xN/],
    [['sim', 'clock', 'advance', 'soon'], /must be a duration/],
    [['sim', 'vote', 'arn', 'ana', 'perhaps'], /APPROVE, REJECT or CANCEL/],
  ])('refuse %j', async (words, reason) => {
    expect(await offboard(...words)).toBe(2);
    expect(err).toMatch(reason);
  });

  it('are not for AWS', async () => {
    expect(await main(['sim', 'associations', '--region', 'eu-west-1'])).toBe(2);
    expect(err).toMatch(/local AWS only/);
  });
});

it('ends quietly where the reader of a pipe leaves after the last word', async () => {
  expect(await main(['kinds'])).toBe(0);
  vi.spyOn(process, 'exit').mockImplementation((code) => {
    throw new Error(`left with ${code}`);
  });
  const closed = Object.assign(new Error('write EPIPE'), { code: 'EPIPE' });
  expect(() => process.stdout.emit('error', closed)).toThrow('left with 0');
});

describe('mistakes on the command line', () => {
  it.each([
    [['bogus'], /unknown command/],
    [['list', '--nope'], /unknown option/],
    [['request'], /missing required argument/],
    [['list', '--status', 'nope'], /--status must be one of/],
    [['kinds'], /unknown option '--endpoint'/],
    [['list', '-o', 'xml'], /Allowed choices are table, json, yaml/],
  ])('%j ends with 2', async (words, reason) => {
    expect(await main(words.concat('--endpoint', runtime.endpoint))).toBe(2);
    expect(err).toMatch(reason);
  });

  it.each([
    ['--data', () => '/proc/nosuch/deeper', /\/proc\/nosuch cannot be created/],
    ['--data', () => import.meta.filename, /is not a directory/],
    ['--faults', () => '/nowhere.json', /\/nowhere\.json cannot be read/],
    ['--faults', () => fileOf('fault.json', {}), /must be a list/],
    ['--faults', () => fileOf('faults.json', [{ kind: 'nope' }]), /faults\.json: fault kind 'nope' is not one of/],
  ])('in what dev begins with, %s, end with 2 before anything is started', async (flag, value, reason) => {
    expect(await main(['dev', '--port', '0', flag, value()])).toBe(2);
    expect(err).toMatch(reason);
  });

  it('in the stage of dev are no stack that is packaged', async () => {
    expect(await main(['dev', '--port', '0', '--stage', 'other'])).toBe(2);
    expect(err).toMatch(/the packaged stack is offboard-dev[\s\S]*--stage other/);
  });

  it('leads to the help of the command they were made at, and is one document with --json', async () => {
    expect(await main(['list', '--nope', '--json'])).toBe(2);
    expect(err).toContain('offboard list --help');
    expect(json()).toMatchObject({ error: { message: "unknown option '--nope'" }, exitCode: 2 });
  });

  it.each([
    [['--wait', '--timeout', 'soon'], /--timeout must be a duration/],
    [['--timeout', '2h'], /--timeout requires --wait/],
  ])('in %j are told before anything is sent', async (words, reason) => {
    const before = sent();
    expect(await offboard('request', 'codeartifact-external-connection', ...API, ...words)).toBe(2);
    expect(err).toMatch(reason);
    expect(await offboard('plan', '--user', 'alice', '--timeout', 'soon')).toBe(2);
    expect(sent()).toBe(before);
  });

  it('leave nothing behind where the runtime cannot start', async () => {
    const port = new URL(runtime.endpoint).port;
    const before = process.getActiveResourcesInfo();
    expect(await main(['dev', '--clock', 'jump', '--port', port])).toBe(1);
    expect(err).toContain(`port ${port} is in use`);
    expect(timers(process.getActiveResourcesInfo())).toBe(timers(before));
  });
});
