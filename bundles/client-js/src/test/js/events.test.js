// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { connect, id, liveTodos, serve, titles, until } from './harness.js';

async function serveBlocked() {
  const server = await serve();
  server.blocksSockets = true;
  return server;
}

test('live queries, where a proxy lets no WebSocket through, come on event streams', async () => {
  const server = await serveBlocked();
  server.write('insert', id(1), { title: 'a', done: false });
  const client = connect(server);
  const live = await liveTodos(client, { where: { done: false } });
  assert.equal(client.connection, 'online');
  const counts = [];
  client.liveCount({ entity: 'Todo' }, count => counts.push(count));
  await until(() => counts.at(-1) === 1);
  server.write('insert', id(2), { title: 'b', done: false });
  server.write('insert', id(3), { title: 'c', done: true });
  await until(() => titles(live) === 'a b' && counts.at(-1) === 3);
  live.close();
  await until(() => server.streams === 1);
});

test('writes, on event streams, are shown until the rows from the server contain them', async () => {
  const server = await serveBlocked();
  server.write('insert', id(1), { title: 'a' });
  const client = connect(server);
  const live = await liveTodos(client);
  const todos = client.collection('Todo');
  await todos.update(id(1), { title: 'b' }).result;
  await until(() => titles(live) === 'b');
  // Of no effect, so that no stream tells of it.
  await todos.update(id(1), { title: 'b' }).result;
  server.write('update', id(1), { title: 'c' });
  await until(() => titles(live) === 'c' && live.info.pending === 0);
});

test('more live queries, than there may be streams, follow all the same', async () => {
  const server = await serveBlocked();
  const client = connect(server);
  const all = [];
  for (let i = 0; i < 6; i++) all.push(await liveTodos(client, { limit: i + 1 }));
  await until(() => server.streams === 3);
  server.write('insert', id(1), { title: 'a' });
  await until(() => all.every(live => titles(live) === 'a'));
});

test('event streams, that are cut, come back, and a WebSocket is tried first', async () => {
  const server = await serveBlocked();
  server.write('insert', id(1), { title: 'a' });
  const live = await liveTodos(connect(server));
  server.closeSockets();
  server.write('insert', id(2), { title: 'b' });
  await until(() => titles(live) === 'a b');
  server.blocksSockets = false;
  server.closeSockets();
  server.write('insert', id(3), { title: 'c' });
  await until(() => titles(live) === 'a b c');
  await until(() => server.streams === 0 && server.sockets.size === 1);
});

test('server, that is away and comes back, is asked by a WebSocket', async () => {
  const server = await serve();
  server.write('insert', id(1), { title: 'a' });
  const live = await liveTodos(connect(server));
  await server.stop();
  await until(() => live.info.state === 'offline');
  await server.start();
  await until(() => live.info.state === 'live');
  assert.equal(server.streams, 0);
  assert.equal(server.sockets.size, 1);
});

test('live query, that is refused, fails, and others go on', async () => {
  const server = await serveBlocked();
  const client = connect(server);
  const live = await liveTodos(client);
  const secret = client.live({ entity: 'Secret' });
  await until(() => secret.info.state === 'failed');
  assert.equal(secret.info.error.code, 'POLICY_DENIED');
  assert.equal(live.info.state, 'live');
});

test('room, where a proxy lets no WebSocket through, says so', async () => {
  const server = await serveBlocked();
  server.tokens.set('t', 'ann');
  const client = connect(server, { token: 't', mayReport: true });
  await liveTodos(client);
  await client.room('lobby').join();
  await until(() => client.errors.some(e => e.code === 'UPGRADE_REQUIRED'));
});
