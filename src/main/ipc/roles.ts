import type { WebContents } from 'electron';
import type { WindowRole } from '@shared/ipc/contract.ts';

const roles = new Map<number, WindowRole>();

/**
 * Gives a window the role it was made for. It keeps that, whatever its page does to its address, and
 * a window that was given none has none.
 */
export function giveRole(contents: WebContents, role: WindowRole): void {
  const { id } = contents;
  roles.set(id, role);
  contents.once('destroyed', () => roles.delete(id));
}

export const roleOf = (contents: WebContents): WindowRole | undefined => roles.get(contents.id);
