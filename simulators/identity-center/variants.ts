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
  ssoByPrincipal: {
    question: 'IAM Identity Center: may a delegated administrator list the assignments of a principal?',
    answers: ['allowed', 'denied'],
  },
  ssoGroupRows: {
    question: "IAM Identity Center: does a user's list of assignments have those of the user's groups?",
    answers: ['direct', 'with-groups'],
  },
  ssoUnassigned: {
    question: 'IAM Identity Center: how does it list a permission set in an account that has no assignment of it?',
    answers: ['empty', 'not-found'],
  },
  ssoRepeat: {
    question: 'IAM Identity Center: how does it answer the deletion of what is being deleted?',
    answers: ['conflict', 'same-request', 'new-request'],
  },
  ssoGone: {
    question: 'IAM Identity Center: how does it answer the deletion of an assignment that does not exist?',
    answers: ['not-found', 'fails-later'],
  },
  ssoConflict: {
    question: 'IAM Identity Center: what else does a pending request block?',
    answers: ['nothing', 'account'],
  },
  ssoOutstanding: {
    question: 'IAM Identity Center: how does it answer a deletion above ten outstanding requests?',
    answers: ['accept', 'conflict', 'throttling'],
  },
  ssoRequestLife: {
    question: 'IAM Identity Center: for how long can a request be described?',
    answers: ['ever', 'while-pending'],
  },
  ssoListLag: {
    question: 'IAM Identity Center: for how many seconds does it list an assignment whose deletion has succeeded?',
    answers: ['0', '20'],
  },
} as const satisfies Variants;
