// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
import { LynchetError } from './http.js';

/** One write on its way to the server: what the app holds in its hands, and what the queue works with. */
export class Write {
  /** `queued`, `sending`, `done` or `failed`. */
  state = 'queued';
  /** Why it failed, or null. */
  error = null;
  /** Its place in the server's log, once it is done. */
  seq = 0;
  /** How often it was sent. */
  attempts = 0;
  #resolve;
  #reject;
  #queue;

  /** @param record what is stored: `{key, opId, kind, entity, id, data}`; `key` gives the order */
  constructor(queue, record) {
    this.#queue = queue;
    this.record = record;
    this.#renew();
  }

  static restored(queue, stored) {
    const { error, ...record } = stored;
    const write = new Write(queue, record);
    if (error) write.fail(LynchetError.of(error, error.status));
    return write;
  }

  get id() {
    return this.record.id;
  }

  get entity() {
    return this.record.entity;
  }

  get kind() {
    return this.record.kind;
  }

  get data() {
    return this.record.data;
  }

  get isFinished() {
    return this.state === 'done' || this.state === 'failed';
  }

  /** Sends a failed one again. */
  retry() {
    return this.#queue.retry(this);
  }

  /** Takes it back; false when it is under way or done. */
  discard() {
    return this.#queue.discard(this);
  }

  /** How it is stored. */
  toStored() {
    const { code, message, details, hint, status } = this.error ?? {};
    return this.error ? { ...this.record, error: { code, message, details, hint, status } } : this.record;
  }

  /** How it is sent. A new row gets its final id here, so that nothing has to be renamed later. */
  toChange() {
    const { opId, kind, entity, id, data } = this.record;
    const change = { entity, row_id: id, kind, op_id: opId };
    if (kind === 'insert') change.data = { ...data, id };
    if (kind === 'update') change.data = data;
    return change;
  }

  finish(seq) {
    this.state = 'done';
    this.seq = seq;
    this.error = null;
    this.#resolve({ id: this.id, seq });
  }

  fail(error) {
    this.state = 'failed';
    this.error = error;
    this.#reject(error);
  }

  requeue() {
    this.state = 'queued';
    this.error = null;
    this.#renew();
  }

  #renew() {
    /** Settles with the server's answer, however long that takes. */
    this.result = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    // Most apps look at the state instead; that must not count as an unhandled rejection.
    this.result.catch(() => {});
  }
}
