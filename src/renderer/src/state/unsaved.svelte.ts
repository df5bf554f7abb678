import type { ContactDraft } from '@shared/contacts/contact.ts';
import type { Rule } from '@shared/rules/rule.ts';
import { app } from './app.svelte.ts';

/** What was being written when its dialog was closed: it is offered once, and opened again as it was. */
interface Unsaved {
  rule?: Rule;
  contact?: ContactDraft;
}

const left: Unsaved = {};

/** A form was left half-written: offers to go on with it. */
export function leave<K extends keyof Unsaved>(kind: K, draft: NonNullable<Unsaved[K]>): void {
  app.say('info', kind === 'rule' ? 'The rule was not saved.' : 'The contact was not saved.', {
    label: 'Go on editing',
    run: () => {
      left[kind] = draft;
      app.dialog = { name: kind === 'rule' ? 'rules' : 'contacts' };
    },
  });
}

/** The draft to go on with, once. */
export function takeUp<K extends keyof Unsaved>(kind: K): Unsaved[K] {
  const draft = left[kind];
  delete left[kind];
  return draft;
}
