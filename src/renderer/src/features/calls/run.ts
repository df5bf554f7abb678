import { app } from '../../state/app.svelte.ts';
import { confirmation } from '../../state/confirm.svelte.ts';
import type { Action } from './actions.ts';
import { tool } from './tool.svelte.ts';

/** Carries out an action, after asking where it concerns somebody else's call. */
export async function runAction(action: Action): Promise<void> {
  const why = app.why(action.kind, action.site);
  if (why !== '') {
    app.say('bad', `${action.label}: ${why}`);
    return;
  }
  if (action.asks !== '') {
    tool.open(action);
    return;
  }
  if (action.confirm !== '' && !(await confirmation.ask(action.confirm, action.label))) return;
  app.run(action.site, action.command);
}
