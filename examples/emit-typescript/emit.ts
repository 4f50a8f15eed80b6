/**
 * Asks Offboard to remove an external connection from a CodeArtifact repository.
 *
 *     node emit.ts offboard-prod acme web public:npmjs
 */

import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { disassociationRequested, newMetadata } from 'offboard/events';

const [bus = '', domain = '', repository = '', externalConnection = ''] = process.argv.slice(2);

// Throws with every problem and its path, before anything is sent.
const entry = disassociationRequested.entry(
  {
    metadata: newMetadata({ reason: 'The repository is mirrored elsewhere' }),
    data: { association: 'codeartifact-external-connection', target: { domain, repository, externalConnection } },
  },
  bus,
);

const { FailedEntryCount, Entries = [] } = await new EventBridgeClient({}).send(
  new PutEventsCommand({ Entries: [entry] }),
);
// PutEvents answers 200 with refused entries inside.
if (FailedEntryCount) throw new Error(`${Entries[0]?.ErrorCode}: ${Entries[0]?.ErrorMessage}`);
console.log(Entries[0]?.EventId);
