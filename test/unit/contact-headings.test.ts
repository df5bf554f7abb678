import { describe, expect, it } from 'vitest';
import { columnsOf } from '../../src/main/contacts/columns/columns.ts';
import { meaningsOf } from '../../src/main/contacts/columns/meaning.ts';

const usesOf = (...rows: string[]) => columnsOf(rows.map((row) => row.split(';'))).uses;

/** How each language heads a given name, a family name and a number. */
const LANGUAGES: readonly (readonly [string, string])[] = [
  ['English', 'First Name;Last Name;Mobile Phone'],
  ['German', 'Vorname;Nachname;Telefonnummer'],
  ['French', 'Prénom;Nom;Téléphone portable'],
  ['Spanish', 'Nombre;Apellidos;Número de teléfono'],
  ['Portuguese', 'Nome;Sobrenome;Telefone celular'],
  ['Italian', 'Nome;Cognome;Cellulare'],
  ['Dutch', 'Voornaam;Achternaam;Telefoonnummer'],
  ['Swedish', 'Förnamn;Efternamn;Mobilnummer'],
  ['Norwegian', 'Fornavn;Etternavn;Tlf. mobil'],
  ['Danish', 'Fornavn;Efternavn;Telefon (privat)'],
  ['Finnish', 'Etunimi;Sukunimi;Puhelinnumero'],
  ['Icelandic', 'Fornafn;Eftirnafn;Farsími'],
  ['Polish', 'Imię;Nazwisko;Telefon komórkowy'],
  ['Czech', 'Jméno;Příjmení;Mobilní telefon'],
  ['Slovak', 'Meno;Priezvisko;Telefónne číslo'],
  ['Croatian', 'Ime;Prezime;Broj telefona'],
  ['Slovenian', 'Ime;Priimek;Telefonska številka'],
  ['Romanian', 'Prenume;Nume;Număr de telefon'],
  ['Bulgarian', 'Име;Фамилия;Мобилен телефон'],
  ['Russian', 'Имя;Фамилия;Телефон раб.'],
  ['Ukrainian', 'Імʼя;Прізвище;Мобільний телефон'],
  ['Greek', 'Όνομα;Επώνυμο;Αριθμός τηλεφώνου'],
  ['Turkish', 'Ad;Soyad;Cep Telefonu'],
  ['Arabic', 'الاسم الأول;اسم العائلة;رقم الهاتف'],
  ['Hebrew', 'שם פרטי;שם משפחה;טלפון נייד'],
  ['Indonesian', 'Nama Depan;Nama Belakang;Nomor Telepon'],
  ['Thai', 'ชื่อ;นามสกุล;หมายเลขโทรศัพท์'],
  ['Lithuanian', 'Vardas;Pavardė;Telefono numeris'],
  ['Latvian', 'Vārds;Uzvārds;Tālruņa numurs'],
  ['Estonian', 'Eesnimi;Perekonnanimi;Mobiiltelefon'],
  ['Catalan', 'Nom;Cognoms;Telèfon mòbil'],
];

describe('columns by their headings', () => {
  it.each(LANGUAGES)('in %s: %s', (_language, headings) => {
    expect(usesOf(headings, 'Anna;Berg;0301234567')).toEqual(['first', 'last', 'number']);
  });

  it.each([
    ['Hungarian', 'Vezetéknév;Keresztnév;Telefonszám'],
    ['Vietnamese', 'Họ;Tên;Số điện thoại'],
    ['Chinese', '姓;名;手机号码'],
    ['Japanese', '姓;名;電話番号'],
    ['Korean', '성;이름;휴대폰 번호'],
  ])('in %s, which writes the family’s name first: %s', (_language, headings) => {
    const columns = columnsOf([headings.split(';'), ['Berg', 'Anna', '0301234567']]);
    expect([columns.uses, columns.familyFirst]).toEqual([['last', 'first', 'number'], true]);
  });

  it.each([
    ['Name;Vorname;Telefon', ['last', 'first', 'number']],
    ['Name;Telefon', ['name', 'number']],
    ['Nome;Telefone', ['name', 'number']],
    ['Nom;Tél.', ['name', 'number']],
    ['名前;電話', ['name', 'number']],
    ['Name;Given Name;Family Name;Phone 1 - Value', ['name', 'first', 'last', 'number']],
    ['Company Name;Contact;Tel', ['firm', 'name', 'number']],
    ['Nombre;Primer apellido;Segundo apellido;Móvil', ['first', 'last', 'last', 'number']],
    ['Имя;Отчество;Фамилия;Моб.', ['first', 'middle', 'last', 'number']],
    ['Extension;Name', ['number', 'name']],
    ['Name;Phone;Ext.', ['name', 'number', 'extension']],
    ['FirstName;LastName;Mobile;Home2', ['first', 'last', 'number', 'number']],
  ] as const)('%s: each by what stands beside it', (headings, uses) => {
    const cells = headings
      .split(';')
      .map((heading) => (/ext/i.test(heading) ? '201' : '0301234567'));
    expect(usesOf(headings, cells.join(';'))).toEqual(uses);
  });

  it.each([
    'Number of Employees',
    'Customer Number',
    'Account No.',
    'House number',
    'Phone Type',
    'Phone 1 - Label',
    'Fax',
    'Telefax geschäftlich',
    'Pager',
    'Assistant’s Phone',
    'Telefon für Hörbehinderte',
    'Company number',
    'Eigene Rufnummer',
    'Hausnummer',
    'Kundennummer',
    'Last call',
    'Employees',
  ])('%s is no number to call', (heading) => {
    expect(meaningsOf(heading)).not.toContain('number');
    expect(meaningsOf(heading)).not.toContain('perhaps');
  });

  it('where no heading is known by the cells', () => {
    expect(usesOf('Xyz;Abc;Qrs', 'Anna Berg;anna@x.test;+49 30 1234567')).toEqual([
      'name',
      '',
      'number',
    ]);
    expect(usesOf('Anna;+49301;202')).toEqual(['name', 'number', 'number']);
  });
});
