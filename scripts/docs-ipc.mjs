// npm run docs:ipc [-- --check]: writes docs/ipc.md from the IPC contract, or tells whether it is current.
import { runTypescript } from './lib/run-typescript.mjs';

await runTypescript('scripts/lib/ipc/write.ts');
