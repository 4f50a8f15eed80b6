import type { Variants } from '@offboard/local-aws/simulation';

export const variants = {
  mpaSecondRequest: {
    question: 'Payment Cryptography: how does it answer a second DisassociateMpaTeam while one waits for votes?',
    answers: ['conflict', 'accept'],
  },
  mpaAfterApproval: {
    question: 'Payment Cryptography: what does GetMpaTeamAssociation show once an approved removal was executed?',
    answers: ['not-found', 'delete-pending-approved'],
  },
  mpaAfterRejection: {
    question: 'Payment Cryptography: what does GetMpaTeamAssociation show after rejection, expiry or cancellation?',
    answers: ['active-with-status', 'active-without', 'delete-pending-failed'],
  },
  mpaStartSessionOn: {
    question: 'Multi-party approval: which resource is mpa:StartSession authorized on?',
    answers: ['session-and-team', 'session', 'team'],
  },
  mpaGetOn: {
    question: 'Payment Cryptography: is GetMpaTeamAssociation authorized on the team, or on any resource?',
    answers: ['any', 'team'],
  },
} as const satisfies Variants;
