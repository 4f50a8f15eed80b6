/** What a folder of a simulated service gives: the service, and requests that show it. */

import type { SimulatedService } from '@offboard/local-aws/simulation';

export interface Simulator extends SimulatedService {
  /** Requests that `npm start` sends to the small cloud. */
  samples?: readonly Sample[];
  /** A subject whose offboarding includes the association of this target; all of its kind where absent. */
  subjectOf?(target: Readonly<Record<string, unknown>>): { type: string; id: string };
}

export interface Sample {
  /** What it shows, in a few words. */
  title: string;
  /** One disassociation unless said otherwise; a cleanup runs as its scheduled rule runs it. */
  as?: 'offboarding' | 'cleanup';
  /** The request's data, or the cleanup's input; that of the invalid request is invalid here. */
  data: Readonly<Record<string, unknown>>;
  /** The outcome that shows the stack works. */
  expected: 'DISASSOCIATED' | 'ALREADY_GONE' | 'FAILED' | 'REJECTED' | 'TIMED_OUT' | 'COMPLETED' | 'PLANNED';
  /** How often the same request is sent; once unless said otherwise. */
  copies?: number;
  /** The deadline, in seconds from the request. */
  deadlineSeconds?: number;
}
