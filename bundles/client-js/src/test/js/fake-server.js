// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
import { createHash } from 'node:crypto';
import { createServer } from 'node:http';

import { FakeSocket } from './fake-socket.js';

const JOINED_AT = '2026-11-23T00:00:00Z';

/**
 * A server in memory that speaks what the client needs of the protocol: push, queries, live queries, rooms. It filters and sorts in its own
 * way, so that it does not share the client's mistakes, and does wrong when told to.
 */
export class FakeServer {
  port = 0;
  seq = 100;
  scope = 's1';
  rows = new Map();
  log = [];
  pushes = [];
  subscribes = [];
  sockets = new Set();
  members = new Map();
  tokens = new Map();
  operations = new Map();
  /** Returns `{code, message}` to refuse a change. */
  refuse = () => null;
  /** Returns a status with which a request fails before anything happens. */
  failing = () => 0;
  /** Whether an answer to a push gets lost after everything has happened. */
  losesAnswer = false;
  /** Whether diffs are held back from the sockets, which makes a gap. */
  swallowsDiffs = false;
  /** Whether it answers pings. */
  isAlive = true;
  /** Whether sockets are told of writes. */
  isQuiet = false;
  pings = 0;
  /** Whether something on the way makes ordinary requests of WebSockets. */
  blocksSockets = false;
  streams = 0;
  /** What else it serves: returns `{type, body}` for a path. */
  files = () => null;
  #server;

