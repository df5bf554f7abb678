import type { FileSchema } from '../storage/database.ts';

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
  // A call that comes back to me, transferred to and fro, is a call of its own.
  `DROP INDEX calls_by_call;
   CREATE INDEX calls_by_call ON calls (call_id, way);`,
  // Which time to delete by (expiry.ts): one row at most.
  `CREATE TABLE IF NOT EXISTS believed (
     id INTEGER PRIMARY KEY CHECK (id = 1),
     time_ms INTEGER NOT NULL,
     stepped_ms INTEGER NOT NULL
   );`,
  // Several PBXes, which may give two calls one id. Until here there was one: FIRST_SITE.
  `ALTER TABLE calls ADD COLUMN site TEXT NOT NULL DEFAULT 'main';
   DROP INDEX calls_by_call;
   CREATE INDEX calls_by_call ON calls (site, call_id, way);
   CREATE TABLE rules_fired_on (
     rule_id TEXT NOT NULL,
     site TEXT NOT NULL,
     call_id TEXT NOT NULL,
     way TEXT NOT NULL,
     at_ms INTEGER NOT NULL,
     PRIMARY KEY (rule_id, site, call_id, way)
   );
   INSERT INTO rules_fired_on SELECT rule_id, 'main', call_id, way, at_ms FROM rules_fired;
   DROP TABLE rules_fired;
   ALTER TABLE rules_fired_on RENAME TO rules_fired;`,
];

export const HISTORY_FILE: FileSchema = {
  name: 'call history',
  migrations: MIGRATIONS,
  // The index of names against the calls: a search in a broken one fails, or lies.
  check: `INSERT INTO calls_text (calls_text, rank) VALUES ('integrity-check', 1)`,
};
