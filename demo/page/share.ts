// What can be shown in a call besides the camera: a screen, a picture, a part of this page.
import { openElement, openPicture, openScreen, type SharedPicture } from 'ringline';
import { type App, titleOf } from './app.js';
import { forbid, h, icon, say, show } from './dom.js';
import { words } from './words.js';

type Source = 'screen' | 'picture' | 'page';
const kSources: readonly Source[] = ['screen', 'picture', 'page'];
const kIcons = { screen: 'share', picture: 'picture', page: 'ladder' } as const;

export class Share {
  readonly element: HTMLElement;
  /** What is shared, to name it. */
  source: Source = 'screen';
  readonly #title = h('h3');
  readonly #choices: {
    source: Source;
    button: HTMLButtonElement;
    what: HTMLElement;
    about: HTMLElement;
  }[];
  readonly #beside = h('input', { type: 'checkbox', checked: true });
  readonly #besideWords = h('span');
  readonly #besideLabel = h('label', { class: 'check' }, this.#beside, this.#besideWords);
  readonly #file = h('input', {
    type: 'file',
    accept: 'image/*',
    hidden: true,
    onchange: () => void this.#sharePicture(),
  });

  constructor(
    private readonly app: App,
    private readonly close: () => void,
  ) {
    this.#choices = kSources.map((source) => {
      const [what, about] = [h('b'), h('small', { class: 'quiet' })];
      const press = () => this.#choose(source);
      const button = h(
        'button',
        { type: 'button', class: 'choice', onclick: press },
        icon(kIcons[source]),
        h('span', {}, what, about),
      );
      return { source, button, what, about };
    });
    const buttons = this.#choices.map(({ button }) => button);
    this.element = h(
      'div',
      { class: 'sheet', hidden: true },
      this.#title,
      ...buttons,
      this.#besideLabel,
      this.#file,
    );
  }

  update(): void {
    const say_ = words();
    say(this.#title, say_.shareWhat);
    for (const { source, button, what, about } of this.#choices) {
      const reason = this.#obstacle(source);
      say(what, say_.shareSource[source]);
      say(about, reason ?? say_.shareAbout[source]);
      forbid(button, reason);
    }
    say(this.#besideWords, say_.shareBeside);
    // Without a camera there is nothing to be beside of.
    show(this.#besideLabel, hasCamera(this.app));
  }

  #obstacle(source: Source): string | undefined {
    if (source === 'screen' && !navigator.mediaDevices?.getDisplayMedia) return words().noScreen;
    if (source === 'page' && !ladder()?.checkVisibility()) return words().notOnPage;
    return undefined;
  }

  #choose(source: Source): void {
    if (source === 'picture') this.#file.click();
    else void this.#share(source, source === 'screen' ? openScreen : () => openElement(ladder()!));
  }

  async #sharePicture(): Promise<void> {
    const [file] = this.#file.files ?? [];
    this.#file.value = '';
    if (!file) return;
    const image = new Image();
    image.src = URL.createObjectURL(file);
    await image.decode().catch(() => {});
    await this.#share('picture', () => openPicture(image));
    URL.revokeObjectURL(image.src);
  }

  async #share(source: Source, open: () => Promise<SharedPicture>): Promise<void> {
    const call = this.app.front;
    const beside = this.#beside.checked && hasCamera(this.app);
    this.close();
    if (!call) return;
    await this.app.try(titleOf(call), async () => {
      const picture = await open();
      this.source = source;
      try {
        await call.share(picture, { beside });
      } catch (error) {
        picture.close();
        throw error;
      }
    });
  }
}

const ladder = () => document.querySelector<HTMLElement>('.panel.ladder');

const hasCamera = ({ front }: App): boolean =>
  (front?.localStream?.getVideoTracks().length ?? 0) > 0;
