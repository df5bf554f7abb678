import { existsSync, renameSync } from 'node:fs';
import { DatabaseSync } from '@photostructure/sqlite';

/** A connection to a database file. */
export type Database = InstanceType<typeof DatabaseSync>;

/** Each entry takes the file one version further; never changed once released, only added to. */
const MIGRATIONS = [
  `CREATE TABLE calls (
     id INTEGER PRIMARY KEY,
     call_id TEXT NOT NULL,
     way TEXT NOT NULL,
     name TEXT NOT NULL,
     number TEXT NOT NULL,
     dialled TEXT NOT NULL,
     started_ms INTEGER NOT NULL,
     answered_ms INTEGER NOT NULL,
     ended_ms INTEGER NOT NULL,
     outcome TEXT NOT NULL,
     cause TEXT NOT NULL,
     seen INTEGER NOT NULL
   );
   CREATE INDEX calls_by_time ON calls (started_ms DESC);
   CREATE INDEX calls_by_outcome ON calls (outcome, seen);
   CREATE UNIQUE INDEX calls_by_call ON calls (call_id, way);
   CREATE VIRTUAL TABLE calls_text USING fts5 (name, number, dialled, content='calls', content_rowid='id', tokenize='trigram');
   CREATE TRIGGER calls_insert AFTER INSERT ON calls BEGIN
     INSERT INTO calls_text (rowid, name, number, dialled) VALUES (new.id, new.name, new.number, new.dialled);
   END;
   CREATE TRIGGER calls_delete AFTER DELETE ON calls BEGIN
     INSERT INTO calls_text (calls_text, rowid, name, number, dialled) VALUES ('delete', old.id, old.name, old.number, old.dialled);
   END;
   CREATE TRIGGER calls_update AFTER UPDATE OF name, number, dialled ON calls BEGIN
     INSERT INTO calls_text (calls_text, rowid, name, number, dialled) VALUES ('delete', old.id, old.name, old.number, old.dialled);
     INSERT INTO calls_text (rowid, name, number, dialled) VALUES (new.id, new.name, new.number, new.dialled);
   END;`,
  // Which rule has fired for which call (src/main/rules/claims.ts).
  `CREATE TABLE rules_fired (
     rule_id TEXT NOT NULL,
     call_id TEXT NOT NULL,
     way TEXT NOT NULL,
     at_ms INTEGER NOT NULL,
     PRIMARY KEY (rule_id, call_id, way)
   );`,
];

/** What a file holds, and how it came to be. */
export interface FileSchema {
  /** What a person calls it, as in “The call history was damaged”. */
  readonly name: string;
  readonly migrations: readonly string[];
}
const CALLS: FileSchema = { name: 'call history', migrations: MIGRATIONS };

export interface Opened {
  readonly db: Database;
  /** A sentence for the person when a broken file was set aside, else ''. */
  readonly problem: string;
}

/**
 * Opens a database file and brings it up to date. Written through to the disk at each commit (WAL),
 * so a crash loses nothing. A file that is no database is set aside, never overwritten.
 */
export function openDatabase(path: string, schema = CALLS): Opened {
  try {
    return { db: open(path, schema), problem: '' };
  } catch (error) {
    if (!existsSync(path)) throw error;
    const aside = `${path}.broken-${new Date().toISOString().replace(/[:.]/g, '-')}`;
    renameSync(path, aside);
    for (const suffix of ['-wal', '-shm']) {
      if (existsSync(path + suffix)) renameSync(path + suffix, aside + suffix);
    }
    return {
      db: open(path, schema),
      problem: `The ${schema.name} was damaged. It was set aside as ${aside}; a new one was begun.`,
    };
  }
}

function open(path: string, { migrations }: FileSchema): Database {
  const db = new DatabaseSync(path);
  try {
    db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 2000;');
    const check = db.prepare('PRAGMA quick_check').get() as { quick_check?: string } | undefined;
    if (check?.quick_check !== 'ok') throw new Error('the file is damaged');
    migrate(db, migrations);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

function migrate(db: Database, migrations: readonly string[]): void {
  const { user_version: version } = db.prepare('PRAGMA user_version').get() as {
    user_version: number;
  };
  if (version > migrations.length) throw new Error('the file is of a newer Ringside');
  migrations.slice(version).forEach((sql, i) => {
    db.exec(`BEGIN; ${sql} PRAGMA user_version = ${version + i + 1}; COMMIT;`);
  });
}
