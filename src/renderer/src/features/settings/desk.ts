import type { Settings } from '@shared/settings/settings.ts';
import { app } from '../../state/app.svelte.ts';

/** Changes some of the settings of the desk; the others stay. */
export const setDesk = (change: Partial<Settings['desk']>): Promise<void> =>
  app.patch({ desk: { ...app.settings.desk, ...change } });
