// Checks edited documents with JavaScript's own reader of literals, which takes comments and trailing commas.
// One JSON object a line on standard input: before, after, removed, top, name, entry.
'use strict';
const assert = require('assert');
const vm = require('vm');
const readline = require('readline');

const context = vm.createContext({});
const parse = (text) => JSON.parse(vm.runInContext(`JSON.stringify((${text}\n))`, context));

function without(document, top, name, dropEmpty) {
  const servers = document[top] || {};
  delete servers[name];
  if (dropEmpty && Object.keys(servers).length === 0) delete document[top];
  return document;
}

let count = 0;
readline.createInterface({ input: process.stdin }).on('line', (line) => {
  const item = JSON.parse(line);
  const before = parse(item.before);
  const madeContainer = !(item.top in before);
  const after = parse(item.after);
  assert.deepStrictEqual(after[item.top][item.name], item.entry, item.after);
  for (const document of [after, parse(item.removed)]) {
    assert.deepStrictEqual(without(document, item.top, item.name, madeContainer), before, `${item.before}\n=>\n${item.after}\n=>\n${item.removed}`);
  }
  count++;
}).on('close', () => console.log(count));
