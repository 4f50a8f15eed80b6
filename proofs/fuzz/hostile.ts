/** Expressions that are made to hang, to overflow or to eat the memory. */

const LONG = 'a'.repeat(40);

export const JSONATA = [
  '($f := function($n) { $f($n) }; $f(1))',
  '($f := function($n) { 1 + $f($n + 1) }; $f(1))',
  '($f := function($n) { $f($n) & $f($n) }; $f("a"))',
  '[1..10000000]',
  '[1..100000000000]',
  '[1..9999999] ~> $sum()',
  '$map([1..3000], function($a) { $map([1..3000], function($b) { $a * $b }) })',
  `$match("${LONG}!", /^(a+)+$/)`,
  `$replace("${LONG}!", /(a|aa)+$/, "")`,
  `$contains("${LONG}!", /(.*a){25}/)`,
  `$split("${LONG}!", /(a*)*b/)`,
  '$join($map([1..100000], function($i) { "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx" }))',
  '$pad("a", 1000000000)',
  '$power(10, 1000)',
  '$eval("($f := function() { $f() }; $f())")',
  '($x := [1..1000]; $x.($x.($x.1)))',
  '$reduce([1..200000], function($a, $b) { $a & $b })',
  '$sort([1..100000], function($a, $b) { true })',
  '$formatNumber(1e300, "#".."#")',
  '$constructor.constructor("return process")()',
  '$states.input.__proto__.constructor',
  '$toMillis("x".$$)',
  '**.**.**.**',
];

export const JSONPATH = [
  '$..*',
  '$..a..a..a..a',
  '$[?(@.a =~ /^(a+)+$/)]',
  `$.${'a.'.repeat(2_000)}a`,
  `$${'[0]'.repeat(5_000)}`,
  '$[0:1000000000]',
  '$[-1000000000:]',
  `$[${'0,'.repeat(5_000)}0]`,
  `$[?(${'('.repeat(2_000)}@.a${')'.repeat(2_000)})]`,
  '$.__proto__.constructor',
  'States.ArrayRange(0, 1000000000, 1)',
  'States.ArrayPartition($.list, 0)',
  `${'States.Array('.repeat(500)}1${')'.repeat(500)}`,
  "States.Format('{}{}{}', $.a)",
  'States.MathRandom(0, 1e99)',
  "States.StringToJson('[[[[[[[')",
];

export const PATTERNS = [
  { a: [{ wildcard: `${'*a'.repeat(60)}*` }] },
  { a: [{ wildcard: '*'.repeat(500) }] },
  { a: [{ numeric: ['>', -1e300, '<', 'x'] }] },
  { a: [{ cidr: '10.0.0.0/99' }] },
  { $or: Array.from({ length: 12 }, () => ({ $or: Array.from({ length: 12 }, () => ({ a: [1] })) })) },
  Array.from({ length: 600 }).reduce<object>((inner) => ({ a: inner }), { a: ['x'] }),
  { a: Array.from({ length: 3_000 }, (_, index) => ({ prefix: `p${index}` })) },
  { a: [{ 'anything-but': { wildcard: Array.from({ length: 100 }, (_, index) => `*${index}*`) } }] },
];
