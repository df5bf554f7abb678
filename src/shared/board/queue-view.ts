import { noFigures, type QueueFigures } from './figures.ts';
import { personKey, type Person, type PersonState } from './person.ts';
import type { Member, Queue, Tier } from './rows.ts';

/** A queue as it is shown: who waits, who serves, and what it did. */
export interface QueueView {
  readonly name: string;
  readonly strategy: string;
  /** Those who wait for an answer, in the order they came. */
  readonly waiting: readonly Member[];
  /** When the one who waits longest came (ms since the epoch); 0 where nobody waits. */
  readonly longestSinceMs: number;
  /** Callers who talk with an agent of the queue. */
  readonly talking: number;
  /** Its agents, by what they do. */
  readonly agents: readonly Person[];
  readonly states: Readonly<Partial<Record<PersonState, number>>>;
  readonly figures: QueueFigures;
}

/** States in which a member waits for an answer: those who gave up stay listed for a while. */
const WAITS: ReadonlySet<string> = new Set(['Waiting', 'Trying']);
const isWaiting = ({ state }: Member): boolean => WAITS.has(state);

/** When a member came (ms since the epoch). */
export const joinedMs = (member: Member): number => Number(member.joined_epoch) * 1000 || 0;

interface Sources {
  readonly queues: Iterable<Queue>;
  readonly members: Iterable<Member>;
  readonly tiers: Iterable<Tier>;
  readonly people: ReadonlyMap<string, Person>;
  readonly figures: ReadonlyMap<string, QueueFigures>;
}

/** All queues, by name. */
export function queueViews({ queues, members, tiers, people, figures }: Sources): QueueView[] {
  const waiting = new Map<string, Member[]>();
  const talking = new Map<string, number>();
  for (const member of members) {
    if (isWaiting(member)) push(waiting, member.queue, member);
    else if (member.state === 'Answered')
      talking.set(member.queue, (talking.get(member.queue) ?? 0) + 1);
  }
  const agents = new Map<string, Person[]>();
  for (const { queue, agent } of tiers) {
    const person = people.get(personKey(agent));
    if (person) push(agents, queue, person);
  }
  return [...queues]
    .map(({ name, strategy }) => {
      const callers = (waiting.get(name) ?? []).sort(byJoining);
      const serving = agents.get(name) ?? [];
      const [first] = callers;
      return {
        name,
        strategy,
        waiting: callers,
        longestSinceMs: first ? joinedMs(first) : 0,
        talking: talking.get(name) ?? 0,
        agents: serving,
        states: countStates(serving),
        figures: figures.get(name) ?? noFigures(0),
      };
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

const byJoining = (a: Member, b: Member): number =>
  joinedMs(a) - joinedMs(b) || (a.uuid < b.uuid ? -1 : 1);

function countStates(people: readonly Person[]): Partial<Record<PersonState, number>> {
  const counts: Partial<Record<PersonState, number>> = {};
  for (const { state } of people) counts[state] = (counts[state] ?? 0) + 1;
  return counts;
}

function push<V>(map: Map<string, V[]>, key: string, value: V): void {
  const values = map.get(key);
  if (values) values.push(value);
  else map.set(key, [value]);
}
