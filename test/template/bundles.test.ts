import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { scratchFolder } from '@offboard/local-aws/test/scratch.ts';
import { describe, expect, it } from 'vitest';
import { kinds } from '../../associations/registry.ts';
import { bundle, type Module, type Recorded } from '../../packaging/bundle.ts';
import { pascal } from '../../packaging/template.ts';
import { zip } from '../../packaging/zip.ts';
import { packaged, ROOT } from './packaged.ts';

const { of, directory } = await packaged();
const functions = of('AWS::Lambda::Function').map(([, { Properties }]) => Properties);
const names = functions.map(({ FunctionName }) => FunctionName as string);

function recorded(name: string): Recorded {
  return JSON.parse(readFileSync(join(directory, 'bundles', `${name}.json`), 'utf8')) as Recorded;
}

describe('functions', () => {
  it('there is a start, a poll, a discover and a restore for each kind, and what all share', () => {
    const expected = [
      ...kinds.flatMap((kind) => [`start-${kind}`, `poll-${kind}`, `discover-${kind}`, `restore-${kind}`]),
      ...['complete', 'reject', 'find-unreported'],
      ...[
        'receive-offboarding',
        'receive-request',
        'plan',
        'roll-up',
        'publish',
        'collect',
        'validate-answer',
        'read-approvals',
        'attest',
        'write-notice',
        'reconcile',
      ],
    ];
    expect(names.sort()).toEqual(expected.map((name) => `offboard-dev-${name}`).sort());
  });

  it('every handler is a file of functions/', () => {
    for (const { Handler } of functions) {
      expect(existsSync(join(ROOT, `${(Handler as string).replace(/\.handler$/, '')}.ts`)), Handler).toBe(true);
    }
  });

  it('run on Node 24 and Graviton, log JSON, are traced, and know the stage by name', () => {
    for (const { FunctionName, ...properties } of functions) {
      expect(properties, FunctionName).toMatchObject({
        Runtime: 'nodejs24.x',
        Architectures: ['arm64'],
        LoggingConfig: { LogFormat: 'JSON' },
        TracingConfig: { Mode: 'Active' },
        Environment: { Variables: { POWERTOOLS_SERVICE_NAME: 'offboard-dev' } },
      });
    }
  });

  it('of a kind write to its log group, all others to the shared one', () => {
    const groups = new Map(of('AWS::Logs::LogGroup').map(([id, { Properties }]) => [Properties.LogGroupName, id]));
    expect([...groups.values()].sort()).toEqual(['Logs', ...kinds.map((kind) => `${pascal(kind)}Logs`)].sort());
    for (const { FunctionName, LoggingConfig } of functions) {
      const kind = kinds.find((known) => FunctionName.endsWith(`-${known}`));
      expect(groups.get(LoggingConfig.LogGroup), FunctionName).toBe(
        kind === undefined ? 'Logs' : `${pascal(kind)}Logs`,
      );
    }
  });
});

describe.each(names)('the bundle of %s', (name) => {
  const inputs = Object.keys(recorded(name).inputs);

  it('holds nothing that is not deployed', () => {
    expect(
      inputs.filter((path) =>
        /^(?!associations|events|functions|notices|offboardings|event-pattern|schedule-expression|node_modules)[\w-]+\//.test(
          path,
        ),
      ),
    ).toEqual([]);
  });

  it('holds no sample, and STS only where a role is assumed or an identity is proven', () => {
    const { inputs: sizes } = recorded(name);
    const samples = inputs.filter((path) => path.startsWith('events/samples/'));
    expect(samples.filter((path) => (sizes[path]?.bytesInOutput ?? 0) > 50)).toEqual([]);
    const assumes = /-(start|poll|discover|restore|attest)\b/.test(name);
    expect(inputs.some((path) => path.includes('/client-sts/'))).toBe(assumes);
  });

  // receive-offboarding stores searches, and asks for a cleanup's rule and for its execution; plan keeps its items' requests in the table; complete stores evidence and publishes;
  // collect reads executions and stores their results; reject reads dead letters and publishes.
  const most = name.endsWith('-receive-offboarding') ? 3 : /-(plan|complete|collect|reject)$/.test(name) ? 2 : 1;

  it(`holds ${most} services’ generated clients, besides STS and KMS`, () => {
    const clients = inputs.flatMap((path) => /node_modules\/@aws-sdk\/(client-[^/]+)\//.exec(path)?.[1] ?? []);
    expect(
      [...new Set(clients)].filter((client) => client !== 'client-sts' && client !== 'client-kms').length,
    ).toBeLessThanOrEqual(most);
  });

  it('stays within its budget', () => {
    // Plan, roll-up, complete and collect bring S3's client, KMS's, DynamoDB's or Step Functions', and the descriptions of all kinds, 4 KiB each;
    // plan the schedules of freeze windows, too; receive-offboarding brings S3's, EventBridge's and Step Functions'.
    const budget = /complete$|collect$|roll-up$|plan$|receive-offboarding$/.test(name)
      ? 450 + 4 * kinds.length + (/-(plan|receive-offboarding)$/.test(name) ? 50 : 0)
      : /redshift|answer$|approvals$/.test(name)
        ? 410
        : /opensearch|eks|route53|start-.*mpa/.test(name)
          ? 380
          : 350;
    expect(recorded(name).bytes / 1024).toBeLessThan(budget);
  });
});

describe('packaging', () => {
  it('twice gives the same bytes', async () => {
    const once = await zipOf('complete', 'functions/complete');
    const again = await zipOf('complete', 'functions/complete');
    expect(once.equals(again)).toBe(true);
  });

  it('one function alone gives what serverless package gave', async () => {
    const made = await zipOf('complete', 'functions/complete');
    expect(made.equals(readFileSync(join(directory, 'offboard-dev-complete.zip')))).toBe(true);
  });

  it('leaves one zip a function', () => {
    const zips = readdirSync(directory).filter((file) => file.endsWith('.zip'));
    expect(zips.sort()).toEqual(names.map((name) => `${name}.zip`).sort());
    for (const file of zips) expect(statSync(join(directory, file)).size, file).toBeGreaterThan(1000);
  });
});

async function zipOf(task: string, file: string): Promise<Buffer> {
  const into = scratchFolder('bundle');
  const [made] = await bundle([{ name: `offboard-dev-${task}`, file }], ROOT, into);
  return readFileSync(await zip(made as Module, join(into, `${task}.zip`)));
}
