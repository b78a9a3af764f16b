// Everything that /client.js can do is in /client.d.ts of the running server.
import { createClient } from '/client.js';

const client = createClient();
const todos = client.collection('Todo');
const at = id => document.getElementById(id);

// Called at once with what is known here, and again with each change, whoever made it.
client.live({ entity: 'Todo', order: { createdAt: 'desc' } }, rows => at('list').replaceChildren(...rows.map(item)));

function item(row) {
  const box = Object.assign(document.createElement('input'), {
    type: 'checkbox',
    checked: row.done,
    onchange: () => todos.update(row.id, { done: box.checked }),
  });
  const label = document.createElement('label');
  label.append(box, ' ', row.title);
  const entry = document.createElement('li');
  entry.append(label);
  return entry;
}

// Shown at once, kept while there is no network, and sent when there is one.
at('new').onsubmit = event => {
  event.preventDefault();
  todos.insert({ title: at('title').value, done: false, createdAt: new Date().toISOString() });
  at('title').value = '';
};

client.onConnection(state => (at('connection').textContent = state));

// What the server has refused is kept until it is tried again or forgotten.
client.onWrites(writes => {
  const refused = writes.find(write => write.state === 'failed');
  at('problem').hidden = !refused;
  at('reason').textContent = refused?.error.message ?? '';
  at('forget').onclick = () => refused?.discard();
});
