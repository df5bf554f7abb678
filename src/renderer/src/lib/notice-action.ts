/** What a message offers: to take back what was done. */
export interface NoticeAction {
  readonly label: string;
  run(): void;
}
