// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { MemoryStorage, connect, createClient, id, liveTodos, serve, titles, until } from './harness.js';

test('guest, who signs in and out, is told to listeners and to the server', async () => {
  const server = await serve();
  const client = connect(server);
  const events = [];
  client.auth.onChange(event => events.push(event.type));
  await client.auth.guest();
  assert.equal((await client.auth.me()).user_id, client.auth.userId);
  assert.match(client.auth.userId, /^guest_/);
  await client.auth.login('ada@example.org', 'secret');
  assert.equal(client.auth.userId, 'ada@example.org');
  const { token } = client.auth;
  await client.auth.logout();
  assert.equal(client.auth.token, null);
  assert.equal(server.tokens.has(token), false);
  assert.deepEqual(events, ['signed-in', 'signed-in', 'signed-out']);
});

test('another user, finds nothing of the one before', async () => {
  const server = await serve();
  const storage = new MemoryStorage();
  const client = connect(server, { storage });
  await client.auth.login('ada', 'x');
  server.write('insert', id(1), { title: 'a' });
  const live = await liveTodos(client);
  await until(async () => (await storage.entries('results')).length === 1);
  await server.stop();
  const write = client.collection('Todo').insert({ title: 'of ada' });
  await until(async () => (await storage.entries('writes')).length === 1);
  const adas = `Bearer ${client.auth.token}`;
  server.failing = (method, path, by) => (path === '/api/sync/push' && by === adas ? 503 : 0);
  await server.start();
  await client.auth.login('bob', 'x');
  await assert.rejects(write.result, { code: 'USER_CHANGED' });
  await until(() => live.info.state === 'live' && titles(live) === 'a');
  await client.collection('Todo').insert({ title: 'of bob' }).result;
  await until(() => titles(live) === 'a of bob');
  assert.deepEqual([...server.rows.values()].map(row => row.title), ['a', 'of bob']);
  assert.equal(await storage.get('meta', 'owner'), 'bob');
});

test('token that ends, is told, and writes wait for the same user to come back', async () => {
  const server = await serve();
  const client = connect(server);
  await client.auth.login('ada', 'x');
  const live = await liveTodos(client);
  const events = [];
  client.auth.onChange(event => events.push(event.type));
  server.tokens.delete(client.auth.token);
  server.closeSockets(4401);
  await until(() => events[0] === 'lost');
  const write = client.collection('Todo').insert({ title: 'a' });
  await until(() => titles(live) === 'a' && write.attempts === 1 && write.state === 'queued');
  assert.equal(client.auth.isLost, true);
  await client.auth.signIn(renewed(server));
  await write.result;
  await until(() => live.info.state === 'live');
  assert.deepEqual(events, ['lost', 'signed-in']);
});

function renewed(server) {
  server.tokens.set('renewed', 'ada');
  return 'renewed';
}

test('connection that is refused for its token, is told as lost', async () => {
  const server = await serve();
  const client = connect(server, { token: 'of long ago' });
  const events = [];
  client.auth.onChange(event => events.push(event.type));
  client.live({ entity: 'Todo' });
  await until(() => events.length === 1);
  assert.deepEqual(events, ['lost']);
});

async function adasRoom(options) {
  const server = await serve();
  const client = connect(server, options);
  await client.auth.login('ada', 'x');
  return { server, client, room: client.room('list') };
}

test('room, of two people, shows who is there and what they say', async () => {
  const server = await serve();
  const [ada, bob] = [connect(server), connect(server)];
  await ada.auth.login('ada', 'x');
  await bob.auth.login('bob', 'x');
  const heard = [];
  const [adas, bobs] = [ada.room('list'), bob.room('list')];
  adas.onMessage(message => heard.push(message));
  await adas.join({ name: 'Ada' });
  await bobs.join({ name: 'Bob' });
  assert.deepEqual(bobs.members.map(member => member.data.name), ['Ada', 'Bob']);
  await until(() => adas.members.length === 2);
  assert.ok(adas.members.every(member => member.joinedAt));
  assert.deepEqual(adas.members.map(member => member.data.name), ['Ada', 'Bob']);
  await bobs.presence({ name: 'Bob', typing: true });
  await until(() => adas.members[1].data.typing);
  await bobs.broadcast('hello', { n: 1 });
  await until(() => heard.length === 1);
  assert.deepEqual(heard, [{ topic: 'hello', data: { n: 1 }, from: 'bob' }]);
  await bobs.leave();
  await until(() => adas.members.length === 1);
  server.members.clear();
  server.closeSockets(1012);
  await until(() => server.members.size === 1 && adas.members.length === 1);
  assert.equal(server.members.get('list').get('ada').data.name, 'Ada');
});

