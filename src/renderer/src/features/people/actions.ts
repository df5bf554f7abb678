import { extensionOf } from '@shared/board/person.ts';
import { app } from '../../state/app.svelte.ts';
import type { ShownPerson } from '../../state/board.svelte.ts';
import { runAction } from '../calls/run.ts';

/** Something that can be done with a colleague. */
interface PersonAction {
  /** On the button, short; `name` says all of it. */
  readonly text: string;
  readonly name: string;
  readonly keys: readonly string[];
  /** Why it cannot be done now; '' when it can. */
  readonly why: string;
  readonly act: () => void;
}

/** What can be done with a colleague, most useful first; not with myself. */
export function actionsOf(person: ShownPerson): PersonAction[] {
  const { key, site, leg, state } = person;
  const extension = extensionOf(key);
  if (app.phoneOf(site).toLowerCase() === key) return [];
  const actions: PersonAction[] = [
    {
      text: 'Call…',
      name: 'Call',
      keys: ['Enter', 'c'],
      why: app.why('originate', site),
      act: () => (app.dialog = { name: 'dial', number: extension }),
    },
  ];
  if (leg && (state === 'talks' || state === 'holds')) {
    actions.push({
      text: 'Listen',
      name: 'Listen in',
      keys: ['l'],
      why: app.why('eavesdrop', site),
      act: () =>
        void runAction({
          kind: 'eavesdrop',
          label: 'Listen in',
          site,
          command: { kind: 'eavesdrop', uuid: leg.uuid },
          confirm: `Listen in: ${extension}?`,
          tone: 'plain',
          asks: '',
          about: extension,
        }),
    });
  }
  return actions;
}
