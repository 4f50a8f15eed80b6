import { answerCommand } from '../common/answer.ts';

export const deny = answerCommand('deny', 'deny plans that wait for approval, or to start; nothing of them is removed');
