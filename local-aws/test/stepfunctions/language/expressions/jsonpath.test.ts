import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readPath, writeReference } from '../../../../stepfunctions/language/expressions/jsonpath/index.ts';
import { parsePath } from '../../../../stepfunctions/language/expressions/jsonpath/parse.ts';
import { PathSyntaxError } from '../../../../stepfunctions/language/expressions/jsonpath/path.ts';
import type { Json } from '../../../../stepfunctions/language/model/json.ts';
import { scope } from './scope.ts';

const shop: Json = {
  name: 'shop',
  books: [
    { title: 'one', price: 5, tags: ['new'] },
    { title: 'two', price: 15, isbn: 'x' },
    { title: 'three', price: 25, tags: [] },
  ],
  bike: { price: 20, 'gear box': { speeds: 7 } },
  nothing: null,
};

describe('a definite path gives the value at its place', () => {
  it.each<[path: string, value: Json]>([
    ['$', shop],
    ['$.name', 'shop'],
    ['$.books[1].title', 'two'],
    ['$.books[-1].title', 'three'],
    ["$['bike']['gear box'].speeds", 7],
    ['$["bike"].price', 20],
    ['$.nothing', null],
    ["$.bike['price','gear box']", { price: 20, 'gear box': { speeds: 7 } }],
    ['$.books.length()', 3],
    ['$.name.length()', 4],
    ['$$.State.Name', 'Look'],
    ['$list[1]', 20],
    ['$target.id', 'a'],
  ])('%s', (path, value) => {
    expect(readPath(path, shop, scope)).toEqual(value);
  });
});

describe('any other path gives an array of all it finds', () => {
  it.each<[path: string, found: Json]>([
    ['$.books[*].price', [5, 15, 25]],
    ['$.bike.*', [20, { speeds: 7 }]],
    ['$..price', [5, 15, 25, 20]],
    ['$.books[0,2].title', ['one', 'three']],
    ['$.books[1:].title', ['two', 'three']],
    ['$.books[:1].title', ['one']],
    ['$.books[-2:].title', ['two', 'three']],
    ['$.books[0:2].title', ['one', 'two']],
    ['$.books[?(@.price < 20)].title', ['one', 'two']],
    ['$.books[?(@.isbn)].title', ['two']],
    ['$.books[?(!(@.isbn))].title', ['one', 'three']],
    ["$.books[?(@.title == 'one' || @.title == 'three')].price", [5, 25]],
    ['$.books[?(@.price > 5 && @.price <= 25)].title', ['two', 'three']],
    ['$.books[?(@.price > $.bike.price)].title', ['three']],
    ["$.books[?(@.title in ['one','two'])].price", [5, 15]],
    ["$.books[?(@.tags contains 'new')].title", ['one']],
    ['$.books[?(@.tags empty true)].title', ['three']],
    ["$.bike['gear box'][?(@ == {'speeds': 7})].speeds", [7]],
    ['$.books[?(@ != {})].title', ['one', 'two', 'three']],
    ['$.books[?(@.title =~ /T.*E?/i)].title', ['two', 'three']],
    ['$.books[*].price.sum()', 45],
    ['$.absent[*].price', []],
    ['$.absent[1:]', []],
    ['$list[?(@ > 10)]', [20]],
  ])('%s', (path, found) => {
    expect(readPath(path, shop, scope)).toEqual(found);
  });
});

describe("a definite path that leads nowhere fails in AWS's words", () => {
  it.each([
    ['$.absent', "No results for path: $['absent']"],
    ['$.absent.title', "Missing property in path $['absent']"],
    ['$.bike.absent', "No results for path: $['bike']['absent']"],
    ['$.books[7]', "No results for path: $['books'][7]"],
    ['$.nothing[0]', "The path $['nothing'] is null"],
    ['$.name[0]', 'Filter: [0] can only be applied to arrays. Current context is: "shop"'],
    ['$absent', "No results for path: $['absent']"],
    ['$.name.constructor()', 'Function with name: constructor does not exist.'],
  ])('%s', (path, message) => {
    expect(() => readPath(path, shop, scope)).toThrow(
      expect.objectContaining({ error: 'States.Runtime', cause: `Invalid path '${path}' : ${message}` }),
    );
  });

  it('a property of a text', () => {
    expect(() => readPath('$.name.first', shop, scope)).toThrow(
      /Expected to find an object with property \['first'\] in path \$\['name'\] but found 'java.lang.String'/,
    );
  });
});

it.each(['', 'name', '$.', '$[', '$.a b', '$.a[', "$['a", '$.a[?(@.b', '$.a[x]', '$.a]'])('%j is no path', (path) => {
  expect(() => parsePath(path)).toThrow(PathSyntaxError);
});

it('a text is a path or a syntax error, whatever it is', () => {
  const noise = fc.string({ unit: fc.constantFrom(...'$.[]()?@*,:\'"ab01 <=>!&|/-\\'.split('')), maxLength: 30 });
  fc.assert(
    fc.property(noise, (text) => {
      try {
        readPath(`$${text}`, shop, scope);
      } catch (error) {
        expect(error).toMatchObject({ error: 'States.Runtime' });
      }
    }),
    { numRuns: 2000 },
  );
});

describe('a reference path writes', () => {
  it.each<[path: string, input: Json, written: Json]>([
    ['$', { a: 1 }, 'new'],
    ['$.b', { a: 1 }, { a: 1, b: 'new' }],
    ['$.a', { a: 1 }, { a: 'new' }],
    ['$.b.c.d', { a: 1 }, { a: 1, b: { c: { d: 'new' } } }],
    ['$.a[1]', { a: [1, 2, 3] }, { a: [1, 'new', 3] }],
    ["$['b c']", {}, { 'b c': 'new' }],
  ])('%s', (path, input, written) => {
    const before = structuredClone(input);
    expect(writeReference(path, input, 'new')).toEqual(written);
    expect(input).toEqual(before);
  });

  it.each<[path: string, input: Json]>([
    ['$.a', 'text'],
    ['$.a.b', { a: 1 }],
    ['$.a[3]', { a: [1] }],
    ['$.a', [1]],
  ])('%s into %j fails', (path, input) => {
    expect(() => writeReference(path, input, 'new')).toThrow(
      expect.objectContaining({ error: 'States.ResultPathMatchFailure' }),
    );
  });
});
