// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
import { Emitter } from './emitter.js';
import { LynchetError } from './http.js';

/** Who is signed in on this device. The session is in localStorage, where there is one, so that all tabs share it. */
export class Auth {
  /** `{type: 'signed-in' | 'signed-out' | 'lost', userId}` */
  changed = new Emitter();
  #http;
  #key;
  #session;
  #isLost = false;
  #elsewhere = event => {
    if (event.key === this.#key) this.#set(event.newValue ? JSON.parse(event.newValue) : {}, false);
  };

  constructor(http, name, token) {
    this.#http = http;
    this.#key = `lynchet:${name}`;
    this.#session = token ? { token, userId: null } : stored(this.#key);
    globalThis.addEventListener?.('storage', this.#elsewhere);
  }

  get token() {
    return this.#session.token ?? null;
  }

  /** Null for nobody, and for a token that nobody has asked about yet. */
  get userId() {
    return this.#session.userId ?? null;
  }

  /** Whether the server no longer takes the token. The writes are kept for the same user's next sign-in. */
  get isLost() {
    return this.#isLost;
  }

  onChange(listener) {
    return this.changed.add(listener);
  }

  /** A session without an account. */
  guest() {
    return this.#enter('/api/auth/guest', {});
  }

  register(email, password, { displayName } = {}) {
    return this.#enter('/api/auth/password/register', { email, password, ...(displayName && { displayName }) });
  }

  login(email, password) {
    return this.#enter('/api/auth/password/login', { email, password });
  }

  /** Goes on with a session that was begun in another way. */
  async signIn(token) {
    const { body } = await this.#http.call('GET', '/api/auth/me', undefined, token);
    this.#set({ token, userId: body.user_id });
    return { userId: body.user_id };
  }

  /** Signs out here in any case; rejects when the server could not be told. */
  async logout() {
    const token = this.token;
    this.#set({});
    await this.#http.call('DELETE', '/api/auth/session', undefined, token);
  }

  /** Asks the server who the caller is. */
  async me() {
    const token = this.token;
    const { body } = await this.#http.call('GET', '/api/auth/me');
    if (token === this.token && body.user_id !== this.userId) this.#set({ token, userId: body.user_id });
    return body;
  }

  /** The server does not take the token any more. */
  lose() {
    if (this.#isLost) return;
    this.#isLost = true;
    this.changed.emit({ type: 'lost', userId: this.userId });
  }

  close() {
    globalThis.removeEventListener?.('storage', this.#elsewhere);
  }

  async #enter(path, body) {
    const { body: answer } = await this.#http.call('POST', path, body);
    if (answer.second_factor) {
      throw new LynchetError('SECOND_FACTOR_REQUIRED', `A second factor is needed: ${answer.second_factor}.`, { status: 401, details: answer });
    }
    this.#set({ token: answer.token, userId: answer.user_id });
    return { userId: answer.user_id };
  }

  #set(session, isOurs = true) {
    this.#session = session;
    this.#isLost = false;
    if (isOurs) keep(this.#key, session);
    this.changed.emit({ type: session.token || session.userId ? 'signed-in' : 'signed-out', userId: this.userId });
  }
}

function stored(key) {
  try {
    return JSON.parse(globalThis.localStorage?.getItem(key) ?? '{}');
  } catch {
    // Forbidden by the browser, or not ours: nobody is signed in.
    return {};
  }
}

function keep(key, session) {
  try {
    if (session.token || session.userId) globalThis.localStorage?.setItem(key, JSON.stringify(session));
    else globalThis.localStorage?.removeItem(key);
  } catch {
    // Forbidden by the browser: the session lasts as long as the page.
  }
}
