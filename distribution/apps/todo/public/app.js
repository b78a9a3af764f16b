import { createClient } from '/client.js';

const client = createClient();
const todos = client.collection('Todo');
const room = client.room('list');
const at = id => document.getElementById(id);

// The list. One element for each row, which is changed in place so that nobody loses the focus.

const items = new Map();
const live = client.live({ entity: 'Todo', order: [['createdAt', 'desc']] }, show);

function show() {
  const { rows, info } = live;
  const known = new Set(rows.map(row => row.id));
  items.forEach((item, id) => {
    if (!known.has(id)) {
      item.element.remove();
      items.delete(id);
    }
  });
  rows.forEach((row, place) => {
    if (!items.has(row.id)) items.set(row.id, newItem(row.id));
    const item = items.get(row.id);
    if (at('list').children[place] !== item.element) at('list').insertBefore(item.element, at('list').children[place] ?? null);
    fill(item, row);
  });
  at('empty').hidden = !info.loaded || rows.length > 0;
}

function newItem(id) {
  const element = document.createElement('li');
  element.className = 'todo';
  const box = make('input', { type: 'checkbox', onchange: () => todos.update(id, { done: box.checked }) });
  // Not an input, which would show no more than a line.
  const title = make('textarea', { className: 'title', maxLength: 500, rows: 1 });
  title.setAttribute('aria-label', 'Title');
  title.onchange = () => {
    if (title.value.trim()) todos.update(id, { title: title.value.trim() });
    else show();
  };
  title.oninput = () => fit(title);
  title.onkeydown = event => {
    if (event.key === 'Enter') {
      event.preventDefault();
      title.blur();
    }
  };
  const state = make('span', { className: 'state' });
  const remove = make('button', { type: 'button', textContent: '✕', onclick: () => todos.delete(id) });
  element.append(box, title, state, remove);
  return { element, box, title, state, remove };
}

function fill({ element, box, title, state, remove }, row) {
  element.classList.toggle('done', row.done === true);
  box.checked = row.done === true;
  box.setAttribute('aria-label', `Done: ${row.title}`);
  if (document.activeElement !== title && title.value !== row.title) {
    title.value = row.title;
    fit(title);
  }
  remove.hidden = !row.done;
  remove.setAttribute('aria-label', `Delete ${row.title}`);
  const states = client.writes.filter(write => write.id === row.id).map(write => write.state);
  state.textContent = states.includes('sending') ? 'saving' : states.includes('queued') ? 'waiting' : '';
}

/** As high as its text. */
function fit(title) {
  title.style.height = 'auto';
  title.style.height = `${title.scrollHeight + title.offsetHeight - title.clientHeight}px`;
}

addEventListener('resize', () => items.forEach(item => fit(item.title)));

at('new').onsubmit = event => {
  event.preventDefault();
  const title = at('title').value.trim();
  // With its time, so that it is at its place in the list before the server has seen it.
  if (title) todos.insert({ title, done: false, createdAt: new Date().toISOString() });
  at('title').value = '';
};

// What is on its way, and what was refused.

client.onWrites(writes => {
  const waiting = writes.filter(write => write.state !== 'failed').length;
  at('pending').textContent = waiting === 0 ? '' : `· ${waiting} ${waiting === 1 ? 'change' : 'changes'} to send`;
  const failed = writes.filter(write => write.state === 'failed');
  at('refused').hidden = failed.length === 0;
  at('failures').replaceChildren(...failed.map(failure));
});

function failure(write) {
  const words = { insert: 'Adding', update: 'Changing', delete: 'Deleting' };
  const title = write.data?.title ?? live.rows.find(row => row.id === write.id)?.title ?? 'an entry';
  const element = document.createElement('li');
  element.className = 'failure';
  element.append(
    make('span', { textContent: `${words[write.kind]} “${title}”: ${write.error.message}` }),
    make('button', { type: 'button', textContent: 'Try again', onclick: () => write.retry() }),
    make('button', { type: 'button', textContent: 'Forget it', onclick: () => write.discard() }),
  );
  return element;
}

// The connection.

function showConnection() {
  const words = { online: 'Online', offline: 'Offline. Changes are kept and sent later.', connecting: 'Connecting' };
  at('status').dataset.connection = client.connection;
  at('connection').textContent = words[client.connection];
}

client.onConnection(showConnection);
showConnection();

// The people.

room.onChange(members => {
  at('people').hidden = members.length === 0;
  at('count').textContent = `${members.length} here now`;
  at('avatars').replaceChildren(...members.slice(0, 6).map(avatar));
});

function avatar({ userId, data }) {
  const name = String(data?.name ?? '?');
  const initials = name.split(/\s+/).map(word => [...word][0] ?? '').slice(0, 2).join('').toUpperCase();
  const hue = [...userId].reduce((sum, c) => (sum * 31 + c.codePointAt(0)) % 360, 7);
  const element = make('li', { textContent: initials, title: name });
  element.style.background = `hsl(${hue} 55% 38%)`;
  return element;
}

async function comeIn() {
  const name = localStorage.getItem('todo.name');
  at('hello').hidden = name !== null && client.auth.userId !== null && !client.auth.isLost;
  if (!at('hello').hidden) return;
  try {
    await room.join({ name });
  } catch (e) {
    // Without rooms, or without a network, the list works all the same.
    console.info(`Who is here can't be shown: ${e.message}`);
  }
}

at('hello').onsubmit = async event => {
  event.preventDefault();
  at('hello-problem').textContent = '';
  try {
    localStorage.setItem('todo.name', at('name').value.trim());
    // Writes belong to whom they were made by; nothing may be on its way when that changes.
    await client.settled();
    await client.auth.guest();
  } catch (e) {
    at('hello-problem').textContent = e.message;
  }
};

client.auth.onChange(comeIn);
client.onConnection(state => {
  if (state === 'online' && !room.isJoined) comeIn();
});
comeIn();

// The page itself without a network.

navigator.serviceWorker?.register('sw.js').catch(e => console.info(`This page needs a network to load: ${e.message}`));

function make(tag, properties) {
  return Object.assign(document.createElement(tag), properties);
}
