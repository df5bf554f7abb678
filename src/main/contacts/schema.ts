import type { FileSchema } from '../storage/database.ts';

/**
 * The contacts have a file of their own: an import is one long transaction, and must not hold up or
 * take back what the history writes meanwhile.
 */
export const CONTACTS_FILE: FileSchema = {
  name: 'contacts file',
  migrations: [
    `CREATE TABLE contacts (
       id INTEGER PRIMARY KEY,
       name TEXT NOT NULL,
       number TEXT NOT NULL,
       normal TEXT NOT NULL UNIQUE,
       tail TEXT NOT NULL
     );
     CREATE INDEX contacts_by_tail ON contacts (tail);
     CREATE INDEX contacts_by_name ON contacts (name COLLATE NOCASE, id);
     CREATE VIRTUAL TABLE contacts_text USING fts5 (name, number, content='contacts', content_rowid='id', tokenize='trigram');
     CREATE TRIGGER contacts_insert AFTER INSERT ON contacts BEGIN
       INSERT INTO contacts_text (rowid, name, number) VALUES (new.id, new.name, new.number);
     END;
     CREATE TRIGGER contacts_delete AFTER DELETE ON contacts BEGIN
       INSERT INTO contacts_text (contacts_text, rowid, name, number) VALUES ('delete', old.id, old.name, old.number);
     END;
     CREATE TRIGGER contacts_update AFTER UPDATE OF name, number ON contacts BEGIN
       INSERT INTO contacts_text (contacts_text, rowid, name, number) VALUES ('delete', old.id, old.name, old.number);
       INSERT INTO contacts_text (rowid, name, number) VALUES (new.id, new.name, new.number);
     END;`,
  ],
};
