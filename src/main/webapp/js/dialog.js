import { PageElement, html, nothing } from './element.js';
import { Refused, Unreachable } from './client.js';
import { t } from './text.js';

/**
 * A question to the reader, over the page. Shows what the server refuses, in its words, and stays open then.
 *
 * @typedef {{label: string, kind?: string, run: (values: FormData) => Promise<unknown>}} Choice
 */
class Dialog extends PageElement {
  static properties = {
    heading: {},
    body: { attribute: false },
    choices: { attribute: false },
    wide: { type: Boolean },
    busy: { state: true },
    problem: { state: true },
  };

  constructor() {
    super();
    this.choices = [];
    this.busy = false;
    this.problem = '';
  }

  firstUpdated() {
    const dialog = this.querySelector('dialog');
    dialog.showModal();
    (dialog.querySelector('[autofocus]') ?? dialog.querySelector('.rp-dialog-body :is(input, textarea, select)') ?? dialog.querySelector('[type=submit]'))?.focus();
    dialog.addEventListener('close', () => {
      this.remove();
      this.closed?.();
      this.opener?.isConnected && this.opener.focus();
    });
    dialog.addEventListener('click', (event) => event.target === dialog && dialog.close());
  }

  close() {
    this.querySelector('dialog')?.close();
  }

  async choose(choice, event) {
    event.preventDefault();
    const form = this.querySelector('form');
    if (!form.reportValidity()) {
      return;
    }
    this.busy = true;
    this.problem = '';
    try {
      await choice.run(new FormData(form));
      this.close();
    } catch (e) {
      this.refuse(e);
    } finally {
      this.busy = false;
    }
  }

  /** Says in the dialog what went wrong. */
  refuse(e) {
    if (e instanceof Refused) {
      this.problem = t('dialog.refused', { message: e.message });
    } else if (e instanceof Unreachable) {
      this.problem = t('dialog.noConnection');
    } else {
      throw e;
    }
  }

  render() {
    const main = this.choices.at(-1);
    return html`<dialog class="rp-dialog ${this.wide ? 'rp-wide' : ''}" aria-labelledby="rp-dialog-title">
      <form method="dialog" @submit=${(event) => main && this.choose(main, event)}>
        <header>
          <h2 id="rp-dialog-title">${this.heading}</h2>
          <button type="button" class="rp-close" aria-label=${t('dialog.close')} @click=${this.close}>
            <svg viewBox="0 0 16 16" aria-hidden="true"><path d="M4 4l8 8M12 4l-8 8" /></svg>
          </button>
        </header>
        <div class="rp-dialog-body">${this.body?.(this)}</div>
        <p class="rp-problem" role="alert" ?hidden=${!this.problem}>${this.problem}</p>
        ${this.choices.length === 0
          ? nothing
          : html`<footer>
              <button type="button" class="rp-button" @click=${this.close}>${t('dialog.cancel')}</button>
              ${this.choices.map(
                (choice) =>
                  html`<button
                    type=${choice === main ? 'submit' : 'button'}
                    class="rp-button ${choice.kind ?? ''}"
                    ?disabled=${this.busy}
                    @click=${choice === main ? nothing : (event) => this.choose(choice, event)}
                  >
                    ${choice.label}
                  </button>`,
              )}
            </footer>`}
      </form>
    </dialog>`;
  }
}

customElements.define('rp-dialog', Dialog);

/** @param {{heading: string, body: (dialog: Dialog) => unknown, choices?: Choice[], wide?: boolean, closed?: () => void}} what */
export function openDialog(what) {
  const dialog = Object.assign(document.createElement('rp-dialog'), what);
  dialog.opener = document.activeElement;
  (document.querySelector('rp-app') ?? document.body).append(dialog);
  return dialog;
}
