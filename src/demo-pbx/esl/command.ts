import type { Pbx } from '../pbx.ts';

/** Says what became of a command; called once, at once or later. */
export type Reply = (text: string) => void;
/** A command: its answer, or a way to give one later. */
export type Run = (pbx: Pbx, args: string) => string | ((reply: Reply) => void);
