/** Stage parameters on the command line: `--param domains='prod-*'`. */

import type { Command } from 'commander';
import type { Options } from './command.ts';
import { usage } from './exit.ts';
import { quoted } from './quoted.ts';

export type StageParameters = Readonly<Record<string, string>>;

export function parameterOption(command: Command, about: string): Command {
  return command.option('--param <name=value>', about, (text: string, all: string[]) => [...all, text], []);
}

/** @throws ClientError INVALID for what is not NAME=VALUE. */
export function parametersIn({ param = [] }: Options): StageParameters {
  return Object.fromEntries(
    (param as string[]).map((text) => {
      const [name = '', value] = text.split(/=(.*)/s);
      if (name === '' || value === undefined) throw usage(`--param must be NAME=VALUE, not '${text}'`);
      return [name, value];
    }),
  );
}

export function parameterFlags(parameters: StageParameters): string[] {
  return Object.entries(parameters).map(([name, value]) => `--param ${name}=${quoted(value)}`);
}
