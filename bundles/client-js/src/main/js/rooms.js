// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
import { Backoff } from './backoff.js';
import { Emitter } from './emitter.js';

/** Refusals after which the server tells nothing more of the room. */
const ENDING = new Set(['NOT_IN_ROOM', 'POLICY_DENIED', 'UNAUTHENTICATED']);

/** Who is in a room, and what they say. Joined again after each loss of the connection. */
export class Room {
  #members = new Map();
  #http;
  #connection;
  #name;
  #data;
  #isJoined = false;
  /** Counts how often it was left: a join that began before is not one any more. */
  #exits = 0;
  #entering = null;
  #snapshots = 0;
  #backoff;
  #retry;
  #changed = new Emitter();
  #messages = new Emitter();
  #report;

  constructor(name, { http, connection, timing, report }) {
    this.#name = name;
    this.#http = http;
    this.#connection = connection;
    this.#backoff = new Backoff(timing);
    this.#report = report;
  }

  /** `[{userId, data, joinedAt}]` in the order in which they joined; one for each person. */
  get members() {
    return [...this.#members.values()];
  }

  get isJoined() {
    return this.#isJoined;
  }

  /** Resolves when the members are known. Rejects when the caller may not; then nothing is tried again. */
  async join(data = null) {
    this.#connection.want();
    this.#data = data;
    await this.#enter();
  }

  async leave() {
    if (!this.#isJoined && !this.#entering) return;
    this.#connection.send({ type: 'room-unsubscribe', room: this.#name });
    this.forget();
    // The server would take them in any order.
    await this.#entering;
    await this.#post('leave', {});
  }

  /** Replaces what the others see of the caller. */
  async presence(data) {
    this.#data = data;
    await this.#post('presence', { data });
  }

  async broadcast(topic, data) {
    await this.#post('broadcast', { topic, data });
  }

  /** Told the members each time that they change. */
  onChange(listener) {
    return this.#changed.add(listener);
  }

  /** Told `{topic, data, from}`. */
  onMessage(listener) {
    return this.#messages.add(listener);
  }

  connected() {
    this.#backoff.reset();
    this.#enterAgain();
  }

  disconnected() {
    clearTimeout(this.#retry);
    this.#empty();
  }

  /** Whoever was here is somebody else now, or may not be here any more. */
  forget() {
    this.#exits++;
    this.#isJoined = false;
    clearTimeout(this.#retry);
    this.#empty();
  }

  frame(frame) {
    if (frame.room !== this.#name) return;
    if (frame.type === 'room-snapshot') {
      this.#show(frame.members);
    } else if (frame.type === 'room-update') {
      this.#update(frame);
    } else if (frame.type === 'presence') {
      this.#update({ action: 'presence', member: { user_id: frame.from }, data: frame.data });
    } else if (frame.type === 'error') {
      if (ENDING.has(frame.code)) this.forget();
    } else if (frame.type === 'topic') {
      this.#messages.emit({ topic: frame.topic, data: frame.data, from: frame.from });
    }
  }

  #enterAgain() {
    if (!this.#isJoined) return;
    this.#enter().catch(e => {
      if (e.isTransient) {
        clearTimeout(this.#retry);
        // Else the next connection does it.
        if (this.#connection.isOpen) {
          this.#retry = setTimeout(() => this.#enterAgain(), Math.max(this.#backoff.next(), e.retryAfter));
        }
        return;
      }
      if (ENDING.has(e.code)) this.forget();
      this.#report(e);
    });
  }

  async #enter() {
    const entering = this.#join();
    const all = Promise.allSettled([this.#entering, entering]);
    this.#entering = all;
    try {
      await entering;
    } finally {
      if (this.#entering === all) this.#entering = null;
    }
  }

  // The socket tells who is there, too, but perhaps there is none just now.
  async #join() {
    const exits = this.#exits;
    const seen = this.#snapshots;
    const { member, snapshot } = await this.#post('join', { data: this.#data });
    if (exits !== this.#exits) return;
    this.#isJoined = true;
    this.#connection.send({ type: 'room-subscribe', room: this.#name });
    if (seen === this.#snapshots) this.#show([...snapshot.peers, member ?? []].flat().sort(byJoining));
  }

  #show(members) {
    this.#snapshots++;
    this.#members = new Map(members.map(member => [member.user_id, shown(member)]));
    this.#changed.emit(this.members);
  }

  #update({ action, member, data }) {
    const id = member.user_id;
    if (action === 'broadcast') {
      this.#messages.emit({ topic: data?.topic, data: data?.payload, from: id });
      return;
    }
    if (action === 'leave') {
      this.#members.delete(id);
    } else {
      const known = this.#members.get(id);
      this.#members.set(id, { ...known, ...shown(member), data: data ?? member.data ?? known?.data ?? null });
    }
    this.#changed.emit(this.members);
  }

  #empty() {
    if (this.#members.size === 0) return;
    this.#members.clear();
    this.#changed.emit([]);
  }

  async #post(verb, body) {
    const answer = await this.#http.call('POST', `/api/rooms/${verb}`, { room: this.#name, ...body });
    return answer.body;
  }
}

function byJoining(a, b) {
  return Date.parse(a.joined_at) - Date.parse(b.joined_at);
}

function shown({ user_id: userId, data, joined_at: joinedAt }) {
  return { userId, data: data ?? null, ...(joinedAt !== undefined && { joinedAt }) };
}
