// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { MemoryStorage, connect, id, liveTodos, serve, titles, until } from './harness.js';

test('live query, of rows that come, change and go, follows', async () => {
  const server = await serve();
  server.write('insert', id(1), { title: 'b' });
  const calls = [];
  const live = connect(server).live({ entity: 'Todo', order: { title: 'asc' } }, (rows, info) => calls.push([rows.length, info.state]));
  await until(() => live.info.loaded);
  server.write('insert', id(2), { title: 'a' });
  await until(() => titles(live) === 'a b');
  server.write('update', id(2), { title: 'c' });
  await until(() => titles(live) === 'b c');
  server.write('delete', id(1));
  await until(() => titles(live) === 'c');
  assert.equal(live.info.seq, server.seq);
  assert.deepEqual(calls.at(-1), [1, 'live']);
  live.close();
  server.write('delete', id(2));
  await until(() => [...server.sockets][0].subscriptions.size === 0);
  assert.deepEqual(calls.at(-1), [1, 'live']);
});

test('live query, with a limit, keeps the window and tells of more', async () => {
  const server = await serve();
  ['a', 'b', 'c'].forEach((title, i) => server.write('insert', id(i), { title }));
  const live = await liveTodos(connect(server), { limit: 2 });
  assert.equal(titles(live), 'a b');
  assert.equal(live.info.hasMore, true);
  server.write('delete', id(0));
  await until(() => titles(live) === 'b c');
  assert.equal(live.info.hasMore, false);
});

test('live count, of rows that match, follows', async () => {
  const server = await serve();
  const counts = [];
  connect(server).liveCount({ entity: 'Todo', where: { done: true } }, count => counts.push(count));
  await until(() => counts.at(-1) === 0);
  server.write('insert', id(1), { done: true });
  server.write('insert', id(2), { done: false });
  await until(() => counts.at(-1) === 1);
});

test('connection, that was cut, comes back and asks for what it missed only', async () => {
  const server = await serve();
  server.write('insert', id(1), { title: 'a' });
  const client = connect(server);
  const states = [];
  client.onConnection(state => states.push(state));
  const live = await liveTodos(client);
  await server.stop();
  await until(() => live.info.state === 'offline');
  assert.equal(titles(live), 'a');
  server.write('insert', id(2), { title: 'b' });
  await server.start();
  await until(() => titles(live) === 'a b');
  assert.equal(server.subscribes.at(-1).scope, 's1');
  assert.ok(server.subscribes.at(-1).since > 0);
  assert.deepEqual(states, ['online', 'offline', ...states.slice(2, -1), 'online']);
});

test('connection, whose rights have changed meanwhile, takes the fresh snapshot', async () => {
  const server = await serve();
  server.write('insert', id(1), { title: 'a' });
  const live = await liveTodos(connect(server));
  await server.stop();
  server.write('delete', id(1));
  server.write('insert', id(2), { title: 'z' });
  server.scope = 's2';
  await server.start();
  await until(() => titles(live) === 'z');
});

test('frame after a gap, is not taken, and the query is asked anew', async () => {
  const server = await serve();
  const live = await liveTodos(connect(server));
  server.swallowsDiffs = true;
  server.write('insert', id(1), { title: 'a' });
  server.swallowsDiffs = false;
  server.write('insert', id(2), { title: 'b' });
  await until(() => titles(live) === 'a b');
  assert.equal(server.subscribes.length, 2);
  assert.equal([...server.sockets][0].subscriptions.size, 1);
});

test('client that was too slow, takes the snapshot after lost', async () => {
  const server = await serve();
  const live = await liveTodos(connect(server));
  server.swallowsDiffs = true;
  server.write('insert', id(1), { title: 'a' });
  server.swallowsDiffs = false;
  server.lose();
  await until(() => titles(live) === 'a');
  server.write('insert', id(2), { title: 'b' });
  await until(() => titles(live) === 'a b');
  assert.equal(server.subscribes.length, 1);
});

test('live query that is refused, tells why and harms no other', async () => {
  const server = await serve();
  const client = connect(server);
  const secret = client.live({ entity: 'Secret' });
  await until(() => secret.info.state === 'failed');
  assert.equal(secret.info.error.code, 'POLICY_DENIED');
  await liveTodos(client);
});

test('server that says it restarts, gets the client back at once', async () => {
  const server = await serve();
  const live = await liveTodos(connect(server, { timing: { base: 60_000, cap: 60_000, save: 5 } }));
  server.closeSockets(1012);
  await until(() => live.info.state !== 'live');
  await until(() => live.info.state === 'live');
});

