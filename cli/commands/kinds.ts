import type { AssociationDescription } from '../../associations/common/contract.ts';
import { associationOf, kinds as known } from '../../associations/registry.ts';
import { disassociationRequested } from '../../events/disassociation-requested.ts';
import { newMetadata } from '../../events/metadata.ts';
import type { Command, Context } from '../common/command.ts';
import { EXIT } from '../common/exit.ts';
import { fieldArguments } from '../common/fields.ts';
import { descriptionOf } from '../common/kind.ts';

export const kinds: Command = {
  syntax: 'kinds [kind]',
  summary: 'the kinds of association, with their fields and an example',
  offline: true,
  help: `Examples:
  offboard kinds
  offboard kinds ${known[0]} --json
--json gives for each kind a valid event whose target exists in the simulated cloud of offboard dev.`,
  async run(context, [kind]) {
    const descriptions = kind === undefined ? known.map(associationOf) : [descriptionOf(kind)];
    if (context.output.structured) context.output.data({ kinds: descriptions.map(describe) });
    else for (const description of descriptions) print(context, description);
    return EXIT.done;
  },
};

function describe({ kind, target: { title, fields, example } }: AssociationDescription): unknown {
  const detail = { metadata: newMetadata(), data: { association: kind, target: example } };
  return {
    kind,
    title,
    fields,
    example,
    event: { source: disassociationRequested.source, 'detail-type': disassociationRequested.detailType, detail },
  };
}

function print({ output }: Context, { kind, target: { title, fields, example } }: AssociationDescription): void {
  output.text(`${output.paint('bold', kind)}  ${title}`);
  for (const [field, meaning] of Object.entries<string>(fields)) output.text(`  ${field.padEnd(26)} ${meaning}`);
  output.text(output.paint('dim', `  offboard request ${kind} ${fieldArguments(example).join(' ')}`));
  output.text('');
}
