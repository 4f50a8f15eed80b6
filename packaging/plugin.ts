/** The Serverless plugin: one kind's description times the registry, and one esbuild bundle a function. */

import { readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { SFNClientConfig } from '@aws-sdk/client-sfn';
import { associations, kinds } from '../associations/registry.ts';
import { type BundleOptions, bundle } from './bundle.ts';
import { readDescription } from './description.ts';
import type { Parameters } from './permissions.ts';
import { expandService, kindParameters, type Service } from './service.ts';
import { spokeRole } from './spoke-role.ts';
import { STACK_FILE } from './stack-template.ts';
import { checkParameters } from './stage.ts';
import type { ServerlessFunction } from './template.ts';
import { zip } from './zip.ts';

/** The part of the framework's own objects that is used here. */
interface Serverless {
  serviceDir: string;
  /** serverless.yml, with its sections of stage parameters: `default`, and one a stage. */
  configurationInput: { params: { default: object; [stage: string]: object } };
  service: Service & { setFunctionNames(options: object): void };
  getProvider(name: 'aws'): {
    getAccountId(): Promise<string>;
    getAwsSdkV3Config(): Promise<SFNClientConfig>;
  };
}

/** What the framework gives a plugin to speak with. */
interface Utilities {
  log: { notice(text: string): void };
}

/** Of the command line. */
interface Options {
  package?: string;
  /** `name=value` each. */
  param?: string[];
}

/** What the framework passes to a source of variables. */
interface Variables {
  resolveVariable(variable: string): Promise<unknown>;
}

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

export default class Packaging {
  readonly hooks: Record<string, () => Promise<void>>;
  /** `${kinds:parameters}` in serverless.yml. */
  readonly configurationVariablesSources = {
    kinds: {
      resolve: async ({ resolveVariable }: Variables) => ({ value: await parameterValues(resolveVariable) }),
    },
  };
  private readonly serverless: Serverless;

  private readonly log: Utilities['log'];

  constructor(serverless: Serverless, options: Options, { log }: Utilities) {
    this.serverless = serverless;
    this.log = log;
    this.hooks = {
      // The first moment at which all variables are resolved.
      initialize: async () => {
        checkParameters(namesGiven(serverless, options), namesKnown(serverless));
        expandIn(serverless, options);
      },
      'before:package:createDeploymentArtifacts': () => this.createArtifacts(),
      'after:package:createDeploymentArtifacts': async () => this.writeSpokeRole(),
      'before:remove:remove': () => this.stopVerifications(),
      'after:aws:package:finalize:saveServiceState': async () => this.finish(options.package ?? '.serverless'),
    };
  }

  private async createArtifacts(): Promise<void> {
    const { service, serviceDir } = this.serverless;
    const functions = Object.values(service.functions);
    const modules = await bundle(functions.map(bundleOf), ROOT, join(serviceDir, '.serverless', 'bundles'));
    await Promise.all(
      modules.map(async (module, index) => {
        const fn = functions[index] as ServerlessFunction;
        const artifact = join('.serverless', `${fn.name}.zip`);
        await zip(module, join(serviceDir, artifact));
        // Relative to the service's directory, so that serverless-state.json stays true where the package is moved.
        fn.package = { artifact };
      }),
    );
  }

  /** Minifies the template, of which CloudFormation takes 1 MB; adds what other stages are made of, and a mark that the package is complete. */
  private finish(directory: string): void {
    const folder = join(this.serverless.serviceDir, directory);
    const template = join(folder, 'cloudformation-template-update-stack.json');
    writeFileSync(template, JSON.stringify(JSON.parse(readFileSync(template, 'utf8'))));
    writeFileSync(join(folder, STACK_FILE), JSON.stringify(readDescription(ROOT)));
    writeFileSync(join(folder, '.packaged'), '');
  }

  private async stopVerifications(): Promise<void> {
    const { stackName, region } = this.serverless.service.provider;
    const aws = this.serverless.getProvider('aws');
    const machine = `arn:aws:states:${region}:${await aws.getAccountId()}:stateMachine:${stackName}-verify`;
    const { stopVerifications } = await import('../client/deployment/stop-verifications.ts');
    const stopped = await stopVerifications(await aws.getAwsSdkV3Config(), machine);
    if (stopped > 0)
      this.log.notice(`Stopped ${stopped} verifications, which would have kept the stack for up to a week`);
  }

  private writeSpokeRole(): void {
    const path = join(this.serverless.serviceDir, '.serverless', 'spoke-role.json');
    writeFileSync(path, `${JSON.stringify(spokeRole(associations), null, 2)}\n`);
  }
}

function namesKnown({ configurationInput: { params } }: Serverless): string[] {
  return [...Object.keys(params.default), ...kindParameters.map(({ name }) => name)];
}

function namesGiven({ configurationInput: { params } }: Serverless, { param = [] }: Options): string[] {
  const { default: _, ...stages } = params;
  return [...param.map((each) => each.split('=', 1).join()), ...Object.values(stages).flatMap(Object.keys)];
}

/** As given by `--param` or in a section `params` of serverless.yml; else the kind's default. */
async function parameterValues(resolveVariable: Variables['resolveVariable']): Promise<Parameters> {
  const values = kindParameters.map(async ({ name, default: value }) => [
    name,
    String(await resolveVariable(`param:${name}, '${value}'`)),
  ]);
  return {
    regions: String(await resolveVariable('param:regions')),
    ...Object.fromEntries(await Promise.all(values)),
  };
}

/** Replaces the descriptions by what they stand for. */
function expandIn({ service }: Serverless, options: Options): void {
  Object.assign(service, expandService(service, ROOT));
  // The framework writes its configuration to serverless-state.json; the descriptions would only fill it.
  service.custom = {} as Service['custom'];
  service.setFunctionNames(options);
}

/** `functions/start.handler` of `offboard-dev-start-<kind>` binds functions/start.ts to the kind's provider. */
function bundleOf({ name, handler }: ServerlessFunction): BundleOptions {
  const file = handler.slice(0, handler.lastIndexOf('.'));
  const kind = kinds.find((known) => name.endsWith(`-${basename(file)}-${known}`));
  return { name, file, ...(kind !== undefined && { kind }) };
}
