// Stands in for Electron's default_app.asar: `electron FOLDER ARGS` runs the app in FOLDER.
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { app } from 'electron';

const given = process.argv.slice(1).find((argument) => !argument.startsWith('-'));
if (given === undefined) {
  process.stderr.write('electron: no app folder was given.\n');
  process.exit(1);
}
const folder = resolve(given);
const { name, productName, version, main } = JSON.parse(
  readFileSync(join(folder, 'package.json'), 'utf8'),
);
app.setAppPath(folder);
app.setName(productName ?? name);
app.setVersion(version);
app.setDesktopName(`${app.getName()}.desktop`);
await import(pathToFileURL(join(folder, main)));
