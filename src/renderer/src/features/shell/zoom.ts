import { ZOOMS } from '@shared/settings/settings.ts';
import { app } from '../../state/app.svelte.ts';

/** A size larger (1) or smaller (-1), or the natural one (0). */
export function zoom(step: 1 | 0 | -1): void {
  const at = step === 0 ? ZOOMS.indexOf(100) : ZOOMS.indexOf(app.settings.zoom) + step;
  const next = ZOOMS[at];
  if (next !== undefined) void app.patch({ zoom: next });
}

/** The keys of it, as every browser has them. */
export const ZOOM_KEYS: Readonly<Record<string, 1 | 0 | -1>> = { '+': 1, '=': 1, '-': -1, '0': 0 };
