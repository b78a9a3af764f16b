// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.

export interface ClientOptions {
  /** The server, such as `https://example.org`. In a page: the page's own origin unless told. */
  url?: string;
  /** Credentials of a program. People sign in by `auth` instead, which remembers the session. */
  token?: string;
  /** Where writes and results survive the page. Without IndexedDB (Node) it is memory. */
  storage?: 'indexeddb' | 'memory' | Storage;
  /** Tells the databases of several clients apart; the url unless told. */
  databaseName?: string;
  /** For runtimes that have none, such as Node 20. */
  WebSocket?: new (url: string, protocols: string[]) => WebSocket;
  fetch?: typeof fetch;
  /** Milliseconds, for tests. */
  timing?: Partial<Record<'base' | 'cap' | 'stable' | 'silence' | 'answer' | 'request' | 'save', number>>;
}

/** A store of one's own. Keys are text, values what structuredClone takes; entries come in the order of the keys. */
export interface Storage {
  /** Shared with other clients of the same name, of which only one sends at a time. */
  name?: string;
  get(store: StoreName, key: string): Promise<unknown>;
  put(store: StoreName, key: string, value: unknown): Promise<unknown>;
  delete(store: StoreName, key: string): Promise<unknown>;
  entries(store: StoreName): Promise<[string, unknown][]>;
  /** Empties all stores and puts one entry, as one step. */
  restart(store: StoreName, key: string, value: unknown): Promise<unknown>;
  close(): void;
}

export type StoreName = 'meta' | 'writes' | 'results';

export class MemoryStorage implements Storage {
  constructor(name?: string);
  name?: string;
  get(store: StoreName, key: string): Promise<unknown>;
  put(store: StoreName, key: string, value: unknown): Promise<unknown>;
  delete(store: StoreName, key: string): Promise<unknown>;
  entries(store: StoreName): Promise<[string, unknown][]>;
  restart(store: StoreName, key: string, value: unknown): Promise<unknown>;
  close(): void;
}

/** What the server refused; code `NETWORK` with status 0 when it could not be asked. */
export class LynchetError extends Error {
  readonly code: string;
  readonly status: number;
  readonly hint?: string;
  readonly details?: unknown;
  /** Milliseconds that the server wants to be left alone, or 0. */
  readonly retryAfter: number;
  /** Whether the same may work later. */
  readonly isTransient: boolean;
}

export type Row = { id: string } & Record<string, any>;
export type Direction = 'asc' | 'desc';
/** A filter as in `POST /api/query/{entity}`. */
export type Where = Record<string, unknown>;

export interface Query {
  entity: string;
  where?: Where;
  order?: [string, Direction][] | Record<string, Direction>;
  /** Most rows: 1 to 5,000 of a live query, 1,000 unless told; 1 to 10,000 of `list`, which is also its default. */
  limit?: number;
}

export interface LiveInfo {
  /** `live`: complete as of `seq`. `failed`: refused, see `error`; asked again with the next connection. */
  state: 'connecting' | 'live' | 'offline' | 'failed';
  /** Up to which place in the server's log the rows are complete; 0 before anything is known. */
  seq: number;
  /** Whether the server has more rows than `limit`. */
  hasMore: boolean;
  /** Writes of the entity that the server has not answered yet. */
  pending: number;
  /** Whether rows are known: from the server, or from an earlier page. */
  loaded: boolean;
  error: LynchetError | null;
}

export interface Live<R = Row> {
  /** A new array after each change. The rows are shared: don't change them. */
  readonly rows: R[];
  readonly info: LiveInfo;
  close(): void;
}

export interface LiveCount {
  /** Null before it is known. */
  readonly count: number | null;
  readonly info: LiveInfo;
  close(): void;
}

