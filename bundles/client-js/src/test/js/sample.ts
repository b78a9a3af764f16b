// Uses everything that client.d.ts declares, as a program in strict TypeScript would. It is compiled, not run.
import {
  createClient, LynchetError, MemoryStorage,
  type Auth, type AuthEvent, type Client, type ClientOptions, type Collection, type Direction, type Live, type LiveCount,
  type LiveInfo, type Member, type Query, type Room, type Row, type Storage, type StoreName, type Where, type Write,
} from '/client.js';

interface Todo extends Row {
  title: string;
  done: boolean;
}

const storage: Storage = new MemoryStorage('sample');
const store: StoreName = 'writes';
const options: ClientOptions = { url: 'https://example.org', storage, timing: { base: 10 }, fetch, WebSocket };
const client: Client = createClient(options);
createClient();

const where: Where = { done: false };
const direction: Direction = 'desc';
const query: Query = { entity: 'Todo', where, order: [['createdAt', direction]], limit: 10 };
const live: Live<Todo> = client.live<Todo>(query, (rows: Todo[], info: LiveInfo) => {
  const titles: string[] = rows.map(row => row.title);
  const error: LynchetError | null = info.error;
  console.log(titles, info.state === 'failed' ? error?.code : info.seq, info.hasMore, info.pending, info.loaded);
});
const counted: LiveCount = client.liveCount({ entity: 'Todo' }, count => console.log(count ?? 0));
live.close();
counted.close();

const todos: Collection<Todo> = client.collection<Todo>('Todo');
const write: Write = todos.insert({ title: 'buy milk' });
todos.update(write.id, { done: true });
todos.delete(write.id).discard();
// @ts-expect-error A title is text.
todos.insert({ title: 1 });
// @ts-expect-error The client decides on the state.
write.state = 'done';

const auth: Auth = client.auth;
const stop: () => void = auth.onChange((event: AuthEvent) => console.log(event.type, event.userId));

const room: Room = client.room('list');
room.onChange((members: Member[]) => console.log(members.map(member => member.userId)));
room.onMessage(message => console.log(message.topic, message.from));

async function everything(): Promise<void> {
  const row: Todo | null = await todos.get('1');
  const page: { rows: Todo[]; hasMore: boolean } = await todos.list({ where, offset: 1 });
  const found: Todo[] = await todos.query({ $limit: 1 });
  const taken: { id: string; seq: number } = await write.result;
  await auth.guest();
  await auth.register('ada@example.org', 'a long password', { displayName: 'Ada' });
  await auth.login('ada@example.org', 'a long password');
  await auth.signIn('token');
  const roles: string[] = (await auth.me()).roles;
  await auth.logout();
  await room.join({ name: 'Ada' });
  await room.presence({ name: 'Ada' });
  await room.broadcast('wave');
  await room.leave();
  await client.settled();
  await storage.put(store, 'key', row);
  console.log(page, found, taken, roles, client.writes.length, client.connection, room.isJoined, room.members);
}

client.onWrites((writes: Write[]) => writes.filter(each => each.state === 'failed').forEach(each => each.retry()));
client.onConnection(state => console.log(state));
client.onError((error: Error) => console.log(error instanceof LynchetError && error.isTransient));
everything().finally(() => client.close().then(stop));
