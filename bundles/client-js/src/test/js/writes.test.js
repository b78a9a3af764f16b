// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { MemoryStorage, connect, id, liveTodos, serve, titles, until } from './harness.js';

test('write, while the server is there, is done under its own id', async () => {
  const server = await serve();
  const client = connect(server);
  const write = client.collection('Todo').insert({ title: 'a' });
  assert.match(write.id, /^[0-9a-f]{40}$/);
  assert.equal(write.state, 'queued');
  assert.deepEqual(await write.result, { id: write.id, seq: 101 });
  assert.equal(write.state, 'done');
  assert.equal((await client.collection('Todo').get(write.id)).title, 'a');
  assert.equal(await client.collection('Todo').get(id(9)), null);
  await client.collection('Todo').update(write.id, { title: 'b' }).result;
  assert.deepEqual((await client.collection('Todo').list({ order: { title: 'asc' }, limit: 1 })).rows.map(row => row.title), ['b']);
  await client.collection('Todo').delete(write.id).result;
  assert.deepEqual(await client.collection('Todo').query({}), []);
  assert.deepEqual(client.writes, []);
});

test('writes made offline, are shown at once, and sent in their order afterwards', async () => {
  const server = await serve();
  const client = connect(server);
  const live = await liveTodos(client);
  await server.stop();
  const todos = client.collection('Todo');
  const a = todos.insert({ title: 'a' });
  const b = todos.insert({ title: 'b' });
  todos.update(a.id, { title: 'c' });
  todos.delete(b.id);
  await until(() => titles(live) === 'c');
  await until(() => live.info.state === 'offline');
  assert.equal(live.info.pending, 4);
  assert.deepEqual(client.writes.map(write => write.kind), ['insert', 'insert', 'update', 'delete']);
  await server.start();
  await client.settled();
  await until(() => live.rows[0]?.stamp === 'by the server');
  assert.equal(titles(live), 'c');
  assert.equal(live.info.pending, 0);
  assert.deepEqual(server.pushes.at(-1).changes.map(change => change.kind), ['insert', 'insert', 'update', 'delete']);
});

test('write that is done, stays in the rows until they come from the server', async () => {
  const server = await serve();
  const client = connect(server);
  const seen = [];
  const live = client.live({ entity: 'Todo' }, rows => seen.push(titles({ rows })));
  await until(() => live.info.state === 'live');
  server.isQuiet = true;
  const write = client.collection('Todo').insert({ title: 'a' });
  await write.result;
  const pings = server.pings;
  client.collection('Todo').update(write.id, { done: true });
  await client.settled();
  await until(() => server.pings > pings);
  server.isQuiet = false;
  server.write('insert', id(1), { title: 'z' });
  await until(() => live.rows.length === 2);
  const first = seen.findIndex(text => text.includes('a'));
  assert.ok(first >= 0 && seen.slice(first).every(text => text.includes('a')), `flickers: ${seen}`);
});

test('write whose change touches no live query, is let go of by the pong', async () => {
  const server = await serve();
  const client = connect(server);
  const live = await liveTodos(client, { where: { done: true } });
  server.write('insert', id(1), { title: 'a', done: true });
  await until(() => titles(live) === 'a');
  server.refuse = () => null;
  await client.collection('Todo').update(id(2), { title: 'not here', done: false }).result;
  await client.collection('Todo').update(id(1), { title: 'b' }).result;
  await until(() => titles(live) === 'b');
  server.write('update', id(1), { title: 'c' });
  await until(() => titles(live) === 'c');
});

test('refused write, disappears from the rows, says why, and blocks no other', async () => {
  const server = await serve();
  server.write('insert', id(1), { title: 'a' });
  server.refuse = change => (change.data?.title === 'no' ? { code: 'POLICY_DENIED', message: 'You may not.' } : null);
  const client = connect(server);
  const live = await liveTodos(client);
  const refused = client.collection('Todo').update(id(1), { title: 'no' });
  const taken = client.collection('Todo').insert({ title: 'b' });
  await taken.result;
  await assert.rejects(refused.result, { code: 'POLICY_DENIED', message: 'You may not.' });
  assert.equal(refused.state, 'failed');
  await until(() => titles(live) === 'a b');
  assert.deepEqual(client.writes, [refused]);
  server.refuse = () => null;
  assert.equal(refused.retry(), true);
  await refused.result;
  await until(() => titles(live) === 'b no');
  assert.equal(refused.retry(), false);
});

test('write that is taken back before it was sent, never reaches the server', async () => {
  const server = await serve();
  const client = connect(server);
  const live = await liveTodos(client);
  await server.stop();
  const write = client.collection('Todo').insert({ title: 'a' });
  const other = client.collection('Todo').insert({ title: 'b' });
  await until(() => write.attempts > 0 && write.state === 'queued');
  assert.equal(write.discard(), true);
  await assert.rejects(write.result, { code: 'DISCARDED' });
  await until(() => titles(live) === 'b');
  await server.start();
  await other.result;
  assert.deepEqual([...server.rows.values()].map(row => row.title), ['b']);
});

test('answer that gets lost, makes nothing happen twice', async () => {
  const server = await serve();
  server.losesAnswer = true;
  const write = connect(server).collection('Todo').insert({ title: 'a' });
  await write.result;
  assert.equal(server.pushes.length, 2);
  assert.equal(server.pushes[0].changes[0].op_id, server.pushes[1].changes[0].op_id);
  assert.equal(server.rows.size, 1);
});

