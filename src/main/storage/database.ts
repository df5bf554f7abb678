import { closeSync, existsSync, readSync, renameSync, rmSync, statSync } from 'node:fs';
import { DatabaseSync } from '@photostructure/sqlite';
import { setAside } from '../files/aside.ts';
import { openRegular } from '../files/bounded-read.ts';

/** A connection to a database file. */
export type Database = InstanceType<typeof DatabaseSync>;

/** What a file holds, and how it came to be. */
export interface FileSchema {
  /** What a person calls it, as in “The call history was damaged”. */
  readonly name: string;
  /** SQL: each entry takes the file one version further; never changed once released, only added to. */
  readonly migrations: readonly string[];
  /** SQL that fails when what SQLite's own check leaves out is damaged. */
  readonly check?: string;
  /** ms to wait for another program that holds the file. */
  readonly busyMs?: number;
}

export interface Opened {
  readonly db: Database;
  /** A sentence for the person when a broken file was set aside, else ''. */
  readonly problem: string;
}

/**
 * What SQLite answers for a file that is no database (26), a broken one (11), one without the tables
 * that our own statements name (1), or one that its own check finds fault with (19, the constraint
 * below). (sqlite.org/rescode.html)
 */
const DAMAGED: readonly number[] = [26, 11, 1, 19];
/**
 * Checks the whole file; done by the database itself, for a prepared statement would hold the file
 * open until it is garbage, although it was closed and set aside.
 */
const CHECK = `
  CREATE TEMP TABLE sound (word TEXT CHECK (word = 'ok'));
  INSERT INTO sound SELECT integrity_check FROM pragma_integrity_check;
  DROP TABLE sound;`;
/** How every database begins, and the least it can be (bytes; sqlite.org/fileformat.html). */
const MAGIC = 'SQLite format 3\0';
const SMALLEST = 512;

/** The file cannot be used as it is; another reason to fail (a full disk, no rights) does not say so. */
class Unusable extends Error {}

/**
 * Opens a database file and brings it up to date. Written through to the disk at each commit (WAL),
 * so a crash loses nothing. A file that is damaged, or of a newer Ringside, is set aside, never
 * overwritten.
 * @throws where it cannot be opened for another reason (no rights, a full disk); it is left alone then
 */
export function openOrSetAside(path: string, schema: FileSchema): Opened {
  try {
    return { db: open(path, schema), problem: '' };
  } catch (error) {
    const aside = isUnusable(error) ? asideOf(path) : undefined;
    if (aside === undefined) throw error;
    return {
      db: open(path, schema),
      problem: `The ${schema.name} cannot be read: ${reasonOf(error)}. It was set aside as ${aside}; a new one was begun.`,
    };
  }
}

/** The same; where it cannot be opened, what comes new in this run is kept in memory only. */
export function openDatabase(path: string, schema: FileSchema): Opened {
  try {
    return openOrSetAside(path, schema);
  } catch (error) {
    return {
      db: open(':memory:', schema),
      problem: `The ${schema.name} cannot be opened (${String(error)}): nothing new in it is kept beyond this run.`,
    };
  }
}

/** Sets the file and what belongs to it aside; undefined where that fails, too. */
function asideOf(path: string): string | undefined {
  try {
    const aside = setAside(path);
    for (const suffix of ['-wal', '-shm']) {
      if (existsSync(path + suffix)) renameSync(path + suffix, aside + suffix);
    }
    return aside;
  } catch {
    return undefined;
  }
}

function isUnusable(error: unknown): boolean {
  const code = (error as { errcode?: unknown }).errcode;
  return error instanceof Unusable || (typeof code === 'number' && DAMAGED.includes(code & 0xff));
}

const reasonOf = (error: unknown): string =>
  error instanceof Unusable ? error.message : 'the file is damaged';

/** Closes it with all of it in its one file, so that a copy of that is a copy of everything. */
export function closeDatabase(db: Database): void {
  try {
    // Statements that are not garbage yet keep the log from being folded in by closing.
    db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  } catch {
    // A transaction is open, an import say: closing takes it back, and the log stays for the next opening.
  }
  db.close();
}

function open(path: string, { migrations, check = '', busyMs = 2_000 }: FileSchema): Database {
  // SQLite takes a file of no bytes, or of one, for a new database: the lost one would go in silence.
  const isNew = !isThere(path);
  if (!isNew && !beginsAsDatabase(path)) throw new Unusable('the file is damaged');
  const db = new DatabaseSync(path);
  try {
    db.exec(
      `PRAGMA busy_timeout = ${busyMs}; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;`,
    );
    db.exec(CHECK);
    migrate(db, migrations);
    db.exec(check);
    return db;
  } catch (error) {
    db.close();
    // Begun on a full disk, it would be taken for a damaged one the next time.
    if (isNew) for (const suffix of ['', '-wal', '-shm']) rmSync(path + suffix, { force: true });
    throw error;
  }
}

/** Also where it cannot be reached: links in a circle, a folder without rights. */
function isThere(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch {
    return true;
  }
}

function beginsAsDatabase(path: string): boolean {
  const file = openRegular(path);
  try {
    const bytes = Buffer.alloc(SMALLEST);
    return (
      readSync(file, bytes, 0, SMALLEST, 0) === SMALLEST &&
      bytes.toString('latin1', 0, MAGIC.length) === MAGIC
    );
  } finally {
    closeSync(file);
  }
}

function migrate(db: Database, migrations: readonly string[]): void {
  const { user_version: version } = db.prepare('PRAGMA user_version').get() as {
    user_version: number;
  };
  if (version > migrations.length) throw new Unusable('it is of a newer Ringside');
  migrations.slice(version).forEach((sql, i) => {
    db.exec(`BEGIN; ${sql} PRAGMA user_version = ${version + i + 1}; COMMIT;`);
  });
}
