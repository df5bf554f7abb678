export { startDemoPbx, type DemoPbx } from '../../src/main/demo/index.ts';