test('room that can not be joined at once after a new connection, is joined as soon as it can', async () => {
  const { server, room } = await adasRoom();
  await room.join({ name: 'Ada' });
  let refusals = 0;
  server.failing = (method, url) => (url === '/api/rooms/join' && ++refusals <= 3 ? 503 : 0);
  server.members.clear();
  server.closeSockets(1012);
  await until(() => refusals === 4 && room.members.length === 1);
  assert.equal(server.members.get('list').get('ada').data.name, 'Ada');
});

test('room that is left while it is being joined, stays left', async () => {
  const { server, room } = await adasRoom();
  const joining = room.join({ name: 'Ada' });
  await room.leave();
  await joining;
  assert.equal(room.isJoined, false);
  assert.deepEqual(room.members, []);
  assert.equal(server.members.get('list').size, 0);
  await room.join({ name: 'Ada' });
  let joins = 0;
  server.failing = (method, url) => {
    if (url === '/api/rooms/join') joins++;
    return 0;
  };
  server.closeSockets(1012);
  await until(() => joins === 1);
  await room.leave();
  assert.equal(room.isJoined, false);
  assert.equal(server.members.get('list').size, 0);
});

test('room that the caller may not enter, rejects, and the rest goes on', async () => {
  const server = await serve();
  const client = connect(server);
  await assert.rejects(client.room('list').join(), { status: 403, code: 'POLICY_DENIED' });
  assert.equal(client.room('list').isJoined, false);
  await liveTodos(client);
});

test('room that somebody is in who signs out, is left, and nothing is reported', async () => {
  const { server, client, room } = await adasRoom();
  await room.join({ name: 'Ada' });
  const shown = [];
  room.onChange(members => shown.push(members.length));
  await client.auth.logout();
  server.tellInRoom('list', { type: 'error', room: 'list', code: 'NOT_IN_ROOM', error: { code: 'NOT_IN_ROOM', message: 'gone' } });
  await until(() => client.connection === 'online');
  assert.equal(room.isJoined, false);
  assert.deepEqual([room.members, shown], [[], [0]]);
});

test('room that the caller is taken out of, is left, and the app is told why', async () => {
  const { server, client, room } = await adasRoom({ mayReport: true });
  await room.join({ name: 'Ada' });
  await until(() => [...server.sockets].some(socket => socket.rooms.has('list')));
  server.tellInRoom('list', { type: 'error', room: 'list', code: 'POLICY_DENIED', error: { code: 'POLICY_DENIED', message: 'not for you' } });
  await until(() => !room.isJoined);
  assert.deepEqual(client.errors.map(e => e.code), ['POLICY_DENIED']);
});

test('presence that another client told by a frame, is shown', async () => {
  const { server, client, room } = await adasRoom();
  await room.join({ name: 'Ada' });
  await until(() => [...server.sockets].some(socket => socket.rooms.has('list')));
  server.tellInRoom('list', { type: 'presence', room: 'list', from: 'ada', data: { name: 'Ada', typing: true } });
  await until(() => room.members[0].data.typing);
  assert.ok(room.members[0].joinedAt);
});

test('client without a WebSocket, says what is missing', async () => {
  const saved = globalThis.WebSocket;
  delete globalThis.WebSocket;
  const client = createClient({ url: 'http://127.0.0.1:1', storage: 'memory' });
  globalThis.WebSocket = saved;
  assert.throws(() => client.live({ entity: 'Todo' }), { code: 'NO_WEBSOCKET' });
  await client.close();
  assert.throws(() => createClient(), { code: 'NO_URL' });
});
