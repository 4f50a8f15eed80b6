import { NoSuchKey, S3Client } from '@aws-sdk/client-s3';
import { type Departure, type KnownActive, type Listed, reconcile } from '../offboardings/reconcile.ts';
import { getAllJson, getJson, putJson } from './common/bucket.ts';
import { task } from './common/task.ts';

const s3 = new S3Client({});

export interface ReconcileInput {
  /** Under which the pages of the list are. */
  pages: string;
  /** The key of what is kept from one list to the next. */
  known: string;
  listedAt: string;
}

export interface Reconciled {
  departures: Departure[];
  active: number;
}

export const handler = task({
  name: 'reconcile',
  correlationId: ({ pages }: ReconcileInput) => pages,
  logFields: ({ departures, active }: Reconciled) => ({ departures: departures.length, active }),
  async work({ pages, known: key, listedAt }: ReconcileInput): Promise<Reconciled> {
    const listed = (await getAllJson<Listed[]>(s3, pages)).flat();
    const { departures, known } = reconcile(await knownIn(key), listed, listedAt);
    await putJson(s3, key, known);
    return { departures, active: Object.keys(known.active).length };
  },
});

async function knownIn(key: string): Promise<KnownActive | null> {
  try {
    return await getJson<KnownActive>(s3, key);
  } catch (error) {
    if (error instanceof NoSuchKey) return null;
    throw error;
  }
}
