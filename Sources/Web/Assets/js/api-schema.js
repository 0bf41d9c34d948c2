// What the document of the API says of values.

/// What a reference leads to.
export function resolve(api, value) {
  if (!value?.$ref) return value;
  return value.$ref.slice(2).split('/').reduce((place, name) => place?.[name.replaceAll('~1', '/')], api) ?? {};
}

/// What could be sent for a schema: what is required, or the first few members.
export function example(api, schema, depth = 0) {
  const known = resolve(api, schema);
  const inner = (each) => example(api, each, depth + 1);
  if (known.example !== undefined) return known.example;
  if (known.enum) return known.enum[0];
  if (known.allOf) return Object.assign({}, ...known.allOf.map(inner));
  if (known.anyOf || known.oneOf) return inner((known.anyOf ?? known.oneOf)[0]);
  const type = [known.type].flat()[0];
  if (type === 'object' || known.properties) {
    if (depth > 3) return {};
    const required = known.required ?? [];
    const members = Object.entries(known.properties ?? {}).filter(([name], index) => (required.length ? required.includes(name) : index < 3));
    return Object.fromEntries(members.map(([name, each]) => [name, inner(each)]));
  }
  if (type === 'array') return known.items && depth < 4 ? [inner(known.items)] : [];
  if (type === 'integer' || type === 'number') return known.minimum ?? 1;
  if (type === 'boolean') return true;
  if (known.format === 'date') return new Date().toISOString().slice(0, 10);
  if (known.format === 'date-time') return new Date().toISOString();
  return '';
}
