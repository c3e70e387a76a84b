// ECMAScript 5 on the whole.
print(1 / 3, 0.1 + 0.2, 1e21, 5e-324, 2147483647 | 0, -1 >>> 0, 7 % -3, -7 % 3, Math.pow(2, 53), (255).toString(16), parseInt("zz", 36), (1234.5678).toFixed(2));
print(JSON.stringify({ a: [1, 2.5, null, true, "\u00fc\n"], b: { c: 1e100 } }), JSON.parse('{"x":[1,{"y":-0.0005}]}').x[1].y);
print("hello world".replace(/o/g, "0"), "a1b22".match(/\d+/g).join("|"), "abc".split("").reverse().join(""), /(\w+)@(\w+)/.exec("joe@example")[2]);
print([5, 1, 10, 2].sort(), [5, 1, 10, 2].sort(function (a, b) { return a - b; }), [1, 2, 3].map(function (x) { return x * x; }), [1, 2, 3].reduce(function (a, b) { return a + b; }));
function fib(n) { return n < 2 ? n : fib(n - 1) + fib(n - 2); }
print(fib(18));
var t = 0; for (var i = 1; i <= 20000; i++) t += Math.sin(i) * Math.cos(i / 3) + Math.sqrt(i) / Math.log(i + 1); print(t);
try { null.x; } catch (e) { print(e instanceof TypeError); }
try { (function f() { f(); })(); } catch (e) { print(e instanceof RangeError); }
function Point(x, y) { this.x = x; this.y = y; } Point.prototype.add = function (o) { return new Point(this.x + o.x, this.y + o.y); }; print(JSON.stringify(new Point(1, 2).add(new Point(3, 4))));
print(new Date(1000000000000).toISOString(), encodeURIComponent("\u00e4 &"), isNaN(NaN), typeof null, [] + {}, "5" * "2", "10" < "9", 10 < 9);
var s = ""; for (i = 0; i < 3000; i++) s += String.fromCharCode(97 + i % 26); var h = 5381; for (i = 0; i < s.length; i++) h = (h * 33 + s.charCodeAt(i)) >>> 0; print(s.length, h);
var o = Object.create({ inherited: 1 }, { own: { value: 2, enumerable: true } }), k = []; for (var n in o) k.push(n); print(k.join(), Object.keys(o));
var b = new Uint8Array([1, 2, 3, 4, 255]), v = new DataView(b.buffer); print(v.getUint32(0), v.getUint32(0, true), v.getInt8(4), new Float64Array([1.5])[0]);
