// What the pure code uses of the globals that Node and browsers both have. Only this layer reads it: the others
// have their own declarations (tsconfig.json beside it).
declare class URL {
  constructor(url: string);
  static canParse(url: string): boolean;
  readonly href: string;
}
