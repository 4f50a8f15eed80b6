/** The report, and its figures on the overview. A document of evidence never changes, so each is read once. */

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
  /** By the permitted seconds and the key of the document. */
  readonly #rows = new Map<string, ReportRow>();

  constructor(client: StackClient) {
    this.#client = client;
  }

  /** @param since milliseconds since 1970. @param slaSeconds how long an offboarding may take. */
  async read(since: number, slaSeconds = SLA_SECONDS): Promise<Report> {
    const listed = await listEvidenceSince(this.#client, since);
    const newest = listed.slice(-MOST);
    const known = (key: string) => `${slaSeconds} ${key}`;
    const unread = newest.filter(({ key }) => !this.#rows.has(known(key)));
    for (const { key, document } of await readEvidence(this.#client, unread)) {
      this.#rows.set(known(key), reportRow(document, slaSeconds));
    }
    return {
      slaSeconds,
      rows: newest.flatMap(({ key }) => this.#rows.get(known(key)) ?? []),
      omitted: listed.length - newest.length,
    };
  }
}
