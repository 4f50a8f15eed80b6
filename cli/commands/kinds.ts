/** The kinds of association there are, with their fields and an example. */

import { targets } from '../../associations/registry.ts';
import { disassociationRequested } from '../../events/disassociation-requested.ts';
import { newMetadata } from '../../events/metadata.ts';
import type { Context, Verb } from '../command.ts';
import { EXIT, usage } from '../exit.ts';
import { exampleWords } from '../fields.ts';

type Contract = (typeof targets)[keyof typeof targets];

export const kinds: Verb = {
  syntax: 'kinds [kind]',
  summary: 'the kinds of association that can be ended, with their fields and an example',
  offline: true,
  help: '--json gives for each kind a valid event whose target exists in the world of offboard dev.',
  async run(context, [kind]) {
    const contracts = kind === undefined ? Object.values<Contract>(targets) : [contractOf(kind)];
    if (context.output.json) context.output.data({ kinds: contracts.map(describe) });
    else for (const contract of contracts) print(context, contract);
    return EXIT.done;
  },
};

/** @throws CliError (usage) that lists the kinds. */
export function contractOf(kind: string): Contract {
  if (Object.hasOwn(targets, kind)) return targets[kind as keyof typeof targets];
  throw usage(`'${kind}' is no kind of association`, `the kinds are: ${Object.keys(targets).join(', ')}`);
}

function describe({ kind, title, fields, example }: Contract): unknown {
  const detail = { metadata: newMetadata(), data: { association: kind, target: example } };
  return {
    kind,
    title,
    fields,
    example,
    event: { source: disassociationRequested.source, 'detail-type': disassociationRequested.detailType, detail },
  };
}

function print({ output }: Context, { kind, title, fields, example }: Contract): void {
  output.text(`${output.paint('bold', kind)}  ${title}`);
  for (const [field, meaning] of Object.entries<string>(fields)) output.text(`  ${field.padEnd(26)} ${meaning}`);
  output.text(output.paint('dim', `  offboard request ${kind} ${exampleWords(example).join(' ')}`));
  output.text('');
}
