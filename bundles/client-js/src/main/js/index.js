// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
import { Auth } from './auth.js';
import { TIMING } from './backoff.js';
import { Collection } from './collection.js';
import { Emitter } from './emitter.js';
import { Http, LynchetError } from './http.js';
import { LiveQueries } from './live.js';
import { WriteQueue } from './queue.js';
import { Room } from './rooms.js';
import { Connection } from './socket.js';
import { MemoryStorage, openStorage } from './storage.js';

/** A client of one server: see client.d.ts. */
class Client {
  auth;
  #storage;
  #timing;
  #errors = new Emitter();
  #connections = new Emitter();
  #http;
  #opened;
  #queue;
  #connection;
  #live;
  #rooms = new Map();
  #owner;
  #token;

  constructor({ url = globalThis.location?.origin, token, storage = 'indexeddb', databaseName, timing, ...parts }) {
    if (!url) throw new LynchetError('NO_URL', 'createClient needs the "url" of the server.');
    const base = url.replace(/\/+$/, '');
    const name = databaseName ?? base;
    this.#timing = { ...TIMING, ...timing };
    const report = e => this.#report(e);
    const fetch = parts.fetch ?? ((...call) => globalThis.fetch(...call));
    this.#http = new Http(base, fetch, () => this.auth.token, this.#timing.request);
    this.auth = new Auth(this.#http, name, token);
    this.#owner = ownerOf(this.auth);
    this.#token = this.auth.token;
    this.#opened = this.#open(storage, `lynchet:${name}`, report);
    const shared = { http: this.#http, opened: this.#opened, timing: this.#timing, report };
    this.#queue = new WriteQueue({ ...shared, owner: () => this.#owner });
    const WebSocket = parts.WebSocket ?? globalThis.WebSocket;
    this.#connection = new Connection({ url: base, fetch, WebSocket, token: () => this.auth.token, timing: this.#timing });
    this.#live = new LiveQueries({ ...shared, connection: this.#connection, queue: this.#queue });
    this.#connect();
    this.#queue.kick();
  }

  collection(entity) {
    return new Collection(entity, this.#http, this.#queue);
  }

  live(query, callback = () => {}) {
    const live = this.#live.open(query, callback);
    return {
      get rows() {
        return live.value;
      },
      get info() {
        return live.info;
      },
      close: () => this.#live.close(live),
    };
  }

  liveCount({ entity, where }, callback = () => {}) {
    const live = this.#live.open({ entity, where, count: true }, callback);
    return {
      get count() {
        return live.value;
      },
      get info() {
        return live.info;
      },
      close: () => this.#live.close(live),
    };
  }

  room(name) {
    if (!this.#rooms.has(name)) {
      this.#rooms.set(name, new Room(name, {
        http: this.#http,
        connection: this.#connection,
        timing: this.#timing,
        report: e => this.#report(e),
      }));
    }
    return this.#rooms.get(name);
  }

  /** Writes that are not done, oldest first: also those of other tabs and of earlier pages. */
  get writes() {
    return this.#queue.all().filter(write => write.state !== 'done');
  }

  onWrites(listener) {
    return this.#queue.changed.add(() => listener(this.writes));
  }

  /** Resolves when every write that is known now is done or refused. */
  async settled() {
    await this.#opened;
    await Promise.allSettled(this.writes.map(write => write.result));
  }

  /** `idle`, `connecting`, `online` or `offline`. */
  get connection() {
    if (this.#connection.isOpen) return 'online';
    return this.#connection.isOffline ? 'offline' : 'connecting';
  }

  onConnection(listener) {
    return this.#connections.add(listener);
  }

  /** Failures that no call can tell of, such as a full disk. Without a listener they go to the console. */
  onError(listener) {
    return this.#errors.add(listener);
  }

  async close() {
    this.auth.close();
    this.#connection.close();
    this.#queue.close();
    await this.#live.save();
    (await this.#opened).close();
  }

  async #open(option, name, report) {
    return this.#claim(await openStorage(option, name, report));
  }

  /** What another user left here is not for this one. */
  async #claim(storage) {
    const owner = this.#owner;
    try {
      if ((await storage.get('meta', 'owner')) !== owner) await storage.restart('meta', 'owner', owner);
      return storage;
    } catch (e) {
      this.#report(e);
      return new MemoryStorage();
    }
  }

  #connect() {
    const connection = this.#connection;
    connection.opened.add(() => {
      // The server is back: nothing has to wait for the end of a pause.
      this.#queue.kick();
      this.#rooms.forEach(room => room.connected());
      this.#connections.emit(this.connection);
    });
    connection.closed.add(() => {
      this.#rooms.forEach(room => room.disconnected());
      this.#connections.emit(this.connection);
    });
    connection.frames.add(frame => {
      // After a sign-out the server says, too, that one is in no room any more.
      const isStale = frame.room !== undefined && !this.#rooms.get(frame.room)?.isJoined;
      this.#rooms.forEach(room => room.frame(frame));
      if (frame.type === 'error' && frame.id === undefined && !isStale) this.#report(LynchetError.of(frame.error ?? frame, 400));
    });
    connection.authLost.add(() => this.auth.lose());
    connection.refused.add(() => this.#askWhetherLost());
    this.#queue.authLost.add(() => {
      connection.hold();
      this.auth.lose();
    });
    this.auth.changed.add(event => {
      if (event.type !== 'lost') this.#signedInOrOut();
    });
  }

  // A browser does not tell that a connection was refused with 401.
  #askWhetherLost() {
    const token = this.auth.token;
    if (!token) return;
    this.#http.call('GET', '/api/auth/me').catch(e => {
      if (e.status === 401 && token === this.auth.token) {
        this.#connection.hold();
        this.auth.lose();
      }
    });
  }

  #signedInOrOut() {
    const owner = ownerOf(this.auth);
    const isSame = owner === this.#owner || (this.#owner.startsWith('token:') && this.#token === this.auth.token);
    this.#token = this.auth.token;
    if (isSame) {
      this.#queue.resume();
    } else {
      this.#owner = owner;
      this.#opened = this.#opened.then(storage => this.#claim(storage));
      this.#queue.clear(this.#opened);
      this.#live.forget(this.#opened);
      this.#rooms.forEach(room => room.forget());
      this.#queue.resume();
    }
    this.#connection.restart();
  }

  #report(error) {
    if (this.#errors.isHeard) this.#errors.emit(error);
    else console.error(error);
  }
}

// A token that nobody has asked about stands for its user, by a digest that is good for nothing else.
function ownerOf(auth) {
  if (auth.userId) return auth.userId;
  if (!auth.token) return 'nobody';
  let hash = 0x811c9dc5;
  for (const c of auth.token) hash = Math.imul(hash ^ c.codePointAt(0), 0x01000193) >>> 0;
  return `token:${hash.toString(16)}`;
}

export function createClient(options = {}) {
  return new Client(options);
}

export { LynchetError, MemoryStorage };
