import type { PublishedEvidence } from '../../../../client/evidence/published.ts';
import { h } from '../../common/dom.ts';
import { type Check, verifyEvidence } from '../../common/evidence-verification.ts';
import { redraw } from '../../common/state.ts';
import { icon } from '../basics.ts';

let last: { evidence: PublishedEvidence; checks?: Check[]; error?: string } | undefined;

export function verification(evidence: PublishedEvidence) {
  if (last?.evidence !== evidence) void verify(evidence);
  const { checks, error } = last ?? {};
  const failed = error !== undefined || checks?.some(({ passed }) => !passed) === true;
  const tone = failed ? 'bad' : checks ? 'good' : 'live';
  return h(
    'section',
    { class: `banner verification ${tone}`, 'aria-label': 'Verification' },
    icon(tone),
    h(
      'div',
      {},
      h(
        'p',
        { role: 'status' },
        checks ? (failed ? 'Not verified by this browser' : 'Verified by this browser') : (error ?? 'Verifying …'),
      ),
      checks &&
        h(
          'ul',
          {},
          checks.map(({ name, passed }) =>
            h(
              'li',
              { key: name },
              icon(passed ? 'good' : 'bad'),
              h('span', {}, name, h('span', { class: 'visually-hidden' }, passed ? ': yes' : ': no')),
            ),
          ),
        ),
    ),
  );
}

async function verify(evidence: PublishedEvidence): Promise<void> {
  const current: typeof last = { evidence };
  last = current;
  try {
    current.checks = await verifyEvidence(evidence.text, evidence);
  } catch (error) {
    // Browsers offer crypto.subtle on loopback and over HTTPS only.
    current.error = `This browser cannot verify it: ${(error as Error).message}`;
  }
  redraw();
}
