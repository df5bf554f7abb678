import type { CommandOf } from '@shared/commands/command.ts';
import { hear } from '../../ipc/client.ts';

/** A call that I sent elsewhere, and that can be taken back while its leg lives. */
export interface Sent {
  readonly site: string;
  readonly command: CommandOf<'transfer'>;
}

/** Calls I sent elsewhere and who were reached there, the latest last. Those on their way are pending commands. */
class SentAway {
  reached = $state.raw<readonly Sent[]>([]);

  start(): () => void {
    return hear('command.outcome', ({ site, command, result }) => {
      if (command.kind !== 'transfer' || !result.ok) return;
      const others = this.reached.filter(
        (one) => one.site !== site || one.command.uuid !== command.uuid,
      );
      this.reached = [...others.slice(-4), { site, command }];
    });
  }

  forget(sent: Sent): void {
    this.reached = this.reached.filter((one) => one !== sent);
  }
}

export const sentAway = new SentAway();
