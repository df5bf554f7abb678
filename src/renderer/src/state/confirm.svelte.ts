/** One yes-or-no question at a time. */
class Confirmation {
  question = $state.raw<{
    title: string;
    text: string;
    yes: string;
    answer: (yes: boolean) => void;
  } | null>(null);

  /** Asks; resolves with the answer, false when the question is closed. */
  ask(text: string, yes: string, title = 'Somebody else’s call'): Promise<boolean> {
    this.question?.answer(false);
    return new Promise((resolve) => {
      this.question = {
        title,
        text,
        yes,
        answer: (given) => {
          this.question = null;
          resolve(given);
        },
      };
    });
  }
}

export const confirmation = new Confirmation();
