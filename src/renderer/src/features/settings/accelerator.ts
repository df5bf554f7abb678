/** What is pressed, as far as an accelerator goes. */
export interface Pressed {
  readonly key: string;
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
  readonly metaKey: boolean;
}

const NAMED: Readonly<Record<string, string>> = {
  ArrowUp: 'Up',
  ArrowDown: 'Down',
  ArrowLeft: 'Left',
  ArrowRight: 'Right',
  Space: 'Space',
  Enter: 'Return',
  Tab: 'Tab',
  Backspace: 'Backspace',
  Delete: 'Delete',
  Insert: 'Insert',
  Home: 'Home',
  End: 'End',
  PageUp: 'PageUp',
  PageDown: 'PageDown',
  Pause: 'MediaPlayPause',
};

/**
 * Keys pressed as an Electron accelerator; '' while only modifiers are down, or when a key that
 * people type with has no modifier: it would be lost to every other program. Taken from the key's
 * place (`code`), so that Shift and the layout change nothing.
 */
export function acceleratorOf(pressed: Pressed): string {
  const { code } = pressed;
  const key =
    /^Key([A-Z])$/.exec(code)?.[1] ??
    /^(?:Digit|Numpad)(\d)$/.exec(code)?.[1] ??
    /^(F\d{1,2})$/.exec(code)?.[1] ??
    NAMED[code];
  if (key === undefined) return '';
  const modifiers = [
    ...(pressed.ctrlKey ? ['CommandOrControl'] : []),
    ...(pressed.altKey ? ['Alt'] : []),
    ...(pressed.shiftKey ? ['Shift'] : []),
    ...(pressed.metaKey ? ['Super'] : []),
  ];
  const typing = !/^F\d/.test(key);
  if (typing && !modifiers.some((name) => name !== 'Shift')) return '';
  return [...modifiers, key].join('+');
}