  async start() {
    this.#server = createServer((request, response) => this.#request(request, response));
    this.#server.on('upgrade', (request, socket) => this.#upgrade(request, socket));
    await new Promise(resolve => this.#server.listen(this.port, '127.0.0.1', resolve));
    this.port = this.#server.address().port;
    return this;
  }

  get url() {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Goes away with all connections; `start` brings it back with its rows at the same address. */
  async stop() {
    const ended = new Promise(resolve => this.#server.close(resolve));
    this.#server.closeAllConnections();
    this.sockets.forEach(socket => socket.destroy());
    this.sockets.clear();
    await ended;
  }

  closeSockets(code) {
    this.sockets.forEach(socket => socket.close(code));
    this.sockets.clear();
  }

  /** A write of somebody else. */
  write(kind, id, data = {}, entity = 'Todo') {
    this.seq++;
    const key = `${entity}/${id}`;
    if (kind === 'delete') this.rows.delete(key);
    else this.rows.set(key, { ...this.rows.get(key), ...data, id });
    this.#tellAll();
    return this.seq;
  }

  /** The truth, made without the client's code. */
  result({ entity, where = {}, order = [], limit = 1000 }) {
    const rows = [...this.rows].filter(([key]) => key.startsWith(`${entity}/`)).map(([, row]) => row);
    const found = rows.filter(row => Object.entries(where).every(([field, value]) => (row[field] ?? null) === value));
    const bytes = value => (typeof value === 'string' ? Buffer.from(value, 'utf8') : value);
    found.sort((a, b) => {
      for (const [field, direction] of [...order, ['id', 'asc']]) {
        const [x, y] = [a[field] ?? null, b[field] ?? null].map(bytes);
        let sign = 0;
        if (x === null || y === null) sign = x === y ? 0 : x === null ? -1 : 1;
        else sign = Buffer.isBuffer(x) ? Buffer.compare(x, y) : Number(x > y) - Number(x < y);
        if (sign !== 0) return direction === 'desc' ? -sign : sign;
      }
      return 0;
    });
    return { rows: found.slice(0, limit), hasMore: found.length > limit, count: found.length };
  }

  /** Sends a frame to all who follow a room. */
  tellInRoom(room, frame) {
    this.sockets.forEach(socket => socket.rooms.has(room) && socket.send(frame));
  }

  /** Sends `lost` to all subscriptions, then a fresh snapshot. */
  lose() {
    this.sockets.forEach(socket => socket.subscriptions.forEach(subscription => {
      socket.send({ type: 'lost', id: subscription.id, seq: this.seq });
      this.#snapshot(socket, subscription);
    }));
  }

  #request(request, response) {
    const file = request.method === 'GET' && this.files(request.url);
    if (file) {
      response.writeHead(200, { 'Content-Type': file.type }).end(file.body);
      return;
    }
    if (request.method === 'GET' && request.url.startsWith('/api/live/events?')) {
      this.#events(request, response);
      return;
    }
    const chunks = [];
    request.on('data', chunk => chunks.push(chunk));
    request.on('end', () => {
      const status = this.failing(request.method, request.url, request.headers.authorization);
      const body = chunks.length ? JSON.parse(Buffer.concat(chunks).toString()) : null;
      const [code, answer] = status ? [status, { error: { code: 'FAKED', message: `faked ${status}` } }] : this.#answer(request, body);
      if (this.losesAnswer && request.url === '/api/sync/push') {
        this.losesAnswer = false;
        request.socket.destroy();
        return;
      }
      response.writeHead(code, { 'Content-Type': 'application/json', 'X-Has-More': String(answer?.hasMore ?? false) });
      response.end(JSON.stringify(answer?.rows ?? answer));
    });
  }

  #answer(request, body) {
    const token = /^Bearer (.*)$/.exec(request.headers.authorization ?? '')?.[1];
    if (token && !this.tokens.has(token)) return [401, { error: { code: 'UNAUTHENTICATED', message: 'unknown token' } }];
    const user = token ? this.tokens.get(token) : null;
    const path = request.url;
    if (path === '/api/live') return [426, { error: { code: 'UPGRADE_REQUIRED', message: 'no WebSocket' } }];
    if (path === '/api/auth/guest') return [201, this.#session(`guest_${this.tokens.size}`)];
    if (path === '/api/auth/password/login') return [200, this.#session(body.email)];
    if (path === '/api/auth/session') return [200, { revoked: this.tokens.delete(token) }];
    if (path === '/api/auth/me') return [200, { user_id: user, is_admin: false, roles: [] }];
    if (path === '/api/sync/push') return this.#push(body);
    if (path.startsWith('/api/rooms/')) return this.#room(path.split('/')[3], user, body);
    if (path.startsWith('/api/query/')) {
      const { $order, $limit, ...where } = body;
      return [200, this.result({ entity: path.split('/')[3], where, order: $order, limit: $limit })];
    }
    const row = this.rows.get(path.replace('/api/entities/', ''));
    return row ? [200, row] : [404, { error: { code: 'NOT_FOUND', message: 'no such row' } }];
  }

  #session(userId) {
    const token = `token-${this.tokens.size}`;
    this.tokens.set(token, userId);
    return { token, user_id: userId };
  }

  #push(body) {
    this.pushes.push(body);
    const results = body.changes.map(change => this.#apply(change));
    return [200, { applied: results.length, deduped: 0, errors: [], cursor: { last_seq: this.seq }, results }];
  }

  #apply({ entity, row_id, kind, data, op_id }) {
    const known = this.operations.get(op_id);
    if (known) return { ...known, status: 'replayed' };
    const error = this.refuse({ entity, row_id, kind, data });
    if (error) return { op_id, entity, kind, row_id, status: 'error', error };
    const id = kind === 'insert' ? data.id : row_id;
    if (kind === 'insert' && this.rows.has(`${entity}/${id}`)) {
      return { op_id, entity, kind, row_id, status: 'error', error: { code: 'ID_CONFLICT', message: 'it is there' } };
    }
    const seq = this.write(kind, id, { ...data, ...(kind === 'insert' && { stamp: 'by the server' }) }, entity);
    const result = { op_id, entity, kind, row_id: id, seq };
    this.operations.set(op_id, result);
    return { ...result, status: 'applied' };
  }

  #room(verb, user, { room, data, topic }) {
    if (!user) return [403, { error: { code: 'POLICY_DENIED', message: 'sign in' } }];
    const members = this.members.get(room) ?? new Map();
    this.members.set(room, members);
    const member = { user_id: user, ...(verb === 'join' && { joined_at: JOINED_AT }) };
    if (verb === 'leave') members.delete(user);
    else if (verb !== 'broadcast') members.set(user, { user_id: user, data, joined_at: JOINED_AT });
    const update = { type: 'room-update', room, action: verb, member, data: verb === 'broadcast' ? { topic, payload: data } : data };
    this.sockets.forEach(socket => socket.rooms.has(room) && socket.send(update));
    const peers = [...members.values()].filter(one => one.user_id !== user);
    return [200, { joined: room, member: members.get(user), snapshot: { type: 'snapshot', room, peers } }];
  }

