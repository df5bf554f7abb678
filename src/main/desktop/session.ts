/** Desktops whose ways are known here; `other` where no name is. */
export type DesktopName = 'gnome' | 'kde' | 'sway' | 'hyprland' | 'i3' | 'other';

/** What the person's desktop is, as far as windows, focus and hotkeys depend on it. */
export interface Session {
  /** What our own windows speak. */
  readonly kind: 'x11' | 'wayland' | 'windows' | 'mac';
  /** Our windows are X11's, but the compositor is Wayland: an X11 grab does not see every key. */
  readonly xwayland: boolean;
  /** Whether a window can be put somewhere and kept above the others. */
  readonly placesWindows: boolean;
  /** Whether a window can be shown without getting the focus. */
  readonly keepsFocusAway: boolean;
  readonly desktop: DesktopName;
}

export interface SessionFacts {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Chromium's switches `--ozone-platform` and `--ozone-platform-hint`, '' where not given. */
  readonly ozone: string;
  readonly ozoneHint: string;
  /** The runtime's major version: from 38 on Electron speaks Wayland by itself. */
  readonly electron: number;
}

/** Electron's first major version that chooses Wayland without being told to. */
const WAYLAND_BY_DEFAULT = 38;

/** Works out the session from what the environment says. */
export function sessionOf(facts: SessionFacts): Session {
  const { platform, env } = facts;
  const free = { placesWindows: true, keepsFocusAway: true, xwayland: false };
  if (platform === 'win32') return { kind: 'windows', desktop: 'other', ...free };
  if (platform === 'darwin') return { kind: 'mac', desktop: 'other', ...free };
  const desktop = desktopOf(env);
  if (speaksWayland(facts))
    return {
      kind: 'wayland',
      desktop,
      xwayland: false,
      placesWindows: false,
      keepsFocusAway: false,
    };
  return { kind: 'x11', desktop, ...free, xwayland: isWaylandSession(env) };
}

const isWaylandSession = (env: SessionFacts['env']): boolean =>
  env['XDG_SESSION_TYPE'] === 'wayland' || (env['WAYLAND_DISPLAY'] ?? '') !== '';

/** Follows Chromium's own choice (ui/ozone: --ozone-platform, then the hint, then the session). */
function speaksWayland({ env, ozone, ozoneHint, electron }: SessionFacts): boolean {
  if (ozone === 'wayland' || ozone === 'x11') return ozone === 'wayland';
  // Up to 37 the hint may come by the environment too, and without one it is X11.
  const old = electron < WAYLAND_BY_DEFAULT;
  const hint = ozoneHint || (old ? (env['ELECTRON_OZONE_PLATFORM_HINT'] ?? 'x11') : 'auto');
  if (hint === 'auto') return isWaylandSession(env);
  return hint === 'wayland' && (env['WAYLAND_DISPLAY'] ?? '') !== '';
}

/** Variables that only one desktop sets come first: XDG_CURRENT_DESKTOP is often left unset by them. */
function desktopOf(env: SessionFacts['env']): DesktopName {
  if (env['SWAYSOCK']) return 'sway';
  if (env['HYPRLAND_INSTANCE_SIGNATURE']) return 'hyprland';
  if (env['I3SOCK']) return 'i3';
  // A list, the most particular first: "ubuntu:GNOME".
  for (const name of (env['XDG_CURRENT_DESKTOP'] ?? '').toLowerCase().split(':')) {
    if (name === 'gnome' || name === 'gnome-classic' || name === 'gnome-flashback') return 'gnome';
    if (name === 'kde' || name === 'sway' || name === 'hyprland' || name === 'i3') return name;
  }
  return 'other';
}
