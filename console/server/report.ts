/** The report, and its figures on the overview. A document of evidence never changes, so each is read once. */

import { listEvidenceSince, readEvidence } from '../../client/evidence/find.ts';
import { type ReportRow, reportRowWithin } from '../../client/reports/report-row.ts';
import type { StackClient } from '../../client/stack-client.ts';
import type { Report } from '../contract.ts';

/** The default of `offboard report`. */
const SLA_SECONDS = 24 * 3_600;

/** The newest documents; `offboard report` reads all. */
const MOST = 500;

export class ReportReader {
  readonly #client: StackClient;
  /** By the key of the document. */
  readonly #rows = new Map<string, (slaSeconds: number) => ReportRow>();

  constructor(client: StackClient) {
    this.#client = client;
  }

  /** @param since milliseconds since 1970. @param slaSeconds how long an offboarding may take. */
  async read(since: number, slaSeconds = SLA_SECONDS): Promise<Report> {
    const listed = await listEvidenceSince(this.#client, since);
    const newest = listed.slice(-MOST);
    const unread = newest.filter(({ key }) => !this.#rows.has(key));
    for (const { key, document } of await readEvidence(this.#client, unread)) {
      this.#rows.set(key, reportRowWithin(document));
    }
    return {
      slaSeconds,
      rows: newest.flatMap(({ key }) => this.#rows.get(key)?.(slaSeconds) ?? []),
      omitted: listed.length - newest.length,
    };
  }
}
