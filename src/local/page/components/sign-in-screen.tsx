import { useEffect, useRef, useState } from 'preact/hooks';
import type { RatingPage } from '../page.ts';
import { isOrganizing } from '../place.ts';

/** Asks for name and password, or for an API key. The organizer has the owner's key; raters have passwords. */
export function SignInScreen({ page }: { page: RatingPage }) {
  const [isByKey, setByKey] = useState(isOrganizing());
  const [isBusy, setBusy] = useState(false);
  const username = useRef<HTMLInputElement>(null);
  const password = useRef<HTMLInputElement>(null);
  const key = useRef<HTMLInputElement>(null);
  useEffect(() => (isByKey ? key : username).current?.focus(), [isByKey]);

  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const credentials = isByKey
      ? { key: key.current?.value.trim() ?? '' }
      : { username: username.current?.value.trim() ?? '', password: password.current?.value ?? '' };
    if (Object.values(credentials).includes('')) {
      return page.say(isByKey ? 'Give your API key.' : 'Give your name and your password.');
    }
    setBusy(true);
    await page.signIn(credentials);
    setBusy(false);
  };

  return (
    <section class="card narrow" id="screen-sign-in" aria-labelledby="sign-in-title">
      <h1 id="sign-in-title">Sign in</h1>
      <p class="muted">
        {isOrganizing()
          ? 'Use the owner’s key: ARGILLA_API_KEY in the file .env of the campaign.'
          : 'Use the account that the organizer gave you.'}
      </p>
      <form id="sign-in" autocomplete="on" onSubmit={(event) => void submit(event)}>
        <div id="by-password" hidden={isByKey}>
          <label for="username">Name</label>
          <input
            id="username"
            name="username"
            autocomplete="username"
            autocapitalize="none"
            spellcheck={false}
            ref={username}
          />
          <label for="password">Password</label>
          <input id="password" name="password" type="password" autocomplete="current-password" ref={password} />
        </div>
        <div id="by-key" hidden={!isByKey}>
          <label for="api-key">API key</label>
          <input id="api-key" name="api-key" type="password" autocomplete="off" spellcheck={false} ref={key} />
        </div>
        <button class="primary" type="submit" disabled={isBusy}>
          Sign in
        </button>
        <button class="link" id="switch-way" type="button" onClick={() => setByKey(!isByKey)}>
          {isByKey ? 'Sign in with name and password' : 'Sign in with an API key'}
        </button>
      </form>
    </section>
  );
}
