const url = '/api/entities/Todo';
const list = document.getElementById('list');

async function call(path, method, body) {
  const answer = await fetch(path, {
    method,
    headers: { 'Content-Type': 'application/json' },
    body: body && JSON.stringify(body),
  });
  const json = await answer.json();
  if (!answer.ok) throw new Error(json.error.message);
  return json;
}

async function show() {
  const { data } = await call(url, 'GET');
  list.replaceChildren(...data.map(row => {
    const item = document.createElement('li');
    const box = document.createElement('input');
    box.type = 'checkbox';
    box.checked = row.done;
    box.onchange = () => call(`${url}/${row.id}`, 'PATCH', { done: box.checked });
    item.append(box, ' ', row.title);
    return item;
  }));
}

document.getElementById('new').onsubmit = async event => {
  event.preventDefault();
  const title = document.getElementById('title');
  await call(url, 'POST', { title: title.value });
  title.value = '';
  await show();
};

show();
