// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
import { Backoff } from './backoff.js';
import { Emitter } from './emitter.js';
import { LynchetError } from './http.js';
import { Write } from './write.js';

const UNSENT_MAX = 10_000;
const BATCH_CHANGES_MAX = 100;
const BATCH_CHARS_MAX = 1_000_000;

/** Random hexadecimal digits: ids of rows (20 bytes), and names of operations, clients and the like. */
export function randomHex(bytes) {
  return Array.from(crypto.getRandomValues(new Uint8Array(bytes)), byte => byte.toString(16).padStart(2, '0')).join('');
}

/**
 * Writes that the server has not taken yet, in the order in which they were made. They are stored before they are sent, and sent by one page at
 * a time; where two do it all the same, the names of the operations keep anything from being done twice.
 */
export class WriteQueue {
  /** Something about some write has changed. */
  changed = new Emitter();
  /** The server took a write. */
  confirmed = new Emitter();
  /** The server says that the token is no longer good; nothing is sent until `resume`. */
  authLost = new Emitter();

  #http;
  #storage;
  #owner;
  #report;
  #backoff;
  #writes = new Map();
  #batchMax = BATCH_CHANGES_MAX;
  #isSending = false;
  #isHeld = false;
  #isClosed = false;
  #generation = 0;
  #count = 0;
  #retry;
  #channel = null;
  #clientId;
  #discarded = new Set();
  #awake = () => this.kick();

