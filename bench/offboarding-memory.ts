/** What the functions that see a whole offboarding need for 100,000 items, and what it takes to verify its evidence. */

import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { batchesOf } from '../offboardings/apply.ts';
import type { DiscoveredPage } from '../offboardings/common/found.ts';
import type { Plan } from '../offboardings/common/plan.ts';
import { evidenceKey, planKey, resultKey, workKey } from '../offboardings/keys.ts';
import { connection, NOW, page, request } from '../test/offboardings/found.ts';
import { KEY_ID, PEM } from '../test/offboardings/signer.ts';
import type { Measurement } from './measure.ts';
import { type CannedBucket, cannedBucket } from './offboardings/bucket.ts';

const ITEMS = 100_000;
const PER_PAGE = 200;
const BUCKET = 'bench';
const RUN = 'run1';
const STACK = { account: '111122223333', region: 'us-east-1' };
/** As `serverless.yml` gives the functions. */
const MEMORY_MB = 1024;
const TIMEOUT_S = 300;

interface Needed {
  seconds: number;
  megabytes: number;
}

export const offboardingMemory: Measurement = {
  method: `plan, roll-up and evidence verify of ${ITEMS} items, each once in a process of its own: peak VmRSS, and seconds with S3 and KMS answering from another process`,
  async run({ note }) {
    const directory = mkdtempSync(join(tmpdir(), 'offboard-offboarding-'));
    await using bucket = await cannedBucket(BUCKET);
    const offboarding = request({ subject: { type: 'repository', id: 'web' } });
    const { id } = offboarding.metadata;
    const envelope = envelopeOf(offboarding);
    try {
      storePages(bucket, id);
      const input = { request: envelope, run: RUN, pass: 'plan', expected: null, startedAt: NOW.toISOString() };
      const planning = await invoke('plan', bucket, input);
      note('offboarding-memory: planned');
      storeResults(bucket, id);
      const rolling = await invoke('roll-up', bucket, {
        ...{ request: envelope, run: RUN, execution: 'arn', approved: null, inaccessible: [], notAllowedCount: 0 },
        ...{ requester: { name: 'dana', proof: 'claimed' }, rejected: null, at: NOW.toISOString(), evidenceOnly: true },
      });
      const evidence = bucket.objects.get(evidenceKey(id, RUN)) ?? new Uint8Array();
      writeFileSync(join(directory, 'evidence.json'), evidence);
      writeFileSync(join(directory, 'key.pem'), PEM);
      const verifying = await run('verify.ts', [join(directory, 'evidence.json'), join(directory, 'key.pem')], {});
      const within = `${MEMORY_MB} MB, ${TIMEOUT_S} s`;
      return {
        rows: [
          row('plan', planning, bucket.objects.get(planKey(id, RUN)), within),
          row('roll-up', rolling, evidence, within),
          row('evidence verify', verifying, evidence, '60 s'),
        ],
      };
    } finally {
      rmSync(directory, { recursive: true });
    }
  },
};

function row(name: string, { seconds, megabytes }: Needed, object: Uint8Array | undefined, goal: string) {
  const figures = { 'peak MB': Math.round(megabytes), seconds: Math.round(seconds) };
  return { of: name, ...figures, 'object MB': Math.round((object?.length ?? 0) / 2 ** 20), goal };
}

function envelopeOf(detail: object) {
  const type = { 'detail-type': 'OffboardingRequested', source: 'offboard.requests' };
  return { id: 'event', ...type, time: NOW.toISOString(), ...STACK, resources: [], detail };
}

function storePages({ objects }: CannedBucket, id: string): void {
  for (let from = 0; from < ITEMS; from += PER_PAGE) {
    const found = Array.from({ length: PER_PAGE }, (_, index) => associationOf(from + index));
    const one: DiscoveredPage = page(found, { scanned: found.map(({ label }) => label.slice(0, 12)) });
    objects.set(workKey(id, RUN, `plan/000-${String(from).padStart(6, '0')}.json`), bytesOf(one));
  }
}

function associationOf(number: number) {
  const name = `repository-${String(number).padStart(6, '0')}`;
  return connection(name, { snapshot: { name, description: 'the packages of a team', upstreams: ['a', 'b'] } });
}

/** Removed, with three calls and two snapshots each. */
function storeResults({ objects }: CannedBucket, id: string): void {
  const plan = JSON.parse(Buffer.from(objects.get(planKey(id, RUN)) ?? []).toString()) as Plan;
  const call = { service: 'codeartifact', operation: 'DescribeRepository', at: NOW.toISOString(), result: 'OK' };
  const calls = [1, 2, 3].map((number) => ({
    ...call,
    requestId: `c6af9ac6-7b61-11e6-9a41-93e8deadbee${number}`,
    mutating: number === 2,
  }));
  for (const { number, name } of batchesOf(plan, { now: NOW, run: RUN, ...STACK })
    .flat(2)
    .flatMap(({ itemExecutions }) => itemExecutions)) {
    const { snapshot } = plan.items[number - 1] ?? {};
    const result = {
      ...{ number, outcome: 'DISASSOCIATED', execution: `arn:aws:states:us-east-1:111122223333:execution:one:${name}` },
      ...{ eventId: `answer-${number}`, serviceStatus: 'ABSENT', before: snapshot, after: snapshot, polls: 0 },
      ...{ calls, callCount: 3, startedAt: NOW.toISOString(), endedAt: NOW.toISOString() },
    };
    objects.set(resultKey(id, RUN, number, name), bytesOf(result));
  }
}

function bytesOf(value: unknown): Uint8Array {
  return Buffer.from(JSON.stringify(value));
}

function invoke(name: string, { endpoint }: CannedBucket, event: object): Promise<Needed> {
  const module = fileURLToPath(new URL(`../functions/${name}.ts`, import.meta.url));
  const env = {
    ...{
      AWS_ENDPOINT_URL: endpoint,
      AWS_REGION: STACK.region,
      AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
      AWS_SECRET_ACCESS_KEY: 'secret',
    },
    ...{ BUCKET_NAME: BUCKET, EVIDENCE_RETENTION_DAYS: '365', SIGNING_KEY_ID: KEY_ID, VERIFY_AFTER_SECONDS: '3600' },
  };
  return run('invoke.ts', [module], env, JSON.stringify(event));
}

/** In Lambda's memory: a process that needs more of it fails. */
async function run(script: string, args: readonly string[], env: NodeJS.ProcessEnv, input = ''): Promise<Needed> {
  const path = fileURLToPath(new URL(`offboardings/${script}`, import.meta.url));
  const running = promisify(execFile)(process.execPath, [path, ...args], { env, maxBuffer: 2 ** 26 });
  running.child.stdin?.end(input);
  const { stderr } = await running;
  return JSON.parse(stderr) as Needed;
}