  #events(request, response) {
    const token = /^Bearer (.*)$/.exec(request.headers.authorization ?? '')?.[1];
    const given = new URL(request.url, this.url).searchParams;
    const read = name => (given.has(name) ? JSON.parse(given.get(name)) : undefined);
    if (token && !this.tokens.has(token)) {
      response.writeHead(401, { 'Content-Type': 'application/json' }).end('{"error":{"code":"UNAUTHENTICATED","message":"unknown token"}}');
      return;
    }
    response.writeHead(200, { 'Content-Type': 'text/event-stream' });
    this.streams++;
    const socket = {
      subscriptions: new Map(),
      rooms: new Set(),
      send: frame => response.write(`id: ${frame.seq}.${this.scope}\ndata: ${JSON.stringify({ ...frame, id: 'other' })}\n\n`),
      close: () => response.end(),
      destroy: () => response.destroy(),
    };
    this.sockets.add(socket);
    response.on('close', () => {
      this.streams--;
      this.sockets.delete(socket);
    });
    const frame = { id: 's', entity: given.get('entity'), where: read('where'), order: read('order'), limit: read('limit'), count: read('count') };
    const since = read('since');
    this.subscribes.push({ ...frame, since });
    this.#subscribe(socket, since === undefined ? frame : { ...frame, since, scope: given.get('scope') });
  }

  #upgrade(request, stream) {
    if (this.blocksSockets) {
      stream.on('error', () => stream.destroy());
      stream.end('HTTP/1.1 426 Upgrade Required\r\nContent-Length: 0\r\nConnection: close\r\n\r\n');
      return;
    }
    const offered = request.headers['sec-websocket-protocol'];
    const token = offered && decodeURIComponent(offered.replace('bearer.', ''));
    if (token && !this.tokens.has(token)) {
      stream.on('error', () => stream.destroy());
      stream.end('HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\nConnection: close\r\n\r\n');
      return;
    }
    const accept = createHash('sha1').update(`${request.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
    stream.write(`HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n`
      + `${offered ? `Sec-WebSocket-Protocol: ${offered}\r\n` : ''}\r\n`);
    const socket = new FakeSocket(stream, frame => this.#frame(socket, frame), () => this.sockets.delete(socket));
    this.sockets.add(socket);
  }

  #frame(socket, frame) {
    if (frame.type === 'ping') {
      this.pings++;
      if (this.isAlive) socket.send({ type: 'pong', seq: this.isQuiet ? 0 : this.seq });
    } else if (frame.type === 'subscribe') {
      this.subscribes.push(frame);
      this.#subscribe(socket, frame);
    } else if (frame.type === 'unsubscribe') {
      socket.subscriptions.delete(frame.id);
      socket.send({ type: 'unsubscribed', id: frame.id });
    } else if (frame.type === 'room-subscribe' && this.members.get(frame.room)?.size) {
      socket.rooms.add(frame.room);
      socket.send({ type: 'room-snapshot', room: frame.room, members: [...(this.members.get(frame.room)?.values() ?? [])] });
    }
  }

  #subscribe(socket, frame) {
    if (frame.entity === 'Secret') {
      socket.send({ type: 'error', id: frame.id, error: { code: 'POLICY_DENIED', message: 'not for you' } });
      return;
    }
    const subscription = { ...frame, seen: new Map() };
    socket.subscriptions.set(frame.id, subscription);
    const past = frame.scope === this.scope && this.log.find(entry => entry.seq === frame.since);
    if (past) {
      subscription.seen = new Map(within(past.rows, this, frame).map(row => [row.id, row]));
      subscription.seq = frame.since;
      this.#diff(socket, subscription, true);
    } else {
      this.#snapshot(socket, subscription);
    }
  }

  #snapshot(socket, subscription) {
    const { rows, hasMore, count } = this.result(subscription);
    subscription.seen = new Map(rows.map(row => [row.id, row]));
    subscription.hasMore = hasMore;
    subscription.seq = this.seq;
    this.#remember();
    const content = subscription.count ? { count } : { rows, has_more: hasMore };
    socket.send({ type: 'snapshot', id: subscription.id, seq: this.seq, scope: this.scope, ...content });
  }

  #tellAll() {
    this.#remember();
    if (this.isQuiet) return;
    this.sockets.forEach(socket => socket.subscriptions.forEach(subscription => this.#diff(socket, subscription, false)));
  }

  #diff(socket, subscription, always) {
    const { rows, hasMore, count } = this.result(subscription);
    const now = new Map(rows.map(row => [row.id, row]));
    const enter = rows.filter(row => !subscription.seen.has(row.id));
    const update = rows.filter(row => subscription.seen.has(row.id) && subscription.seen.get(row.id) !== row);
    const leave = [...subscription.seen.keys()].filter(id => !now.has(id));
    const frame = { type: 'diff', id: subscription.id, seq: this.seq, prev: subscription.seq };
    if (subscription.count) frame.count = count;
    else Object.entries({ enter, update, leave }).forEach(([name, list]) => list.length && (frame[name] = list));
    if (hasMore !== subscription.hasMore) frame.has_more = hasMore;
    Object.assign(subscription, { seen: now, hasMore });
    if (always || Object.keys(frame).length > 4) {
      subscription.seq = this.seq;
      if (!this.swallowsDiffs || always) socket.send(frame);
    }
  }

  #remember() {
    this.log.push({ seq: this.seq, rows: new Map(this.rows) });
  }
}

function within(rows, server, query) {
  const now = server.rows;
  server.rows = rows;
  const found = server.result(query).rows;
  server.rows = now;
  return found;
}
