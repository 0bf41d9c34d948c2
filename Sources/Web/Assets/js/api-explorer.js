// The API as its live document describes it, with examples that run here and now, with the rights of whoever looks.

import { example, resolve } from './api-schema.js';

const make = (tag, properties = {}, ...children) => {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
};

class APIExplorer extends HTMLElement {
  async connectedCallback() {
    const response = await fetch(this.dataset.document, { headers: { Accept: 'application/json' } });
    this.api = await response.json();
    this.groups = new Map();
    for (const [path, item] of Object.entries(this.api.paths)) {
      for (const [method, operation] of Object.entries(item)) {
        const group = operation.tags?.[0] ?? '';
        if (!this.groups.has(group)) this.groups.set(group, []);
        this.groups.get(group).push({ path, method: method.toUpperCase(), operation });
      }
    }
    this.build();
    window.addEventListener('hashchange', () => this.isConnected && this.show());
  }

  build() {
    const names = [...this.groups.keys()].sort((a, b) => a.localeCompare(b, document.documentElement.lang));
    this.links = names.map((name) => make('a', { href: `#${encodeURIComponent(name)}`, textContent: name, className: 'explorer__link' }));
    const find = make('input', { type: 'search', className: 'input', placeholder: this.dataset.find });
    find.setAttribute('aria-label', this.dataset.find);
    find.addEventListener('input', () => {
      const text = find.value.trim().toLowerCase();
      for (const link of this.links) {
        const all = this.groups.get(link.textContent).map(({ path, operation }) => `${path} ${operation.summary}`).join(' ');
        link.hidden = !`${link.textContent} ${all}`.toLowerCase().includes(text);
      }
    });
    this.list = make('div', { className: 'explorer__list' });
    this.list.setAttribute('aria-live', 'polite');
    const nav = make('nav', { className: 'explorer__nav' }, find, ...this.links);
    nav.setAttribute('aria-label', this.dataset.sections);
    this.replaceChildren(nav, this.list);
    this.show();
  }

  show() {
    const wanted = decodeURIComponent(location.hash.slice(1));
    const link = this.links.find((each) => each.textContent === wanted) ?? this.links.find((each) => each.textContent === this.dataset.first) ?? this.links[0];
    for (const each of this.links) each.toggleAttribute('aria-current', each === link);
    this.list.replaceChildren(make('h2', { textContent: link.textContent }), ...this.groups.get(link.textContent).map((each) => this.operation(each)));
  }

  operation({ path, method, operation }) {
    const details = make('details', { className: 'explorer__operation' });
    details.append(make('summary', {},
      make('code', { className: `explorer__method explorer__method--${method.toLowerCase()}`, textContent: method }),
      make('code', { className: 'explorer__path', textContent: path }), make('span', { textContent: operation.summary ?? '' })));
    // Laid out when it is opened: there are hundreds.
    details.addEventListener('toggle', () => {
      if (details.open && details.childElementCount === 1) details.append(this.form(path, method, operation));
    });
    return details;
  }

  form(path, method, operation) {
    const inputs = (operation.parameters ?? []).map((parameter) => resolve(this.api, parameter)).map((parameter) => {
      const input = make('input', { className: 'input', name: parameter.name, required: parameter.required ?? false });
      const type = [resolve(this.api, parameter.schema ?? {}).type ?? ''].flat().join(' | ');
      const label = make('label', { className: 'field' }, make('span', { className: 'field__label', textContent: `${parameter.name} (${parameter.in}${type ? `, ${type}` : ''})` }), input);
      if (parameter.description) label.append(make('span', { className: 'field__help', textContent: parameter.description }));
      return { parameter, input, label };
    });
    const schema = operation.requestBody?.content?.['application/json']?.schema;
    const body = schema && make('textarea', { className: 'input input--area', rows: 10, spellcheck: false, value: JSON.stringify(example(this.api, schema), null, 2) });
    if (body) body.setAttribute('aria-label', this.dataset.body);
    const result = make('pre', { className: 'explorer__result', hidden: true, tabIndex: 0 });
    result.setAttribute('aria-label', this.dataset.answer);
    const form = make('form', { className: 'explorer__form' }, ...inputs.map(({ label }) => label), body ?? null,
      make('div', { className: 'form__actions' }, make('button', { className: 'button button--primary', textContent: this.dataset.run }),
        method === 'GET' ? null : make('span', { className: 'field__help', textContent: this.dataset.real })), result);
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.run(method, path, inputs, body?.value, result);
    });
    return form;
  }

  async run(method, path, inputs, body, result) {
    let url = path;
    const query = new URLSearchParams();
    const headers = { Accept: 'application/json', 'X-CSRF-Token': document.querySelector('meta[name="csrf"]').content };
    for (const { parameter, input } of inputs) {
      if (input.value === '') continue;
      if (parameter.in === 'path') url = url.replace(`{${parameter.name}}`, encodeURIComponent(input.value));
      else if (parameter.in === 'query') query.append(parameter.name, input.value);
      else headers[parameter.name] = input.value;
    }
    if (query.size) url += `?${query}`;
    if (body !== undefined) headers['Content-Type'] = 'application/json';
    const curl = [`curl${method === 'GET' ? '' : ` -X ${method}`} '${location.origin}${url}'`, "-H 'Authorization: Bearer …'",
      ...(body === undefined ? [] : ["-H 'Content-Type: application/json'", `-d '${body.replaceAll("'", "'\\''")}'`])].join(' \\\n  ');
    result.hidden = false;
    try {
      const response = await fetch(url, { method, headers, body });
      const text = (await response.text()).slice(0, 200_000);
      let shown = text;
      try { shown = JSON.stringify(JSON.parse(text), null, 2); } catch { /* No JSON. */ }
      const etag = response.headers.get('etag');
      result.textContent = `${curl}\n\n${response.status} ${response.statusText}${etag ? `\netag: ${etag}` : ''}\n\n${shown}`;
    } catch (error) {
      result.textContent = `${curl}\n\n${error.message}`;
    }
  }
}

customElements.define('api-explorer', APIExplorer);
