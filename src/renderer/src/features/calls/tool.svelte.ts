import type { Action } from './actions.ts';

/** The tool that is open on a call, one at a time: it asks for what its command needs. */
class Tool {
  action = $state.raw<Action | null>(null);

  open(action: Action): void {
    this.action = action;
  }

  close(): void {
    this.action = null;
  }
}

export const tool = new Tool();
