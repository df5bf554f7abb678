import { startDemoPbx, type DemoOptions, type DemoPbx } from '../../src/demo-pbx/index.ts';

export { startDemoPbx, type DemoPbx };

/** s: longer than a test on the slowest machine looks at a phone that rings. */
const PATIENT_SEC = 600;

/** A PBX on which only what a test does happens: no calls of its own, and nobody gives up. */
export const startCalmPbx = (options: DemoOptions = {}): Promise<DemoPbx> =>
  startDemoPbx({ calm: true, callTimeoutSec: PATIENT_SEC, ...options });