test('insert whose answer got lost for so long that the server forgot, counts as done', async () => {
  const server = await serve();
  server.losesAnswer = true;
  server.failing = () => {
    if (server.pushes.length === 1) server.operations.clear();
    return 0;
  };
  const write = connect(server).collection('Todo').insert({ title: 'a' });
  await write.result;
  assert.equal(server.rows.size, 1);
});

test('server that fails, is tried again, and keeps the order', async () => {
  const server = await serve();
  let failures = 3;
  server.failing = (method, path) => (path === '/api/sync/push' && failures-- > 0 ? 503 : 0);
  const client = connect(server);
  const first = client.collection('Todo').insert({ title: 'a' });
  client.collection('Todo').update(first.id, { title: 'b' });
  await client.settled();
  assert.equal(server.rows.get(`Todo/${first.id}`).title, 'b');
});

test('push that is refused as a whole, is split until the wrong change is alone', async () => {
  const server = await serve();
  await server.stop();
  const client = connect(server);
  const writes = ['a', 'b', 'c'].map(title => client.collection('Todo').insert({ title }));
  await until(() => writes[2].attempts > 0);
  let asked = 0;
  server.failing = (method, path) => (path === '/api/sync/push' && [1, 3].includes(++asked) ? 400 : 0);
  await server.start();
  await client.settled();
  assert.deepEqual(writes.map(write => write.state), ['done', 'failed', 'done']);
});

test('page that was closed with writes unsent, leaves them to the next', async () => {
  const server = await serve();
  const storage = new MemoryStorage();
  server.refuse = change => (change.data.title === 'no' ? { code: 'POLICY_DENIED', message: 'You may not.' } : null);
  const first = connect(server, { storage });
  const refused = first.collection('Todo').insert({ title: 'no' });
  await until(() => refused.state === 'failed');
  await server.stop();
  first.collection('Todo').insert({ title: 'a' });
  first.collection('Todo').insert({ title: 'b' });
  await until(async () => (await storage.entries('writes')).length === 3);
  await first.close();
  const second = connect(server, { storage });
  const live = second.live({ entity: 'Todo' });
  await until(() => second.writes.length === 3);
  assert.deepEqual(live.rows.map(row => row.title).sort(), ['a', 'b']);
  assert.equal(second.writes[0].error.code, 'POLICY_DENIED');
  await server.start();
  await until(() => second.writes.length === 1);
  assert.equal(server.rows.size, 2);
  assert.equal(server.pushes[0].client_id, server.pushes.at(-1).client_id);
  assert.equal(second.writes[0].discard(), true);
  await until(async () => (await storage.entries('writes')).length === 0);
});

test('two tabs, with one storage, show each other\'s writes and make each once', async () => {
  const server = await serve();
  const storage = new MemoryStorage('two-tabs');
  const one = connect(server, { storage });
  const two = connect(server, { storage });
  const live = await liveTodos(two);
  await server.stop();
  const write = one.collection('Todo').insert({ title: 'a' });
  await until(() => titles(live) === 'a');
  const other = two.collection('Todo').insert({ title: 'b' });
  await until(() => one.writes.length === 2);
  await server.start();
  await Promise.all([write.result, other.result]);
  await until(() => one.writes.length === 0 && two.writes.length === 0);
  await until(() => live.rows.every(row => row.stamp));
  assert.equal(titles(live), 'a b');
  assert.equal(server.rows.size, 2);
});

test('filter, of a row that is not sent yet, decides whether it is shown', async () => {
  const server = await serve();
  const client = connect(server);
  server.write('insert', id(1), { title: 'old', rank: 1, done: false });
  const wheres = {
    '{"done":true}': 'yes', '{"done":false}': 'no', '{"rank":null}': 'no', '{"note":null}': 'yes',
    '{"rank":{"$gt":2}}': 'yes', '{"rank":{"$gte":4}}': 'no', '{"rank":{"$lt":4,"$ne":2}}': 'yes', '{"rank":{"$in":[3,5]}}': 'yes',
    '{"note":{"$in":[null]}}': 'yes', '{"note":{"$ne":"x"}}': 'yes', '{"note":{"$exists":false}}': 'yes', '{"note":{"$gt":""}}': 'no',
    '{"$or":[{"done":false},{"rank":3}]}': 'yes', '{"$and":[{"done":true},{"rank":4}]}': 'no', '{"$not":{"rank":3}}': 'no',
    '{"rank":{"$not":{"$gt":5}}}': 'yes', '{"title":{"$startsWith":"n"}}': 'yes', '{"title":{"$like":"n%"}}': 'no',
    '{"$or":[{"done":true},{"title":{"$like":"x"}}]}': 'yes', '{"done":"true"}': 'no',
  };
  await server.stop();
  const lives = Object.keys(wheres).map(where => [where, client.live({ entity: 'Todo', where: JSON.parse(where) })]);
  client.collection('Todo').insert({ title: 'new', rank: 3, done: true });
  await until(() => lives.every(([, live]) => live.info.state === 'offline'));
  for (const [where, live] of lives) assert.equal(live.rows.length === 1 ? 'yes' : 'no', wheres[where], where);
});
