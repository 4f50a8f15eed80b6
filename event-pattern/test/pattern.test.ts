import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compilePattern, InvalidEventPatternException, MatchableEvent } from '../index.ts';

/** Pattern of the field `a`, then values of it that match and values that do not; all as JSON text. */
const values: [what: string, pattern: string, matching: string[], other: string[]][] = [
  ['a text', '["x"]', ['"x"', '["w","x"]', '[["x"]]'], ['"X"', '"xx"', 'null', '[]']],
  ['a number by its value', '[300]', ['300', '300.0', '3.0e2', '3e+2'], ['"300"', '301']],
  ['a zero, whatever its sign', '[0]', ['0', '-0', '0.0e5'], ['0.1', '""', 'false']],
  [
    'a number no float holds by its spelling',
    '[12345678901234567890]',
    ['12345678901234567890'],
    ['12345678901234567168'],
  ],
  ['a number beyond all floats by its spelling', '[1e400]', ['1e400'], ['1e401', '"1e400"']],
  ['true, false and null as themselves', '[true,null]', ['true', 'null'], ['false', '"true"', '"null"', '0']],
  ['an empty text, which is not null', '[""]', ['""'], ['null', '" "', '[]', '{}']],
  ['an address in any spelling', '["::1"]', ['"::1"', '"0:0:0:0:0:0:0:1"', '"::0001"'], ['"::2"', '":1"']],
  ['an IPv4-mapped address as IPv4', '["10.0.0.1"]', ['"10.0.0.1"', '"010.0.0.1"', '"::ffff:a00:1"'], ['"10.0.0.2"']],
  ['what only looks like an address as text', '["256.1.1.1"]', ['"256.1.1.1"'], ['"0.1.1.1"']],
  ['exactly', '[{"exactly":"x"}]', ['"x"'], ['"xy"']],
  ['prefix', '[{"prefix":"us-"}]', ['"us-east-1"', '["eu","us-"]'], ['"US-"', '5', 'null']],
  ['an empty prefix: any text', '[{"prefix":""}]', ['""', '"x"'], ['1', 'null', '[]']],
  ['prefix without regard to case', '[{"prefix":{"equals-ignore-case":"Us-"}}]', ['"uS-east"'], ['"eu"']],
  ['suffix', '[{"suffix":".png"}]', ['"a.png"', '".png"'], ['"a.PNG"', '"png"']],
  ['suffix without regard to case', '[{"suffix":{"equals-ignore-case":".PnG"}}]', ['"a.pNg"'], ['"a.jpg"']],
  ['equals-ignore-case', '[{"equals-ignore-case":"Straße"}]', ['"STRASSE"', '"straße"'], ['"strasse"']],
  ['wildcard', '[{"wildcard":"a*c"}]', ['"ac"', '"abc"', '"acac"'], ['"a"', '"ab"', '"bac"', '1']],
  ['a wildcard with escapes', '[{"wildcard":"\\\\*\\\\\\\\*"}]', ['"*\\\\x"', '"*\\\\"'], ['"x\\\\"', '"*"']],
  ['a wildcard that needs to look back', '[{"wildcard":"*ab*ab"}]', ['"abab"', '"xabyabzab"'], ['"ab"', '"aab"']],
  ['anything-but a text', '[{"anything-but":"x"}]', ['"y"', '5', 'null', 'true', '["x","y"]'], ['"x"', '[]']],
  ['anything-but numbers', '[{"anything-but":[1,2]}]', ['3', '"1"', 'null'], ['1.0', '2']],
  ['anything-but a prefix', '[{"anything-but":{"prefix":["a","b"]}}]', ['"c"', '1'], ['"ab"', '"b"']],
  ['anything-but a suffix', '[{"anything-but":{"suffix":"z"}}]', ['"zy"', 'false'], ['"yz"']],
  ['anything-but without regard to case', '[{"anything-but":{"equals-ignore-case":["x"]}}]', ['"y"'], ['"X"', '"x"']],
  ['anything-but a wildcard', '[{"anything-but":{"wildcard":"*/bin/*"}}]', ['"/lib"'], ['"/usr/bin/x"']],
  ['anything-but an empty wildcard', '[{"anything-but":{"wildcard":""}}]', ['"x"', '1'], ['""']],
  ['numeric equality', '[{"numeric":["=",1.5]}]', ['1.5', '1.50', '15e-1'], ['"1.5"', '1']],
  ['a numeric range', '[{"numeric":[">",0,"<=",5]}]', ['5', '0.000001'], ['0', '5.000001', '"3"']],
  ['an open numeric range', '[{"numeric":[">=",-3.5]}]', ['-3.5', '1e308'], ['-3.6', '1e400']],
  ['cidr, whichever of its addresses is given', '[{"cidr":"10.0.0.77/24"}]', ['"10.0.0.1"'], ['"10.0.1.1"', '10']],
  ['cidr of version 6', '[{"cidr":"2001:db8::/32"}]', ['"2001:DB8:1::9"'], ['"2001:db9::"', '"10.0.0.1"']],
  ['cidr decided by the first digits', '[{"cidr":"0.0.0.0/0"}]', ['"1.2.3.4"', '"::1"'], ['"x"']],
  ['exists', '[{"exists":true}]', ['null', '0', '""', '[1]'], ['[]', '{}', '{"b":1}']],
  ['exists: false, which looks at leaves alone', '[{"exists":false}]', ['[]', '{}', '{"b":1}'], ['null', '[0]']],
];

