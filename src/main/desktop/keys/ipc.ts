import { clipboard } from 'electron';
import type { HotkeySettings } from '@shared/settings/settings.ts';
import { fail, ok } from '@shared/domain/result.ts';
import type { Handlers } from '../../ipc/server.ts';
import type { Session } from '../session.ts';
import type { DesktopShortcuts } from './desktop-shortcuts.ts';
import { NOT_CHANGED } from './words.ts';

/**
 * What the settings dialog asks of the desktop's own shortcuts.
 * @param keys the keys of the settings
 * @param changed told when they were set up or taken back: the keys go by another way
 */
export function hotkeyHandlers(
  shortcuts: DesktopShortcuts,
  session: Session,
  keys: () => HotkeySettings,
  changed: () => void,
): Pick<Handlers, 'hotkeys.desktop' | 'hotkeys.setUpDesktop' | 'hotkeys.copyLines'> {
  const isWayland = session.kind === 'wayland' || session.xwayland;
  return {
    'hotkeys.desktop': async () => ({
      isSetUp: await shortcuts.isSetUp(),
      canSetUp: shortcuts.canSetUp,
      // Where a grab sees every key there is nothing to copy.
      ...(isWayland ? shortcuts.toCopy(keys()) : { lines: '', where: '' }),
    }),
    'hotkeys.setUpDesktop': async (on) => {
      try {
        await (on ? shortcuts.setUp(keys()) : shortcuts.remove());
        return ok(null);
      } catch (error) {
        return fail('internal', NOT_CHANGED, String(error));
      } finally {
        changed();
      }
    },
    'hotkeys.copyLines': () => {
      void clipboard.writeText(shortcuts.toCopy(keys()).lines);
      return null;
    },
  };
}
