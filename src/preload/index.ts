import { contextBridge, ipcRenderer } from 'electron';
import {
  PUSHES,
  REQUESTS,
  type Bridge,
  type PushName,
  type RequestName,
} from '@shared/ipc/contract.ts';
import { languageOfArguments } from '@shared/ipc/language.ts';

const requests = new Set<string>(Object.keys(REQUESTS));
const pushes = new Set<string>(Object.keys(PUSHES));

/** All a page can do: the names of the contract, nothing of ipcRenderer itself. */
const bridge: Bridge = {
  language: languageOfArguments(process.argv),
  invoke(name: RequestName, payload: unknown) {
    if (!requests.has(name)) return Promise.reject(new Error('unknown request'));
    return ipcRenderer.invoke(name, payload);
  },
  on(name: PushName, listener: (payload: unknown) => void) {
    if (!pushes.has(name)) throw new Error('unknown push');
    const handler = (_event: unknown, payload: unknown): void => listener(payload);
    ipcRenderer.on(name, handler);
    return () => ipcRenderer.removeListener(name, handler);
  },
};

contextBridge.exposeInMainWorld('ringside', bridge);
