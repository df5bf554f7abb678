/** People who call, as callers' names and numbers come: some of them hostile. */
export const CALLERS = [
  ['Anna Lindqvist', '+46701234567'],
  ['Jürgen Groß', '+493012345678'],
  ['李小龍', '+85223456789'],
  ['Siobhán O’Neil', '+353861234567'],
  ['', '+12125550178'],
  ['Marco "Il Capo" Rossi', '+390612345678'],
  ['<b>Bold Move Ltd</b>', '+442079460958'],
  ['=SUM(A1:A9)', '+12025550143'],
  ['Зоя Петрова', '+359281234567'],
  ['Fatima Al-Sayed', '+97142345678'],
  ['Pizza 🍕 Express', '+390712345678'],
  ['Dr. Ngozi Okafor', '+2341234567'],
  ['Ó Briain & Sons', '+353871112222'],
  ['Hotel de la Gare', '+33142345678'],
  ['김지우', '+8225551234'],
  ['Wanda Nowak', '+48221234567'],
  ['Εταιρεία Αιγαίο', '+302101234567'],
  ['محمد الفارسي', '+96824123456'],
  ['Bäckerei Süß', '+498912345670'],
  ['Eleni & Co', '+357221234567'],
  ['Noah van Dijk', '+31201234567'],
  ['山田 花子', '+81312345678'],
  ['Ruth Goldberg', '+97231234567'],
  ['Camille Lefèvre', '+33612345678'],
] as const;

/** Numbers outside that agents call. */
export const SUPPLIERS = ['+4930901820', '+43151234567', '+41443217654', '+442071838750'] as const;

/** Numbers people dial to reach a queue. */
export const HOTLINES = [
  ['4001', '+4930555100'],
  ['4001', '+4930555100'],
  ['4002', '+4930555200'],
  ['4003', '+4930555300'],
] as const;
