// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
import { orderPairs } from './order.js';
import { randomHex } from './queue.js';

/** The rows of one entity: reads ask the server, writes go through the queue. */
export class Collection {
  #entity;
  #http;
  #queue;

  constructor(entity, http, queue) {
    this.#entity = entity;
    this.#http = http;
    this.#queue = queue;
  }

  /** One row, or null. */
  async get(id) {
    try {
      return (await this.#http.call('GET', `/api/entities/${encodeURIComponent(this.#entity)}/${encodeURIComponent(id)}`)).body;
    } catch (e) {
      if (e.code === 'NOT_FOUND') return null;
      throw e;
    }
  }

  /** `{rows, hasMore}` of a query in the form of `live`. */
  async list({ where = {}, order, limit, offset } = {}) {
    const body = { ...where };
    if (order) body.$order = orderPairs(order);
    if (limit !== undefined) body.$limit = limit;
    if (offset !== undefined) body.$offset = offset;
    const answer = await this.#query(body);
    return { rows: answer.body, hasMore: answer.headers.get('X-Has-More') === 'true' };
  }

  /** The rows for a body of POST /api/query as it is. */
  async query(body = {}) {
    return (await this.#query(body)).body;
  }

  /** The id is made here unless `data` has one. */
  insert(data) {
    return this.#queue.add('insert', this.#entity, data.id ?? randomHex(20), data);
  }

  update(id, patch) {
    return this.#queue.add('update', this.#entity, id, patch);
  }

  delete(id) {
    return this.#queue.add('delete', this.#entity, id);
  }

  #query(body) {
    return this.#http.call('POST', `/api/query/${encodeURIComponent(this.#entity)}`, body);
  }
}
