import type { ContactDraft } from '@shared/contacts/contact.ts';
import type { Rule } from '@shared/rules/rule.ts';
import { app } from './app.svelte.ts';

/** What was being written when its form was left: it is offered once, and opened again as it was. */
interface Unsaved {
  rule?: Rule | undefined;
  contact?: ContactDraft | undefined;
}

let left = $state.raw<Unsaved>({});

/** A form was left half-written: offers to go on with it. */
export function leave<K extends keyof Unsaved>(kind: K, draft: NonNullable<Unsaved[K]>): void {
  app.say('info', kind === 'rule' ? 'The rule was not saved.' : 'The contact was not saved.', {
    label: 'Go on editing',
    run: () => {
      left = { ...left, [kind]: draft };
      app.go('settings', kind === 'rule' ? 'rules' : 'contacts');
    },
  });
}

/** The draft to go on with, once. Read in an effect it is heard of also while its form is shown. */
export function takeUp<K extends keyof Unsaved>(kind: K): Unsaved[K] {
  const draft = left[kind];
  if (draft) left = { ...left, [kind]: undefined };
  return draft;
}
