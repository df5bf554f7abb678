/**
 * Built into the program in place of ajv, ajv-formats and semver (electron.vite.config.ts). electron-store
 * brings them for JSON schemas and migrations; it is given neither (store.ts has valibot's schema), and they
 * were more than half of the code that is read at each start.
 */
export class Ajv2020 {
  constructor() {
    throw new Error('This build has no ajv: electron-store can be given no schema.');
  }
}
/** Of ajv-formats and semver nothing is called without a schema and migrations. */
export default {};
