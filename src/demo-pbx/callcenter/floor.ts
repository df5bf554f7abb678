import type { CallCenter } from './center.ts';

/** Who serves which queue of the demo's call centre, by the last two digits of their extension. */
const TEAMS: Readonly<Record<string, readonly [from: number, to: number]>> = {
  support: [1, 10],
  sales: [8, 15],
  billing: [13, 19],
};

/** s an agent has for notes after a call, and until it is offered the next one where it did not answer. */
const TIMES = {
  max_no_answer: '3',
  wrap_up_time: '10',
  reject_delay_time: '10',
  busy_delay_time: '20',
  no_answer_delay_time: '5',
};
/** How these begin; all others are available. */
const STATUS: Readonly<Record<string, string>> = { '205': 'On Break', '211': 'Logged Out' };
/** The supervisor is nobody's agent. */
const SUPERVISOR = '200';

/** Sets up queues, agents and who serves what. @param extensions whose phones there are */
export function furnish(center: CallCenter, domain: string, extensions: readonly string[]): void {
  for (const queue of Object.keys(TEAMS)) center.addQueue(`${queue}@${domain}`);
  for (const extension of extensions.filter((one) => one !== SUPERVISOR)) {
    const agent = `${extension}@${domain}`;
    const status = STATUS[extension] ?? 'Available';
    center.addAgent(agent, `[leg_timeout=12]user/${agent}`, { ...TIMES, status });
    for (const [queue, [from, to]] of Object.entries(TEAMS)) {
      const place = Number(extension) - 200;
      if (place >= from && place <= to)
        center.addTier(`${queue}@${domain}`, agent, '1', String(place - from + 1));
    }
  }
}
