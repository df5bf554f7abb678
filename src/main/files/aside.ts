import { renameSync } from 'node:fs';

/** Moves a damaged file out of the way, so that it is never overwritten. Returns its new path. */
export function setAside(path: string): string {
  const aside = `${path}.broken-${new Date().toISOString().replace(/[:.]/g, '-')}`;
  renameSync(path, aside);
  return aside;
}
