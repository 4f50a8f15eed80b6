import { answerCommand } from '../common/answer.ts';

export const approve = answerCommand('approve', 'approve plans that wait for approval; their requesters cannot');
