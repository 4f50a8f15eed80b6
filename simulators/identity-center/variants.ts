/** What the documentation of IAM Identity Center leaves open. */

import type { Variants } from '@offboard/local-aws/simulation';

export const variants = {
  identityStoreCase: {
    question: 'Identity store: does GetUserId heed the case of a user name and an e-mail address?',
    answers: ['heeds', 'ignores'],
  },
  identityStoreEmail: {
    question: 'Identity store: which e-mail addresses does GetUserId know?',
    answers: ['primary', 'all'],
  },
  identityStoreRepeat: {
    question: 'Identity store: what answers the end of a membership that is gone?',
    answers: ['not-found', 'accept'],
  },
} as const satisfies Variants;