export interface Write {
  /** The row's id, also of a new row: it is made here and does not change. */
  readonly id: string;
  readonly entity: string;
  readonly kind: 'insert' | 'update' | 'delete';
  readonly data?: Record<string, unknown>;
  readonly state: 'queued' | 'sending' | 'done' | 'failed';
  /** Resolves when the server has taken the write, however long that takes; rejects when it refuses it. A rejection that nobody looks at is no error. */
  readonly result: Promise<{ id: string; seq: number }>;
  readonly error: LynchetError | null;
  /** Place in the server's log, once done. */
  readonly seq: number;
  /** How often it was sent. */
  readonly attempts: number;
  /** Sends a failed write again, under the same name; `result` is a new promise. False if it has not failed. */
  retry(): boolean;
  /** Takes it back, or forgets a failed one; false when it is under way or done. */
  discard(): boolean;
}

export interface Collection<R = Row> {
  /** Asks the server; null when there is no such row. */
  get(id: string): Promise<R | null>;
  /** Asks the server. */
  list(query?: Omit<Query, 'entity'> & { offset?: number }): Promise<{ rows: R[]; hasMore: boolean }>;
  /** Asks the server with a body of `POST /api/query/{entity}` as it is. */
  query(body?: Record<string, unknown>): Promise<R[]>;
  insert(data: Partial<R>): Write;
  update(id: string, patch: Partial<R>): Write;
  delete(id: string): Write;
}

export interface AuthEvent {
  /** `lost`: the server does not take the token any more. What is not sent waits for the same user to sign in. */
  type: 'signed-in' | 'signed-out' | 'lost';
  userId: string | null;
}

export interface Auth {
  readonly token: string | null;
  readonly userId: string | null;
  readonly isLost: boolean;
  guest(): Promise<{ userId: string }>;
  register(email: string, password: string, more?: { displayName?: string }): Promise<{ userId: string }>;
  /** Rejects with `SECOND_FACTOR_REQUIRED` and the server's answer in `details` when there is one to show. */
  login(email: string, password: string): Promise<{ userId: string }>;
  /** Goes on with a session that was begun in another way. */
  signIn(token: string): Promise<{ userId: string }>;
  /** Signs out here in any case; rejects when the server could not be told. */
  logout(): Promise<void>;
  /** Asks the server who the caller is; also for sessions in a cookie. */
  me(): Promise<{ user_id: string | null; is_admin: boolean; roles: string[]; [more: string]: unknown }>;
  /** Returns a function that ends it, like every `on...` here. */
  onChange(listener: (event: AuthEvent) => void): () => void;
}

export interface Member {
  userId: string;
  data: any;
  joinedAt: string;
}

export interface Room {
  readonly members: Member[];
  readonly isJoined: boolean;
  /**
   * Resolves when `members` are known. Rejects when the caller may not, or the server can't be reached; joined rooms are joined again with each
   * new connection, as often as it takes while the server is busy, until somebody else signs in or the caller signs out.
   */
  join(data?: unknown): Promise<void>;
  leave(): Promise<void>;
  /** Replaces what the others see of the caller. */
  presence(data: unknown): Promise<void>;
  broadcast(topic: string, data?: unknown): Promise<void>;
  onChange(listener: (members: Member[]) => void): () => void;
  onMessage(listener: (message: { topic: string; data: any; from: string }) => void): () => void;
}

export interface Client {
  readonly auth: Auth;
  /** Writes that are not done, oldest first: also those of other tabs and of earlier pages. */
  readonly writes: Write[];
  readonly connection: 'connecting' | 'online' | 'offline';
  collection<R = Row>(entity: string): Collection<R>;
  live<R = Row>(query: Query, callback?: (rows: R[], info: LiveInfo) => void): Live<R>;
  liveCount(query: Pick<Query, 'entity' | 'where'>, callback?: (count: number | null, info: LiveInfo) => void): LiveCount;
  room(name: string): Room;
  /** Resolves when every write that is known now is done or refused. */
  settled(): Promise<void>;
  onWrites(listener: (writes: Write[]) => void): () => void;
  onConnection(listener: (state: 'online' | 'offline' | 'connecting') => void): () => void;
  /** Failures that no call can tell of, such as a full disk. Without a listener they go to the console. */
  onError(listener: (error: Error) => void): () => void;
  /** Ends everything. What is not sent stays in the storage. */
  close(): Promise<void>;
}

export function createClient(options?: ClientOptions): Client;
