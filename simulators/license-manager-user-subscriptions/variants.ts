import type { Variants } from '@offboard/local-aws/simulation';

export const variants = {
  licenseManagerRow: {
    question: 'License Manager: is a DISASSOCIATED user still listed?',
    answers: ['lingers', 'vanishes'],
  },
  licenseManagerRepeat: {
    question: 'License Manager: how does it answer the disassociation of a user who is DISASSOCIATING already?',
    answers: ['accept', 'conflict'],
  },
  licenseManagerMissing: {
    question: 'License Manager: how does it answer the disassociation of a user who is not associated?',
    answers: ['not-found', 'validation', 'disassociated'],
  },
  licenseManagerInstance: {
    question: 'License Manager: how does it answer the list of the users of an instance that does not exist?',
    answers: ['not-found', 'empty'],
  },
  licenseManagerFailure: {
    question: 'License Manager: what is the status after a failed disassociation?',
    answers: ['DISASSOCIATION_FAILED', 'FAILED', 'DISASSOCIATING_FAILED'],
  },
} as const satisfies Variants;
