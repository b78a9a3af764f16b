// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.

/** As of a connection that ended without a close frame. */
export const NEVER_OPEN = 1006;
export const TRY_LATER = 1013;
export const UNAUTHENTICATED = 4401;

/** Browsers have six connections to a server that speaks HTTP/1.1, and writes need some. */
const STREAMS_MAX = 3;
/** How often queries are asked that have no stream of their own, and how long a wish to know how far all are may wait. */
const POLL_MILLIS = 3_000;
const GATHER_MILLIS = 200;
/** The server gives a sign of life every 25 seconds. */
const SILENCE_MILLIS = 60_000;

/**
 * What is left where something on the way lets no WebSocket through: an event stream for each live query, behind the face of a WebSocket. A
 * stream that is opened with what is known already answers with what was missed, so asking anew tells how far a query is.
 */
export class EventSocket {
  onopen;
  onmessage;
  onclose;
  onerror;
  #url;
  #fetch;
  #headers;
  #streams = new Map();
  #isClosed = false;
  #gathering;
  #polling;

  constructor(url, fetch, token) {
    this.#url = url;
    this.#fetch = fetch;
    this.#headers = token ? { Authorization: `Bearer ${token}` } : {};
    this.#polling = setInterval(() => this.#poll(), POLL_MILLIS);
    queueMicrotask(() => this.#isClosed || this.onopen?.());
  }

  send(text) {
    const frame = JSON.parse(text);
    if (frame.type === 'subscribe') this.#open(frame);
    else if (frame.type === 'unsubscribe') this.#unsubscribe(frame.id);
    else if (frame.type === 'ping') this.#gathering ??= setTimeout(() => this.#gather(), GATHER_MILLIS);
    else this.#tell({ type: 'error', error: { code: 'UPGRADE_REQUIRED', message: 'Rooms need a WebSocket, and something on the way lets none through.' } });
  }

  close() {
    this.#isClosed = true;
    clearInterval(this.#polling);
    clearTimeout(this.#gathering);
    this.#streams.forEach(stream => stream.abort.abort());
    this.#streams.clear();
  }

  #tell(frame) {
    this.onmessage?.({ data: JSON.stringify(frame) });
  }

  #end(code) {
    if (this.#isClosed) return;
    this.close();
    this.onclose?.({ code });
  }

  #unsubscribe(id) {
    this.#streams.get(id)?.abort.abort();
    this.#streams.delete(id);
    this.#tell({ type: 'unsubscribed', id });
  }

  async #open(frame) {
    const known = this.#streams.get(frame.id);
    known?.abort.abort();
    const isKept = known ? known.isKept : [...this.#streams.values()].filter(stream => stream.isKept).length < STREAMS_MAX;
    const stream = { frame, isKept, abort: new AbortController(), hasAnswered: false, heardAt: Date.now() };
    this.#streams.set(frame.id, stream);
    try {
      const answer = await this.#fetch(`${this.#url}/api/live/events?${addressed(frame)}`, { headers: this.#headers, signal: stream.abort.signal });
      if (answer.ok) await eachEvent(answer.body, () => (stream.heardAt = Date.now()), event => this.#heard(stream, event));
      else await this.#refused(stream, answer);
    } catch {
      // Cut, by us or on the way: what comes now is the same as at its end.
    }
    if (this.#streams.get(frame.id) === stream && !(stream.hasAnswered && !stream.isKept)) this.#end(NEVER_OPEN);
  }

  #heard(stream, event) {
    if (this.#streams.get(stream.frame.id) !== stream) return;
    const frame = { ...JSON.parse(event), id: stream.frame.id };
    stream.hasAnswered = true;
    if (frame.type === 'error') this.#streams.delete(frame.id);
    stream.frame = { ...stream.frame, since: frame.seq, scope: frame.scope ?? stream.frame.scope };
    if (!stream.isKept) stream.abort.abort();
    this.#tell(frame);
  }

  async #refused(stream, answer) {
    if (answer.status === 401) return this.#end(UNAUTHENTICATED);
    if (answer.status === 429 || answer.status >= 500) return this.#end(TRY_LATER);
    const { error } = await answer.json();
    if (this.#streams.delete(stream.frame.id)) this.#tell({ type: 'error', id: stream.frame.id, error });
  }

  #poll() {
    const dead = [...this.#streams.values()].some(stream => stream.isKept && Date.now() - stream.heardAt > SILENCE_MILLIS);
    if (dead) this.#end(NEVER_OPEN);
    else this.#streams.forEach(stream => stream.isKept || this.#open(stream.frame));
  }

  /** Asks all anew that have answered, and tells how far they are when they have done it again. */
  async #gather() {
    const asked = [...this.#streams.values()].filter(stream => stream.hasAnswered).map(stream => stream.frame.id);
    asked.forEach(id => this.#open(this.#streams.get(id).frame));
    const left = () => [...this.#streams.values()].filter(stream => !stream.hasAnswered).length;
    while (!this.#isClosed && left() > 0) await new Promise(resolve => setTimeout(resolve, GATHER_MILLIS / 10));
    this.#gathering = undefined;
    if (!this.#isClosed) this.#tell({ type: 'pong', seq: Math.min(...[...this.#streams.values()].map(stream => stream.frame.since)) });
  }
}

function addressed(frame) {
  const { type, id, ...query } = frame;
  const texts = Object.entries(query).filter(([, value]) => value !== undefined);
  return new URLSearchParams(texts.map(([name, value]) => [name, typeof value === 'object' ? JSON.stringify(value) : String(value)]));
}

async function eachEvent(body, onSign, onEvent) {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    onSign();
    const lines = (rest + decoder.decode(value, { stream: true })).split('\n');
    rest = lines.pop();
    lines.filter(line => line.startsWith('data: ')).forEach(line => onEvent(line.slice(6)));
  }
}
