// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
import { LynchetError } from './http.js';
import { orderPairs } from './order.js';
import { overlaid } from './overlay.js';

const KEPT_RESULTS_MAX = 50;

/** One live query: its rows as of `seq`, and who wants to know. */
class LiveQuery {
  /** As the server knows it; another one each time that it is asked anew. */
  subscription = null;
  /** `waiting`, `live`, or `failed`. */
  phase = 'waiting';
  error = null;
  /** Up to which place in the log the rows are complete. */
  reached = 0;
  isClosed = false;
  #base = new Map();
  #count = null;
  #seq = null;
  #scope = null;
  #hasMore = false;
  #isLost = false;
  #isDue = false;
  #view = null;
  #callback;
  #owner;

  constructor(owner, query, callback) {
    this.#owner = owner;
    this.query = query;
    this.#callback = callback;
    this.key = JSON.stringify([query.entity, query.where, query.order, query.limit]);
  }

  get seq() {
    return this.#seq ?? 0;
  }

  get info() {
    return {
      state: this.phase === 'failed' ? 'failed' : this.#owner.stateOf(this),
      seq: this.seq,
      hasMore: this.#hasMore,
      pending: this.#owner.pendingOf(this).length,
      loaded: this.#seq !== null,
      error: this.error,
    };
  }

  get value() {
    if (this.query.count) return this.#count;
    this.#view ??= overlaid(this.#base, this.#owner.overlayOf(this), this.query);
    return this.#view;
  }