describe('a field matches', () => {
  it.each(values)('%s', (_what, pattern, matching, other) => {
    const matches = compilePattern(`{"a":${pattern}}`);
    for (const value of matching) expect([value, matches(`{"a":${value}}`)]).toEqual([value, true]);
    for (const value of other) expect([value, matches(`{"a":${value}}`)]).toEqual([value, false]);
  });
});

const events: [what: string, pattern: string, event: string, matched: boolean][] = [
  ['every field must match', '{"a":[1],"b":[2]}', '{"a":1,"b":3}', false],
  ['a field may be nested', '{"a":{"b":[1]}}', '{"a":{"b":1,"c":2}}', true],
  ['dotted names and nested ones are the same', '{"a.b":[1]}', '{"a":{"b":1}}', true],
  ['and the other way round', '{"a":{"b":[1]}}', '{"a.b":1}', true],
  ['a missing field is not anything-but', '{"a":[{"anything-but":"x"}]}', '{}', false],
  ['a missing field is absent', '{"a":{"b":[{"exists":false}]}}', '{}', true],
  ['not x, or absent', '{"a":[{"anything-but":["x"]},{"exists":false}]}', '{}', true],
  ['of a name given twice in a pattern the last counts', '{"a":[1],"a":[2]}', '{"a":1}', false],
  ['of a path given in two ways the last counts', '{"a":{"b":[1]},"a.b":[2]}', '{"a":{"b":2}}', true],
  ['a name given twice in an event has both values', '{"a":[1]}', '{"a":1,"a":2}', true],
  ['what follows the pattern is not read', '{"a":[1]} and so on', '{"a":1}', true],
  ['fields of one list are of one element', '{"l":{"a":[1],"b":[2]}}', '{"l":[{"a":1,"b":3},{"a":4,"b":2}]}', false],
  ['any one element will do', '{"l":{"a":[1],"b":[2]}}', '{"l":[{"a":4,"b":2},{"a":1,"b":2}]}', true],
  ['absent in the chosen element', '{"l":{"a":[1],"b":[{"exists":false}]}}', '{"l":[{"b":2},{"a":1}]}', true],
  ['lists of lists keep their elements too', '{"l":{"m":{"a":[1],"b":[2]}}}', '{"l":[{"m":[{"a":1},{"b":2}]}]}', false],
  ['fields of different lists are free', '{"l":{"a":[1]},"m":{"b":[2]}}', '{"l":[{"a":1}],"m":[{},{"b":2}]}', true],
  ['$or: one branch is enough', '{"$or":[{"a":[1]},{"b":[2]}]}', '{"b":2}', true],
  ['$or beside a field', '{"c":[3],"$or":[{"a":[1]},{"b":[2]}]}', '{"b":2}', false],
  [
    'two $or: one of each',
    '{"$or":[{"a":[1]},{"b":[2]}],"x":{"$or":[{"c":[1]},{"d":[1]}]}}',
    '{"b":2,"x":{"c":1}}',
    true,
  ],
  ['a branch overrides what stood before it', '{"a":[1],"$or":[{"a":[2]},{"b":[2]}]}', '{"a":2}', true],
];

describe('an event', () => {
  it.each(events)('%s', (_what, pattern, event, matched) => {
    expect(compilePattern(pattern)(event)).toBe(matched);
  });

  it('may be text, a value, or read once for many patterns', () => {
    const event = { detail: { status: 'DISSOCIATED', polls: 3 } };
    const matches = compilePattern({ detail: { status: ['DISSOCIATED'], polls: [3] } });
    expect([event, JSON.stringify(event), new MatchableEvent(event)].map(matches)).toEqual([true, true, true]);
  });

  it('may hold a text of a megabyte', () => {
    const event = JSON.stringify({ a: 'x"\\'.repeat(350_000) });
    expect(compilePattern('{"a":[{"prefix":"x"}]}')(event)).toBe(true);
  });

  it.each(['[]', '"x"', '{"a":', '{"a":1,}', '{"a":01}', "{'a':1}", '{"a":"\u0001"}', ''])(
    'that is no object is refused: %s',
    (text) => {
      expect(() => compilePattern('{"a":[1]}')(text)).toThrow();
    },
  );
});

