/**
 * Questions that AWS's documentation leaves open, and how the simulated services may answer each. The first answer is
 * the default. Whoever relies on one answer alone is outcomeRates under the others.
 */

export const variants = {
  openSearchRepeat: {
    question: 'OpenSearch: what does dissociating a package say that is DISSOCIATING already?',
    answers: ['conflict', 'validation', 'accept'],
  },
  openSearchBatch: {
    question: 'OpenSearch: does one id that cannot be dissociated stop the others of DissociatePackages?',
    answers: ['all-or-nothing', 'per-package'],
  },
  openSearchBusy: {
    question: 'OpenSearch: how does a domain word that it is busy with another change?',
    answers: ['change-in-progress', 'being-processed', 'conflict'],
  },
  openSearchMissing: {
    question: 'OpenSearch: what does dissociating a package say that is not associated?',
    answers: ['validation', 'not-found'],
  },
  codeArtifactMissing: {
    question: 'CodeArtifact: which resourceType does the error name when the connection is what is missing?',
    answers: ['repository', 'omitted'],
  },
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
  licenseManagerRow: {
    question: 'License Manager: is a DISASSOCIATED row still listed?',
    answers: ['lingers', 'vanishes'],
  },
  licenseManagerRepeat: {
    question: 'License Manager: what does disassociating a user say who is DISASSOCIATING already?',
    answers: ['accept', 'conflict'],
  },
  licenseManagerMissing: {
    question: 'License Manager: what does disassociating a user say who is not associated?',
    answers: ['not-found', 'validation', 'disassociated'],
  },
  licenseManagerFailure: {
    question: 'License Manager: what status does a failed disassociation show?',
    answers: ['DISASSOCIATION_FAILED', 'FAILED', 'DISASSOCIATING_FAILED'],
  },
  mpaSecondRequest: {
    question: 'Payment Cryptography: what does a second DisassociateMpaTeam say while one waits for votes?',
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
} as const;

export type VariantName = keyof typeof variants;

export type Variants = { [Name in VariantName]: (typeof variants)[Name]['answers'][number] };

export const defaultVariants = Object.fromEntries(
  Object.entries(variants).map(([name, { answers }]) => [name, answers[0]]),
) as Variants;
