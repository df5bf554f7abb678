/** What is asked about an input; `text` is a number, a link, or the path of a file. */
export interface InputRequest {
  readonly command: string;
  readonly text: string;
  /** ISO 3166, '' for the system's. */
  readonly country: string;
  readonly json: boolean;
  /** Of a file of contacts, a label of the Encoding Standard; '' for the one that is found. */
  readonly encoding: string;
}

/** What was made of it, ready to print. */
export interface InputAnswer {
  readonly text: string;
  /** Whether it is understood: something would be dialled. */
  readonly understood: boolean;
}
