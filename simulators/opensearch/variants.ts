import type { Variants } from '@offboard/local-aws/simulation';

export const variants = {
  openSearchRepeat: {
    question: 'OpenSearch: how does it answer the dissociation of a package that is DISSOCIATING already?',
    answers: ['conflict', 'validation', 'accept'],
  },
  openSearchBatch: {
    question: 'OpenSearch: does one id that cannot be dissociated stop the others of DissociatePackages?',
    answers: ['all-or-nothing', 'per-package'],
  },
  openSearchBusy: {
    question: 'OpenSearch: how does a domain say that it is busy with another change?',
    answers: ['change-in-progress', 'being-processed', 'conflict'],
  },
  openSearchMissing: {
    question: 'OpenSearch: how does it answer the dissociation of a package that is not associated?',
    answers: ['validation', 'not-found'],
  },
} as const satisfies Variants;
