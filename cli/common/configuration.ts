/** The configuration file of a folder, and the flags with what it says. */

import { existsSync } from 'node:fs';
import * as v from 'valibot';
import { type Configuration, configurationSchema } from '../../client/configuration-schema.ts';
import type { Configured } from '../../client/connection.ts';
import { problemLine, problemOf } from '../../events/problem.ts';
import type { Options } from './command.ts';
import { didYouMean } from './did-you-mean.ts';
import { usage } from './exit.ts';
import { readFile } from './files.ts';

export const CONFIGURATION_FILE = 'offboard.config.yml';

/**
 * OFFBOARD_CONFIG names another file than the one of the current folder.
 * @returns empty where there is none. @throws ClientError INVALID that names the file and every problem.
 */
export async function readConfiguration(env: NodeJS.ProcessEnv = process.env): Promise<Configuration> {
  const file = env.OFFBOARD_CONFIG ?? CONFIGURATION_FILE;
  if (env.OFFBOARD_CONFIG === undefined && !existsSync(file)) return {};
  return checkConfiguration(readFile(file), file);
}

/** @param content YAML. @throws ClientError INVALID that names the file and every problem. */
export async function checkConfiguration(content: string, file: string): Promise<Configuration> {
  const { issues, output } = v.safeParse(configurationSchema, (await parseYaml(content, file)) ?? {});
  if (issues === undefined) return output;
  const problems = issues.map((issue) => problemLine(problemOf(issue, file)));
  const unknown = issues.flatMap((issue) => (issue.expected === 'never' ? [v.getDotPath(issue) ?? ''] : []));
  throw usage(
    `${file} is invalid`,
    ...problems,
    ...unknown.flatMap((name) => didYouMean(name, Object.keys(configurationSchema.entries))),
  );
}

async function parseYaml(content: string, file: string): Promise<unknown> {
  const { parse } = await import('./yaml.ts');
  try {
    return parse(content);
  } catch (error) {
    throw usage(`${file} is not YAML: ${(error as Error).message}`);
  }
}

/** Flags come first, then the environment, then the file. */
export function withConfiguration(
  options: Options,
  { stage, region, profile, endpoint }: Configuration,
  env: NodeJS.ProcessEnv = process.env,
): Options & { configured: Configured } {
  const isIn = (...names: string[]) => names.some((name) => env[name]);
  const configured = {
    ...(stage !== undefined && !isIn('OFFBOARD_STAGE') && { stage }),
    ...(region !== undefined && !isIn('AWS_REGION', 'AWS_DEFAULT_REGION') && { region }),
    // Keys in the environment are an identity, too.
    ...(profile !== undefined && !isIn('AWS_PROFILE', 'AWS_ACCESS_KEY_ID') && { profile }),
    ...(endpoint !== undefined && !isIn('AWS_ENDPOINT_URL') && !options.local && !options.here && { endpoint }),
  };
  return { ...configured, ...options, configured };
}