  /** Begins with what an earlier page left, unless the server was faster. */
  begin(stored) {
    if (this.#seq !== null || !stored) return;
    this.#take(stored);
    this.changed();
  }

  toStored() {
    return { rows: [...this.#base.values()], seq: this.#seq, scope: this.#scope, has_more: this.#hasMore, savedAt: Date.now() };
  }

  toFrame() {
    const { entity, where, order, limit, count } = this.query;
    const frame = { type: 'subscribe', id: this.subscription, entity };
    if (where) frame.where = where;
    if (count) return { ...frame, count: true };
    if (order) frame.order = orderPairs(order);
    if (limit) frame.limit = limit;
    return this.#seq !== null && this.#scope !== null && !this.#isLost ? { ...frame, since: this.#seq, scope: this.#scope } : frame;
  }

  /** Takes a frame; false when there is a gap before it. */
  frame(frame) {
    if (frame.type === 'diff' && frame.prev !== this.#seq) return false;
    if (frame.type === 'lost') {
      this.#isLost = true;
      this.phase = 'waiting';
    } else if (frame.type === 'error') {
      this.phase = 'failed';
      this.error = LynchetError.of(frame.error, 400);
    } else {
      this.#take(frame);
      this.phase = 'live';
      this.error = null;
      this.reached = Math.max(this.reached, this.#seq);
    }
    this.changed();
    return true;
  }

  #take(frame) {
    if (frame.type !== 'diff') {
      this.#base = new Map();
      this.#isLost = false;
    }
    [...(frame.rows ?? []), ...(frame.enter ?? []), ...(frame.update ?? [])].forEach(row => this.#base.set(row.id, row));
    (frame.leave ?? []).forEach(id => this.#base.delete(id));
    this.#count = frame.count ?? this.#count;
    this.#seq = frame.seq;
    this.#scope = frame.scope ?? this.#scope;
    this.#hasMore = frame.has_more ?? this.#hasMore;
  }

  /** Forgets what somebody else was allowed to see. */
  forget() {
    this.#base = new Map();
    this.#count = null;
    this.#seq = null;
    this.#scope = null;
    this.#hasMore = false;
    this.#isLost = false;
    this.phase = 'waiting';
    this.error = null;
    this.reached = 0;
    this.changed();
  }

  /** Tells soon, once for all changes that come together. */
  changed() {
    this.#view = null;
    if (this.#isDue) return;
    this.#isDue = true;
    queueMicrotask(() => {
      this.#isDue = false;
      if (!this.isClosed) this.#callback(this.value, this.info);
    });
  }
}

/** All live queries of a client on its one connection, with the writes that are on their way laid over them. */
export class LiveQueries {
  #connection;
  #queue;
  #opened;
  #timing;
  #report;
  #queries = new Set();
  #bySubscription = new Map();
  #unsaved = new Set();
  #subscriptions = 0;
  #saving;

  constructor({ connection, queue, opened, timing, report }) {
    this.#connection = connection;
    this.#queue = queue;
    this.#opened = opened;
    this.#timing = timing;
    this.#report = report;
    connection.opened.add(() => this.#queries.forEach(query => this.#subscribe(query)));
    connection.closed.add(() => this.#disconnected());
    connection.frames.add(frame => this.#frame(frame));
    queue.changed.add(() => this.#queries.forEach(query => query.changed()));
    queue.confirmed.add(() => this.#confirmed());
  }

  open(query, callback) {
    this.#connection.want();
    const live = new LiveQuery(this, structuredClone(query), callback);
    this.#queries.add(live);
    this.#restore(live).catch(this.#report).then(() => {
      if (!live.isClosed && live.subscription === null) this.#subscribe(live);
      live.changed();
    });
    return live;
  }

  close(live) {
    live.isClosed = true;
    this.#queries.delete(live);
    this.#unsubscribe(live);
    this.#prune();
  }

  /** Everything that is shown belonged to somebody else. */
  forget(opened) {
    this.#opened = opened;
    clearTimeout(this.#saving);
    this.#saving = undefined;
    this.#unsaved.clear();
    this.#queries.forEach(query => query.forget());
  }

  stateOf(live) {
    if (this.#connection.isOpen) return live.phase === 'live' ? 'live' : 'connecting';
    return this.#connection.isOffline ? 'offline' : 'connecting';
  }

  pendingOf(live) {
    return this.#queue.all().filter(write => write.entity === live.query.entity && !write.isFinished);
  }

  /** A write that is done stays until the rows that came from the server contain it, or they would flicker back for a moment. */
  overlayOf(live) {
    return this.#queue
      .all()
      .filter(write => write.entity === live.query.entity && write.state !== 'failed')
      .filter(write => write.state !== 'done' || write.seq > live.reached);
  }

  /** Stores what is not yet; for the end. */
  async save() {
    clearTimeout(this.#saving);
    this.#saving = undefined;
    const due = [...this.#unsaved].filter(query => query.info.loaded);
    this.#unsaved.clear();
    try {
      const storage = await this.#opened;
      for (const query of due) await storage.put('results', query.key, query.toStored());
    } catch (e) {
      this.#report(e);
    }
  }

  async #restore(live) {
    if (live.query.count) return;
    const storage = await this.#opened;
    live.begin(await storage.get('results', live.key));
    await this.#dropOldest(storage);
  }

  async #dropOldest(storage) {
    const entries = await storage.entries('results');
    entries.sort(([, a], [, b]) => b.savedAt - a.savedAt);
    for (const [key] of entries.slice(KEPT_RESULTS_MAX)) await storage.delete('results', key);
  }

  #subscribe(live) {
    if (!this.#connection.isOpen) return;
    live.subscription = `q${++this.#subscriptions}`;
    live.phase = 'waiting';
    this.#bySubscription.set(live.subscription, live);
    this.#connection.send(live.toFrame());
    live.changed();
    // Tells of writes that are in the result already, when nothing else would.
    this.#connection.send({ type: 'ping' });
  }

  #unsubscribe(live) {
    if (live.subscription === null) return;
    this.#bySubscription.delete(live.subscription);
    this.#connection.send({ type: 'unsubscribe', id: live.subscription });
    live.subscription = null;
  }

  #disconnected() {
    this.#bySubscription.clear();
    this.#queries.forEach(query => {
      query.subscription = null;
      query.changed();
    });
  }

  #frame(frame) {
    if (frame.type === 'pong') {
      this.#queries.forEach(query => {
        if (query.phase === 'live' && frame.seq > query.reached) {
          query.reached = frame.seq;
          query.changed();
        }
      });
      this.#prune();
      return;
    }
    const live = this.#bySubscription.get(frame.id);
    if (!live || frame.type === 'unsubscribed') return;
    if (!live.frame(frame)) {
      this.#unsubscribe(live);
      this.#subscribe(live);
      return;
    }
    if (frame.type === 'error') this.#bySubscription.delete(frame.id);
    else this.#saveSoon(live);
    this.#prune();
  }

  #confirmed() {
    this.#queries.forEach(query => query.changed());
    this.#connection.send({ type: 'ping' });
    this.#prune();
  }

  #prune() {
    const waiting = [...this.#queries].filter(query => query.phase !== 'failed' && !query.query.count);
    this.#queue.prune(write => waiting.every(query => query.query.entity !== write.entity || query.reached >= write.seq));
  }

  #saveSoon(live) {
    if (live.query.count) return;
    this.#unsaved.add(live);
    this.#saving ??= setTimeout(() => void this.save(), this.#timing.save);
  }
}
