import type { PersonState } from '@shared/board/person.ts';

/** What people call a colleague's states, in the order they stand. */
export const STATE_WORDS: Readonly<Record<PersonState, string>> = {
  free: 'Free',
  rings: 'Ringing',
  calls: 'Calling',
  talks: 'Talking',
  holds: 'On hold',
  'wraps-up': 'Wrap-up',
  break: 'On break',
  unreachable: 'Phone not registered',
  'logged-out': 'Logged out',
};

/** How a state looks: one of the colours that calls have. */
export const STATE_TONES: Readonly<Record<PersonState, 'idle' | 'ring' | 'talk' | 'held' | 'bad'>> =
  {
    free: 'idle',
    rings: 'ring',
    calls: 'ring',
    talks: 'talk',
    holds: 'held',
    'wraps-up': 'held',
    break: 'held',
    unreachable: 'bad',
    'logged-out': 'idle',
  };