test('server that is silent, is asked, and given up when it does not answer', async () => {
  const server = await serve();
  const live = await liveTodos(connect(server, { timing: { base: 1, cap: 1, silence: 20, answer: 20, save: 5 } }));
  const pings = server.pings;
  await until(() => server.pings > pings + 2);
  assert.equal(server.subscribes.length, 1, 'an answer keeps the connection');
  server.isAlive = false;
  await until(() => server.subscribes.length > 1);
  server.isAlive = true;
  await until(() => live.info.state === 'live');
});

test('order, of absent values, letters beyond the basic plane, numbers and instants, is the server\'s', async () => {
  const server = await serve();
  const texts = [null, '', 'a', 'B', '\uffee', '\u{1f600}', 'ä', 'aa', 'a\u0000', '2026-11-23', '10', '9'];
  texts.forEach((text, i) => server.write('insert', id(i), { text, rank: i % 3 ? i - 5.5 : null, done: i % 2 === 0 }));
  const client = connect(server);
  for (const order of [[['text', 'asc']], [['text', 'desc']], [['rank', 'asc']], [['done', 'desc'], ['rank', 'desc']], undefined]) {
    const query = { entity: 'Todo', order };
    const live = await liveTodos(client, query);
    server.write('update', id(3), { rank: 2 });
    await until(() => live.info.seq === server.seq);
    assert.deepEqual(live.rows.map(row => row.id), server.result(query).rows.map(row => row.id), JSON.stringify(order));
  }
  const instants = ['2026-11-23T08:00:01Z', '2026-11-23T08:00:00.500Z', '2026-11-23T08:00:00.500001Z', '2026-11-23T08:00:00Z', '2026-11-23T08:00:10Z'];
  instants.forEach((at, i) => server.write('insert', id(i), { at }, 'Event'));
  const events = client.live({ entity: 'Event', order: [['at', 'asc']] });
  await until(() => events.rows.length === instants.length);
  assert.deepEqual(events.rows.map(row => row.id), [3, 1, 2, 0, 4].map(id));
});

test('page opened offline, shows what the last one knew, and goes on from there', async () => {
  const server = await serve();
  const storage = new MemoryStorage();
  server.write('insert', id(1), { title: 'a' });
  const first = connect(server, { storage });
  const before = await liveTodos(first);
  server.write('insert', id(2), { title: 'b' });
  await until(() => titles(before) === 'a b');
  const { seq } = before.info;
  await first.close();
  await server.stop();
  const live = connect(server, { storage }).live({ entity: 'Todo', order: [['title', 'asc']] });
  await until(() => live.info.state === 'offline' && live.info.loaded);
  assert.equal(titles(live), 'a b');
  server.write('delete', id(1));
  await server.start();
  await until(() => titles(live) === 'b');
  assert.equal(server.subscribes.at(-1).since, seq);
});

test('random writes and cuts, at every quiet point, leave what the server has', async t => {
  const seed = Number(process.env.LYNCHET_SEED ?? Math.floor(Math.random() * 1e9));
  t.diagnostic(`seed ${seed}`);
  let state = seed;
  const random = n => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) % n;
  const server = await serve();
  const client = connect(server);
  const queries = [
    { entity: 'Todo', order: [['rank', 'desc'], ['title', 'asc']], limit: 5 },
    { entity: 'Todo', where: { done: true }, order: [['title', 'asc']] },
    { entity: 'Todo' },
  ];
  const lives = queries.map(query => client.live(query));
  for (let round = 0; round < 40; round++) {
    for (let i = random(8); i >= 0; i--) {
      const data = { title: 'abcdefg'[random(7)], rank: random(4) ? random(5) : null, done: random(2) === 0 };
      const kind = random(4) === 0 ? 'delete' : 'update';
      if (random(2) === 0) server.write(kind, id(random(12)), data);
      else client.collection('Todo')[random(3) ? 'update' : 'delete'](id(random(12)), data);
    }
    if (random(4) === 0) server.sockets.forEach(socket => socket.destroy());
    if (random(6) === 0) server.lose();
    await client.settled();
    await until(() => lives.every(live => live.info.state === 'live'), `live again, seed ${seed}`);
    const ids = live => JSON.stringify(live.rows);
    await until(() => queries.every((query, i) => ids(lives[i]) === JSON.stringify(server.result(query).rows)), `converged, seed ${seed}, round ${round}`);
  }
});