  /**
   * @param opened a promise of the storage
   * @param owner who is signed in now: nobody's writes are sent in somebody else's name
   */
  constructor({ http, opened, owner, timing, report }) {
    this.#http = http;
    this.#owner = owner;
    this.#report = report;
    this.#backoff = new Backoff(timing);
    this.#storage = opened.then(storage => this.#begin(storage));
    globalThis.addEventListener?.('online', this.#awake);
  }

  async #begin(storage) {
    if (storage.name && typeof BroadcastChannel !== 'undefined') {
      this.#channel = new BroadcastChannel(`lynchet:${storage.name}`);
      this.#channel.onmessage = event => this.#told(event.data);
      // Node only: listening must not keep the process alive.
      this.#channel.unref?.();
    }
    this.#clientId = await storage.get('meta', 'client');
    if (!this.#clientId) {
      this.#clientId = randomHex(16);
      await storage.put('meta', 'client', this.#clientId);
    }
    await this.#restore(storage);
    return storage;
  }

  async #restore(storage) {
    const generation = this.#generation;
    const entries = await storage.entries('writes');
    if (generation !== this.#generation) return;
    entries.forEach(([, stored]) => this.#know(stored));
    this.changed.emit();
  }

  #know(stored) {
    const isNew = !this.#writes.has(stored.opId) && !this.#discarded.has(stored.opId);
    if (isNew && stored.owner === this.#owner()) this.#writes.set(stored.opId, Write.restored(this, stored));
  }

  /** Those that are not done, and those that a live query may not show yet, oldest first. */
  all() {
    return [...this.#writes.values()].sort((a, b) => (a.record.key < b.record.key ? -1 : 1));
  }

  /** Takes a write; what comes back tells what becomes of it. */
  add(kind, entity, id, data) {
    const key = `${String(Date.now()).padStart(15, '0')}-${String(this.#count++).padStart(6, '0')}-${randomHex(4)}`;
    const owner = this.#owner();
    const write = new Write(this, { key, opId: randomHex(16), owner, kind, entity, id, data: structuredClone(data) });
    if (this.#writes.size >= UNSENT_MAX) {
      write.fail(new LynchetError('QUEUE_FULL', `${UNSENT_MAX} writes wait for the server; try again later.`));
      return write;
    }
    this.#writes.set(write.record.opId, write);
    this.changed.emit();
    this.#store(write, { queued: write.record });
    return write;
  }

  retry(write) {
    if (write.state !== 'failed' || !this.#writes.has(write.record.opId)) return false;
    write.requeue();
    this.changed.emit();
    this.#store(write, { queued: write.record });
    return true;
  }

  discard(write) {
    if (write.state !== 'queued' && write.state !== 'failed') return false;
    const { key, opId } = write.record;
    this.#writes.delete(opId);
    // Until it is out of the storage, where the next look would find it again.
    this.#discarded.add(opId);
    if (write.state === 'queued') write.fail(new LynchetError('DISCARDED', 'The write was discarded before it was sent.'));
    this.changed.emit();
    this.#attempt(async storage => {
      await storage.delete('writes', key);
      this.#discarded.delete(opId);
      this.#tell({ discarded: opId });
    });
    return true;
  }

  /** Forgets everything: it was somebody else's. `opened` is the storage as soon as it has been cleared. */
  clear(opened) {
    this.#generation++;
    this.#storage = opened;
    const lost = this.all();
    this.#writes.clear();
    for (const write of lost) {
      if (!write.isFinished) write.fail(new LynchetError('USER_CHANGED', 'Another user signed in before the write was sent.'));
    }
    this.changed.emit();
  }

  /** Drops the done ones that everybody has seen. */
  prune(isSeen) {
    for (const [opId, write] of this.#writes) {
      if (write.state === 'done' && isSeen(write)) this.#writes.delete(opId);
    }
  }

  /** Sends what is there, without waiting for the end of a pause. */
  kick() {
    clearTimeout(this.#retry);
    this.#retry = undefined;
    void this.#drain();
  }

  /** After a new sign-in. */
  resume() {
    this.#isHeld = false;
    this.#backoff.reset();
    this.kick();
  }

  close() {
    this.#isClosed = true;
    clearTimeout(this.#retry);
    globalThis.removeEventListener?.('online', this.#awake);
    this.#channel?.close();
    this.#channel = null;
  }

  #store(write, message) {
    const generation = this.#generation;
    this.#attempt(async storage => {
      if (generation === this.#generation) {
        await storage.put('writes', write.record.key, write.toStored());
        this.#tell(message);
      }
    }).then(() => {
      // During a pause the server is left alone.
      if (this.#retry === undefined) this.kick();
    });
  }

  // A full disk does not stop a write from being sent, only from surviving the page.
  async #attempt(work) {
    try {
      await work(await this.#storage);
    } catch (e) {
      this.#report(e);
    }
  }

  #tell(message) {
    this.#channel?.postMessage({ ...message, owner: this.#owner() });
  }

  /** Another page with the same storage has queued, finished or dropped a write. */
  #told(message) {
    if (message.owner !== this.#owner()) return;
    const opId = message.opId ?? message.discarded;
    if (message.queued) {
      const known = this.#writes.get(message.queued.opId);
      if (known?.state === 'failed') known.requeue();
      this.#know(message.queued);
    } else if (this.#writes.has(opId) && !this.#writes.get(opId).isFinished) {
      const write = this.#writes.get(opId);
      if (message.seq !== undefined) this.#finish(write, message.seq);
      else write.fail(LynchetError.of(message.error ?? { code: 'DISCARDED', message: 'Taken back in another page.' }, message.error?.status));
    }
    if (message.discarded) this.#writes.delete(message.discarded);
    this.changed.emit();
  }

  async #drain() {
    if (this.#isSending || this.#isHeld || this.#isClosed) return;
    this.#isSending = true;
    try {
      const storage = await this.#storage;
      const locks = storage.name && globalThis.navigator?.locks;
      const send = () => this.#sendAll(storage);
      await (locks ? locks.request(`lynchet-push:${storage.name}`, send) : send());
    } catch (e) {
      this.#report(e);
      this.#pause(this.#backoff.next());
    } finally {
      this.#isSending = false;
    }
    // Something came in the very moment in which the last batch turned out to be empty.
    if (this.#retry === undefined && this.#batch().length > 0) this.kick();
  }

  #pause(millis) {
    clearTimeout(this.#retry);
    if (!this.#isClosed) {
      this.#retry = setTimeout(() => {
        this.#retry = undefined;
        void this.#drain();
      }, millis);
    }
  }

  async #sendAll(storage) {
    await this.#restore(storage);
    for (;;) {
      const batch = this.#batch();
      if (batch.length === 0 || this.#isClosed || this.#isHeld) break;
      if (!(await this.#send(batch, storage))) return;
    }
    this.#batchMax = BATCH_CHANGES_MAX;
    this.#backoff.reset();
  }

  #batch() {
    if (this.#isHeld || this.#isClosed) return [];
    let chars = 0;
    const waiting = this.all().filter(write => !write.isFinished);
    const end = waiting.slice(0, this.#batchMax).findIndex(write => {
      chars += JSON.stringify(write.toChange()).length;
      return chars > BATCH_CHARS_MAX;
    });
    return waiting.slice(0, end < 0 ? this.#batchMax : Math.max(1, end));
  }

  /** Returns whether to go on with the next batch. */
  async #send(batch, storage) {
    const generation = this.#generation;
    batch.forEach(write => {
      write.state = 'sending';
      write.attempts++;
    });
    this.changed.emit();
    try {
      const { body } = await this.#http.call('POST', '/api/sync/push', {
        client_id: this.#clientId,
        changes: batch.map(write => write.toChange()),
      });
      if (generation !== this.#generation) return true;
      await this.#settle(batch, body, storage);
      return true;
    } catch (e) {
      if (!(e instanceof LynchetError)) throw e;
      return generation !== this.#generation || this.#wholeFailed(batch, e, storage);
    } finally {
      batch.filter(write => write.state === 'sending').forEach(write => (write.state = 'queued'));
      this.changed.emit();
    }
  }

  async #settle(batch, body, storage) {
    const results = new Map(body.results.map(result => [result.op_id, result]));
    if (!batch.every(write => results.has(write.record.opId))) {
      throw new LynchetError('BAD_ANSWER', 'The response to a push lacks some changes.', { status: 502 });
    }
    for (const write of batch) {
      const result = results.get(write.record.opId);
      const done = result.status !== 'error' || isOwnRow(write, result.error);
      if (done) await this.#done(write, result.seq ?? body.cursor.last_seq, storage);
      else await this.#refused(write, LynchetError.of(result.error, 400), storage);
    }
  }

  async #wholeFailed(batch, error, storage) {
    if (error.status === 401) {
      this.#isHeld = true;
      this.authLost.emit();
      return false;
    }
    if (error.isTransient) {
      this.#pause(Math.max(this.#backoff.next(), error.retryAfter));
      return false;
    }
    // Nothing of a push whose shape is refused has happened; one by one the wrong change shows itself.
    if (batch.length > 1) this.#batchMax = 1;
    else await this.#refused(batch[0], error, storage);
    return true;
  }

  async #done(write, seq, storage) {
    await storage.delete('writes', write.record.key);
    this.#finish(write, seq);
    this.#tell({ opId: write.record.opId, seq });
  }

  #finish(write, seq) {
    write.finish(seq);
    this.confirmed.emit(write);
  }

  async #refused(write, error, storage) {
    write.fail(error);
    const stored = write.toStored();
    await storage.put('writes', write.record.key, stored);
    this.#tell({ opId: write.record.opId, error: stored.error });
  }
}

// Nobody else makes this id, so the row is there because an earlier answer got lost, and the server has forgotten the operation.
function isOwnRow(write, error) {
  return write.kind === 'insert' && write.attempts > 1 && error.code === 'ID_CONFLICT';
}
