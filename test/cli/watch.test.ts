/** The terminal's watching: what it prints for machines, what it survives, and how it is left. */

import { writeFileSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { Command as Commander } from 'commander';
import { expect, it, vi } from 'vitest';
import { watch } from '../../cli/commands/watch.ts';
import { createContext } from '../../cli/common/context.ts';
import { createOutput } from '../../cli/common/output.ts';
import { main } from '../../cli/main.ts';
import { expectPublished } from '../package/published-schemas.ts';
import { err, folder, offboard, out, runtime } from './harness.ts';

const WEB = ['codeartifact-external-connection', 'domain=acme', 'repository=web', 'externalConnection=public:npmjs'];
const TEAM = ['payment-cryptography-mpa-team', 'action=IMPORT_ROOT_PUBLIC_KEY_CERTIFICATE'];

function lines(): Record<string, unknown>[] {
  return out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

async function until(holds: () => boolean): Promise<void> {
  await expect.poll(holds, { message: `it printed only: ${out}${err}`, interval: 20 }).toBe(true);
}

/** The execution that waits for people, as soon as the list shows one. */
async function executionThatWaits(): Promise<Record<string, unknown> & { name: string }> {
  let waiting: Record<string, unknown> | undefined;
  await expect
    .poll(
      async () => {
        await offboard('list', '--json');
        const { executions } = JSON.parse(out) as { executions: Record<string, unknown>[] };
        waiting = executions.find(({ pendingApproval }) => pendingApproval !== undefined);
        return waiting;
      },
      { message: 'no execution waits for people', interval: 20 },
    )
    .toBeDefined();
  return waiting as Record<string, unknown> & { name: string };
}

/** What stands between the watching and the runtime, and can be shut. */
class Between {
  readonly #sockets = new Set<Socket>();
  #server: Server | undefined;
  port = 0;

  get endpoint(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  async open(): Promise<void> {
    this.#server = createServer((socket) => {
      const onward = connect(Number(new URL(runtime.endpoint).port), '127.0.0.1');
      for (const end of [socket, onward]) this.#sockets.add(end.on('error', () => undefined));
      socket.pipe(onward).pipe(socket);
    });
    await new Promise<void>((resolve) => this.#server?.listen(this.port, '127.0.0.1', resolve));
    this.port = (this.#server.address() as { port: number }).port;
  }

  async shut(): Promise<void> {
    const closed = new Promise((resolve) => this.#server?.close(resolve));
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }
}

it('prints lines of its published schema: executions, steps, and one that waits for people', async () => {
  expect(await offboard('request', ...WEB, '--wait', '--json')).toBe(0);
  const { requestId } = JSON.parse(out) as { requestId: string };
  runtime.clock.set('real');
  expect(await offboard('request', ...TEAM, '--wait', '--timeout', '1s', '--json')).toBe(4);
  const voting = await executionThatWaits();
  expect(await offboard('watch', requestId, '--json')).toBe(0);
  const steps = lines();
  expect(steps.length).toBeGreaterThan(2);
  expect(await offboard('stop', voting.name, '--json')).toBe(0);
  expect(await offboard('watch', '--until', 'terminal', '--json')).toBe(0);
  const told = [voting, ...steps, ...lines()];
  for (const line of told) expectPublished('watch', line);
  expect(voting).toHaveProperty('pendingApproval.approvers', 'the approvers of team payments');
  expect(() => expectPublished('watch', { ...steps[0], more: 1 }), 'the schema takes anything').toThrow();
});

it('shows the items of an offboarding as they end, above a bar, after it says what it waits for', async () => {
  expect(await offboard('plan', '--repository', 'jobs', '--json')).toBe(0);
  const { plan } = JSON.parse(out) as { plan: { id: string; items: unknown[] } };
  runtime.clock.set('real');
  expect(await offboard('apply', plan.id, '--yes', '--no-wait', '--approval', 'required', '--json')).toBe(0);
  const { offboarding } = JSON.parse(out) as { offboarding: string };
  const watching = offboard('watch', offboarding);
  await until(() => err.includes('Waiting for approval'));
  const dana = { AWS_ACCESS_KEY_ID: 'dana', AWS_SECRET_ACCESS_KEY: 'secret' };
  for (const [name, value] of Object.entries(dana)) vi.stubEnv(name, value);
  const answer = ['approve', offboarding, '--reason', 'checked', '--endpoint', runtime.endpoint];
  expect(await main(answer)).toBe(0);
  runtime.clock.set('jump');
  expect(await watching).toBe(0);
  expect(err).toMatch(/approve it with: offboard approve \S+ --reason/);
  expect(err).toMatch(/\[#{24}\] (\d+) of \1 removed/);
  expect(out).toMatch(/Z {2}DISASSOCIATED +codeartifact-external-connection public:\S+ of acme\/jobs$/m);
});

it('exits with the outcome of what it watched, as request --wait and apply do', async () => {
  const fails = ['opensearch-packages', 'domainName=movies', 'packageIds=F222222222'];
  const exitOfTable = (...filter: string[]) => offboard('watch', ...filter, '--until', 'terminal', '--exit-status');
  expect(await offboard('request', ...WEB, '--wait', '--json')).toBe(9);
  const { requestId } = JSON.parse(out) as { requestId: string };
  expect(await offboard('watch', requestId)).toBe(9);
  expect(await exitOfTable('--kind', WEB[0] as string, '--limit', '1')).toBe(9);
  expect(await offboard('request', ...fails, '--wait')).toBe(1);
  expect(await exitOfTable('--kind', 'opensearch-packages')).toBe(1);
  expect(await offboard('plan', '--repository', 'api', '--json')).toBe(0);
  const { plan } = JSON.parse(out) as { plan: { id: string } };
  const expires = ['--approval', 'required', '--approval-deadline', '5m'];
  expect(await offboard('apply', plan.id, '--yes', ...expires, '--json')).toBe(7);
  const { offboarding } = JSON.parse(out) as { offboarding: string };
  expect(await offboard('watch', offboarding)).toBe(7);
  expect(await exitOfTable('--kind', 'offboard', '--limit', '1')).toBe(7);
  expect(await exitOfTable('--kind', 'offboard'), 'one was done before').toBe(6);
  expect(await offboard('watch', '--until', 'terminal')).toBe(0);
  expect(await offboard('watch', '--exit-status')).toBe(2);
  expect(err).toContain('--exit-status requires an id or --until terminal');
});

it('watches the first of two equal requests to its end, and exits with its outcome', async () => {
  const fails = ['opensearch-packages', 'domainName=movies', 'packageIds=F222222222', '--dry-run', '--json'];
  expect(await offboard('request', ...fails)).toBe(0);
  const event = join(folder, 'twice.json');
  writeFileSync(event, out);
  for (const exitCode of [1, 1]) expect(await offboard('emit', event, '--wait')).toBe(exitCode);
  await offboard('list', '--kind', 'opensearch-packages', '--limit', '1', '--json');
  const [{ arn, outcome }] = (JSON.parse(out) as { executions: [{ arn: string; outcome: string }] }).executions;
  expect(outcome).toBe('JOINED');
  expect(await offboard('watch', arn)).toBe(1);
  expect(out).toMatch(/JOINED[\s\S]+FAILED/);
});

it('says once that credentials have expired, and goes on', async () => {
  runtime.clock.set('jump');
  // The one fault is for the watching: what answers the stopped execution lists no executions.
  await runtime.settled();
  expect(
    await offboard('sim', 'faults', 'set', 'expired-credentials', 'service=sfn', 'operation=ListExecutions', 'times=1'),
  ).toBe(0);
  expect(await offboard('watch', '--until', 'terminal', '--json')).toBe(0);
  expect(err).toMatch(
    /^your AWS credentials have expired: .+sign in again.+; trying again every 0\.5 s\nconnected again\n$/s,
  );
  for (const line of lines()) expectPublished('watch', line);
});

it('survives a door that closes and opens again; Ctrl-C says how to come back', async () => {
  const between = new Between();
  await between.open();
  const interrupt = new AbortController();
  const context = createContext(
    { endpoint: between.endpoint, stage: 'dev' },
    createOutput({ serialize: JSON.stringify }),
    interrupt.signal,
  );
  await offboard('sim', 'clock');
  const watching = watch.run(context, [], { limit: '1' }, new Commander());
  await until(() => out.includes('"arn"'));
  await between.shut();
  await until(() => err.includes(`nothing answers at ${between.endpoint}`));
  await between.open();
  await until(() => err.includes('connected again'));
  interrupt.abort();
  expect(await watching).toBe(130);
  expect(err).toContain(`the executions go on; watch again with: offboard watch --endpoint ${between.endpoint}`);
  await between.shut();
});
