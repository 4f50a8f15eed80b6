/** The report of the overview. A document of evidence never changes, so each is read once. */

import { listEvidenceSince, readEvidence } from '../../client/evidence/find.ts';
import { type ReportRow, reportRow } from '../../client/reports/report-row.ts';
import type { StackClient } from '../../client/stack-client.ts';
import type { Report } from '../contract.ts';

/** The default of `offboard report`. */
const SLA_SECONDS = 24 * 3_600;

/** The newest documents; `offboard report` reads all. */
const MOST = 500;

export class ReportReader {
  readonly #client: StackClient;
  /** By the key of the document. */
  readonly #rows = new Map<string, ReportRow>();

  constructor(client: StackClient) {
    this.#client = client;
  }

  /** @param since milliseconds since 1970. */
  async read(since: number): Promise<Report> {
    const listed = await listEvidenceSince(this.#client, since);
    const newest = listed.slice(-MOST);
    const unread = newest.filter(({ key }) => !this.#rows.has(key));
    for (const { key, document } of await readEvidence(this.#client, unread)) {
      this.#rows.set(key, reportRow(document, SLA_SECONDS));
    }
    return {
      slaSeconds: SLA_SECONDS,
      rows: newest.flatMap(({ key }) => this.#rows.get(key) ?? []),
      omitted: listed.length - newest.length,
    };
  }
}
