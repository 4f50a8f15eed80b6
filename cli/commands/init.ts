/** Writes a configuration file, so that no command has to repeat where the stack is. */

import { existsSync } from 'node:fs';
import type { Configuration } from '../../client/configuration-schema.ts';
import { LOCAL_PORT } from '../../client/connection.ts';
import type { Command } from '../common/command.ts';
import { CONFIGURATION_FILE, checkConfiguration } from '../common/configuration.ts';
import { EXIT, usage } from '../common/exit.ts';
import { writeFile } from '../common/files.ts';

export const init: Command = {
  syntax: 'init',
  summary: `write ${CONFIGURATION_FILE}: which stage, Region, profile and endpoint commands use in this folder`,
  options: (command) =>
    command
      .option('--stage <stage>', 'which stack: offboard-<stage>')
      .option('--region <region>', 'AWS Region')
      .option('--profile <name>', 'profile of the AWS configuration')
      .option('--local', 'local AWS (offboard dev)'),
  help: `Examples:
  offboard init --local
  offboard init --stage prod --region eu-west-1 --profile audit
Flags and environment variables come before the file. OFFBOARD_CONFIG names a file of another folder.`,
  offline: true,
  async run({ output }, _args, { stage, region, profile, local }) {
    if (existsSync(CONFIGURATION_FILE))
      throw usage(`${CONFIGURATION_FILE} is there already`, 'edit it, or remove it first');
    const endpoint = local === true ? `http://127.0.0.1:${LOCAL_PORT}` : undefined;
    const text = fileOf({ stage, region, profile, endpoint } as Configuration);
    await checkConfiguration(text, CONFIGURATION_FILE);
    writeFile(CONFIGURATION_FILE, text);
    if (output.structured) output.data({ file: CONFIGURATION_FILE });
    else output.text(`wrote ${CONFIGURATION_FILE}`);
    output.note('see whether everything is in place with: offboard doctor');
    return EXIT.done;
  },
};

/** What is not given stands there as a comment, with an example. */
const LINES: readonly { name: keyof Configuration; example: string; means: string }[] = [
  { name: 'stage', example: 'prod', means: 'Which stack: offboard-<stage>. Without it OFFBOARD_STAGE, or dev.' },
  { name: 'region', example: 'eu-west-1', means: 'AWS Region. Without it AWS_REGION, or the profile’s.' },
  { name: 'profile', example: 'audit', means: 'Profile of the AWS configuration. Without it AWS_PROFILE.' },
  {
    name: 'endpoint',
    example: `http://127.0.0.1:${LOCAL_PORT}`,
    means: 'Local AWS (offboard dev), or an endpoint of amazonaws.com. Without it AWS.',
  },
  { name: 'output', example: 'json', means: 'How results are printed: table, json or yaml.' },
];

function fileOf(given: Configuration): string {
  const blocks = LINES.map(({ name, example, means }) => {
    const value = given[name];
    return `# ${means}\n${value === undefined ? `# ${name}: ${example}` : `${name}: ${JSON.stringify(value)}`}\n`;
  });
  return `# What offboard uses in this folder. Flags and environment variables come first.\n\n${blocks.join('\n')}`;
}