const refused: [pattern: string, reason: string][] = [
  ['[]', 'Filter is not an object'],
  ['{}', 'Empty objects are not allowed'],
  ['{"a":{}}', 'Empty objects are not allowed'],
  ['{"a":[]}', 'Empty arrays are not allowed'],
  ['{"source":"x"}', '"source" must be an object or an array'],
  ['{"a":[[1]]}', 'Match value must be String, number, true, false, or null'],
  ['{"a":[{}]}', 'Match expression name not found'],
  ['{"a":[{"Prefix":"x"}]}', 'Unrecognized match type Prefix'],
  ['{"a":[{"toString":"x"}]}', 'Unrecognized match type toString'],
  ['{"a":[{"prefix":"a","suffix":"b"}]}', 'Only one key allowed in match expression'],
  ['{"a":[{"prefix":"a","prefix":"a"}]}', 'Only one key allowed in match expression'],
  ['{"a":[{"prefix":["a"]}]}', 'prefix match pattern must be a string'],
  ['{"a":[{"prefix":{"wildcard":"a"}}]}', 'Unsupported prefix pattern: wildcard'],
  ['{"a":[{"suffix":{}}]}', 'Suffix expression name not found'],
  ['{"a":[{"wildcard":"a**b"}]}', 'Consecutive wildcard characters at pos 2'],
  ['{"a":[{"wildcard":"a\\\\b"}]}', 'Invalid escape character at pos 2'],
  ['{"a":[{"anything-but":null}]}', 'Value of anything-but must be an array or single string/number value.'],
  ['{"a":[{"anything-but":[1,"a"]}]}', 'either all values are number or string'],
  ['{"a":[{"anything-but":[true]}]}', 'start|null|boolean is not supported'],
  ['{"a":[{"anything-but":{"prefix":""}}]}', 'Null prefix/suffix not allowed'],
  ['{"a":[{"anything-but":{"prefix":{"equals-ignore-case":"a"}}}]}', 'Value of anything-but must be'],
  ['{"a":[{"anything-but":{"exists":true}}]}', 'Unsupported anything-but pattern: exists'],
  ['{"a":[{"exists":"true"}]}', 'exists match pattern must be either true or false.'],
  ['{"a":[{"numeric":10}]}', 'Value of numeric must be an array.'],
  ['{"a":[{"numeric":["=","5"]}]}', 'Value of equals must be numeric'],
  ['{"a":[{"numeric":["!=",5]}]}', 'Unrecognized numeric range operator: !='],
  ['{"a":[{"numeric":["<",5,">",1]}]}', 'Too many elements in numeric expression'],
  ['{"a":[{"numeric":[">",5,"<",5]}]}', 'Bottom must be less than top'],
  ['{"a":[{"numeric":["=",12345678901234567890]}]}', 'Cannot compare number'],
  ['{"a":[{"cidr":"10.0.0.0"}]}', "Malformed CIDR, one '/' required"],
  ['{"a":[{"cidr":"10.0.0.0/32"}]}', 'IPv4 mask bits must be < 32'],
  ['{"a":[{"cidr":"x/8"}]}', 'Nonstandard IP address: x'],
  ['{"$or":{"a":[1]}}', 'It must be an Array followed with $or.'],
  ['{"$or":[{"a":[1]}]}', 'There must have at least 2 Objects in $or relationship.'],
  ['{"$or":[{"a":[1]},1]}', 'Only JSON object is allowed in array of $or relationship.'],
  ['{"$or":[{"prefix":["a"]},{"b":[2]}]}', 'prefix is Ruler reserved fieldName which cannot be used inside $or.'],
  ['{"a":[1],}', 'Unexpected character'],
  ['{"a":', 'Unexpected end-of-input'],
];

describe('a pattern is refused', () => {
  it.each(refused)('%s', (pattern, reason) => {
    expect(() => compilePattern(pattern)).toThrow(InvalidEventPatternException);
    expect(() => compilePattern(pattern)).toThrow(reason);
  });

  it('with the line and the column at which the parser stood', () => {
    expect(() => compilePattern('{\n  "source": "x"\n}')).toThrow(
      'Event pattern is not valid. Reason: "source" must be an object or an array\n at [Source: (String)"{\n  "source": "x"\n}"; line: 2, column: 16]',
    );
  });

  it('whatever text it is, and never with another error', () => {
    const sign = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      '"a":',
      ':',
      ',',
      'a',
      '1',
      '"$or":',
      '"numeric":',
      '\\',
      '-',
      'e',
      '.',
    );
    const text = fc.oneof(fc.string(), fc.json(), fc.string({ unit: sign }));
    fc.assert(
      fc.property(text, (pattern) => {
        try {
          compilePattern(pattern);
        } catch (error) {
          expect(error).toBeInstanceOf(InvalidEventPatternException);
        }
      }),
      { numRuns: 5_000 },
    );
  });

  it('beyond 1,000 combinations of $or and beyond 256 fields', () => {
    const either = JSON.stringify(Array.from({ length: 11 }, (_, index) => ({ [`a${index}`]: [1] })));
    expect(() => compilePattern(`{"x":{"$or":${either}},"y":{"$or":${either}},"z":{"$or":${either}}}`)).toThrow('1000');
    const fields = Object.fromEntries(Array.from({ length: 257 }, (_, index) => [`a${index}`, [1]]));
    expect(() => compilePattern(fields)).toThrow('256');
  });
});
