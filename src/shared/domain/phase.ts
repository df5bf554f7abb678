/** Where a connection to a PBX is. */
export type ConnectionPhase = 'idle' | 'connecting' | 'syncing' | 'online' | 'offline' | 'stopped';
