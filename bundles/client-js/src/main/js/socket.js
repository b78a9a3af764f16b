// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
import { Backoff } from './backoff.js';
import { Emitter } from './emitter.js';
import { EventSocket, NEVER_OPEN, TRY_LATER, UNAUTHENTICATED } from './events.js';
import { LynchetError } from './http.js';

const RESTARTING = 1012;
const TOO_MANY_ERRORS = 4429;
/** What the server says to a request that is no WebSocket's; it says so to a page whose WebSockets a proxy has made to such requests. */
const UPGRADE_REQUIRED = 426;
/** So often a WebSocket has to fail while the server answers requests; once may be a restart. */
const SUSPICIONS_MAX = 2;

/** The one WebSocket, or event streams where none gets through. It is opened when somebody wants it, and comes back by itself until the client is closed. */
export class Connection {
  opened = new Emitter();
  /** It is gone, or there is no hope for one now. */
  closed = new Emitter();
  frames = new Emitter();
  /** The server says that the token is no longer good; nothing is tried until `restart`. */
  authLost = new Emitter();
  /** It was not even opened; a browser does not tell why. */
  refused = new Emitter();
  isOpen = false;
  /** Whether the last attempt failed, as opposed to: there was none yet. */
  isOffline = false;

  #base;
  #url;
  #fetch;
  #WebSocket;
  #suspicions = 0;
  #token;
  #timing;
  #backoff;
  #socket = null;
  #wanted = false;
  #held = false;
  #retry;
  #stable;
  #watch;
  #awake = () => this.#comeBack();
  #asleep = () => this.#drop();

  constructor({ url, fetch, WebSocket, token, timing }) {
    this.#base = url;
    this.#fetch = fetch;
    this.#url = `${url.replace(/^http/, 'ws')}/api/live`;
    this.#WebSocket = WebSocket;
    this.#token = token;
    this.#timing = timing;
    this.#backoff = new Backoff(timing);
    globalThis.addEventListener?.('online', this.#awake);
    globalThis.addEventListener?.('offline', this.#asleep);
  }

  /** Opens it unless that has been done. */
  want() {
    if (!this.#WebSocket) {
      throw new LynchetError('NO_WEBSOCKET', 'This runtime has no WebSocket; pass one to createClient as the option "WebSocket".');
    }
    this.#wanted = true;
    this.#connect();
  }

  /** Sends a frame; false when there is no connection, and nothing is kept for a later one. */
  send(frame) {
    if (!this.isOpen) return false;
    this.#socket.send(JSON.stringify(frame));
    return true;
  }

  /** Begins anew at once, with the token of now. */
  restart() {
    this.#backoff.reset();
    this.#drop(false);
    this.#held = false;
    this.#comeBack();
  }

  close() {
    this.#wanted = false;
    globalThis.removeEventListener?.('online', this.#awake);
    globalThis.removeEventListener?.('offline', this.#asleep);
    this.#drop();
  }

  #connect() {
    if (!this.#wanted || this.#held || this.#socket) return;
    clearTimeout(this.#retry);
    const token = this.#token();
    const isBlocked = this.#suspicions >= SUSPICIONS_MAX;
    const socket = isBlocked
      ? new EventSocket(this.#base, this.#fetch, token)
      : new this.#WebSocket(this.#url, token ? [`bearer.${encodeURIComponent(token)}`] : []);
    this.#socket = socket;
    // Events of a socket that was given up are nobody's business.
    const whileCurrent = handler => event => {
      if (this.#socket === socket) handler(event);
    };
    socket.onopen = whileCurrent(() => {
      // The next one is a WebSocket again, and one failure is enough to come back.
      this.#suspicions = isBlocked ? SUSPICIONS_MAX - 1 : 0;
      this.#open();
    });
    socket.onmessage = whileCurrent(event => this.#frame(event.data));
    socket.onclose = whileCurrent(event => this.#gone(event.code));
    // Not every WebSocket tells of a close when it was never open; where one follows an error, it says more.
    socket.onerror = whileCurrent(() => {
      if (!this.isOpen) this.#gone(NEVER_OPEN);
    });
    this.#watch = setTimeout(() => this.#drop(), this.#timing.request);
  }

  #open() {
    this.isOpen = true;
    this.isOffline = false;
    this.#stable = setTimeout(() => this.#backoff.reset(), this.#timing.stable);
    this.#heard();
    this.opened.emit();
  }

  #frame(data) {
    this.#heard();
    let frame;
    try {
      frame = JSON.parse(data);
    } catch {
      // Not from our server, or broken on the way: what was missed comes with the next connection.
      this.#drop();
      return;
    }
    this.frames.emit(frame);
  }

  #heard() {
    clearTimeout(this.#watch);
    this.#watch = setTimeout(() => {
      this.send({ type: 'ping' });
      this.#watch = setTimeout(() => this.#drop(), this.#timing.answer);
    }, this.#timing.silence);
  }

  // Does not wait for the close handshake, which a dead network never finishes.
  #drop(isOffline = true) {
    const socket = this.#socket;
    if (!socket) return;
    this.#gone(0, isOffline);
    socket.close();
  }

  #gone(code, isOffline = true) {
    const wasOpen = this.isOpen;
    this.#socket = null;
    this.isOpen = false;
    this.isOffline = isOffline;
    clearTimeout(this.#stable);
    clearTimeout(this.#watch);
    this.#held = code === UNAUTHENTICATED;
    if (this.#wanted && !this.#held) {
      this.#retry = setTimeout(() => this.#connect(), this.#pause(code));
    }
    this.closed.emit();
    if (this.#held) this.authLost.emit();
    else if (!wasOpen && code !== 0) {
      this.refused.emit();
      void this.#askWhetherBlocked();
    }
  }

  // A browser does not tell why a WebSocket failed. Where the server answers all the same, something on the way is to blame.
  async #askWhetherBlocked() {
    const token = this.#token();
    try {
      const answer = await this.#fetch(`${this.#base}/api/live`, { headers: token ? { Authorization: `Bearer ${token}` } : {} });
      if (answer.status === UPGRADE_REQUIRED && !this.isOpen) this.#suspicions++;
    } catch {
      // Nobody is reached, so it is not about WebSockets.
      this.#suspicions = 0;
    }
  }

  #pause(code) {
    // Once at once: a part that restarts again and again gets the pauses of any other failure.
    const atOnce = code === RESTARTING && this.#backoff.isFresh;
    const pause = this.#backoff.next();
    if (atOnce) return 0;
    return code === TRY_LATER || code === TOO_MANY_ERRORS ? Math.max(this.#timing.base, pause) : pause;
  }

  #comeBack() {
    clearTimeout(this.#retry);
    this.#connect();
  }

  /** Nothing is tried until `restart`. */
  hold() {
    this.#held = true;
    clearTimeout(this.#retry);
  }
}
