import type { Variants } from '@offboard/local-aws/simulation';

export const variants = {
  redshiftAfter: {
    question: 'Redshift: does the consumer still list a share without associations?',
    answers: ['available', 'absent'],
  },
  redshiftRepeat: {
    question: 'Redshift: which fault answers a disassociation of what is not associated?',
    answers: ['not-associated', 'arn-missing', 'namespace', 'accept'],
  },
  redshiftMismatch: {
    question: 'Redshift: which fault answers a ConsumerRegion or account where the association is of another form?',
    answers: ['data-share', 'namespace'],
  },
  redshiftRegion: {
    question: 'Redshift: must a share be disassociated in the Region of its consumer?',
    answers: ['consumer', 'any'],
  },
} as const satisfies Variants;
