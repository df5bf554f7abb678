import { app } from 'electron';
import { sessionOf, type Session } from './session.ts';

/** The session this app runs in. */
export const currentSession = (): Session =>
  sessionOf({
    platform: process.platform,
    env: process.env,
    ozone: app.commandLine.getSwitchValue('ozone-platform'),
    ozoneHint: app.commandLine.getSwitchValue('ozone-platform-hint'),
    electron: Number.parseInt(process.versions.electron, 10),
  });
