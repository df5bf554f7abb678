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
    // `jurgen` finds Jürgen, `46701` finds +46 70 1…: a number is searched as it is written, and without its marks.
    `DROP TRIGGER contacts_insert;
     DROP TRIGGER contacts_delete;
     DROP TRIGGER contacts_update;
     DROP TABLE contacts_text;
     CREATE VIRTUAL TABLE contacts_text USING fts5 (name, number, normal, content='contacts', content_rowid='id', tokenize='trigram remove_diacritics 1');
     INSERT INTO contacts_text (contacts_text) VALUES ('rebuild');
     CREATE TRIGGER contacts_insert AFTER INSERT ON contacts BEGIN
       INSERT INTO contacts_text (rowid, name, number, normal) VALUES (new.id, new.name, new.number, new.normal);
     END;
     CREATE TRIGGER contacts_delete AFTER DELETE ON contacts BEGIN
       INSERT INTO contacts_text (contacts_text, rowid, name, number, normal) VALUES ('delete', old.id, old.name, old.number, old.normal);
     END;
     CREATE TRIGGER contacts_update AFTER UPDATE OF name, number, normal ON contacts BEGIN
       INSERT INTO contacts_text (contacts_text, rowid, name, number, normal) VALUES ('delete', old.id, old.name, old.number, old.normal);
       INSERT INTO contacts_text (rowid, name, number, normal) VALUES (new.id, new.name, new.number, new.normal);
     END;`,
  ],
};
