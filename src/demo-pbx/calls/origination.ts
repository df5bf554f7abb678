/** What `originate` asks for. */
export interface Origination {
  /** Variables its dial string sets, in their order. */
  readonly variables: Readonly<Record<string, string>>;
  readonly dial: string;
  readonly then:
    | { readonly application: string; readonly data: string }
    | { readonly number: string; readonly dialplan: string; readonly context: string };
  readonly cidName: string;
  readonly cidNumber: string;
  /** s the phone may ring. */
  readonly timeoutSec: number;
}
