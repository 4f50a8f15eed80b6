import type { ScheduleView } from '../../contract.ts';
import { get } from './api.ts';
import { polled } from './polling.ts';
import { now } from './state.ts';

export const schedules = polled(() => get<ScheduleView[]>('schedules', { now: Math.floor(now()) }), 1_000);
