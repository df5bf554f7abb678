// The demo PBX in a utility process of the app (src/main/demo-process.ts): says where it listens.
import type {} from 'electron'; // the type of process.parentPort
import { startDemoPbx } from './index.ts';

const { seed } = JSON.parse(process.argv[2] ?? '{}') as { seed?: number };
const { host, port, password } = await startDemoPbx(seed === undefined ? {} : { seed });
process.parentPort.postMessage({ host, port, password });
