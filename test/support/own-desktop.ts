/** Desktops that `npm test` started, as their environments: one for each worker, as one desktop has one focus. */
const DESKTOPS = JSON.parse(process.env['RINGSIDE_DESKTOPS'] ?? '[{}]') as NodeJS.ProcessEnv[];

/** How many workers there may be. */
export const desktops = DESKTOPS.length;

/** Makes a worker's environment that of its own desktop; to be called before any test is read. */
export function useOwnDesktop(): void {
  Object.assign(process.env, DESKTOPS[Number(process.env['TEST_PARALLEL_INDEX'] ?? 0)]);
}
