-- Lua on the whole: what it prints does not depend on addresses, time or the order of tables.
local function show(...) print(...) end
show(_VERSION, math.maxinteger, math.mininteger, math.pi)
show(7 // 2, -7 // 2, 7 % -3, -7 % 3, 7.5 // 2, 2 ^ 0.5, 10 / 3, 1e15, 1e16, 2 ^ 53, 0.1 + 0.2)
show(1 << 62, 1 << 63, 1 << 64, ~0, 0xff ~ 0x0f, 5 & 3, 5 | 3, -1 >> 1)
show(string.format("%5d|%-5d|%05d|%x|%X|%o|%c|%q|%s|%10.3f|%g|%e|%a", 42, 42, 42, 255, 255, 8, 65, 'a"b\n', "s", math.pi, 1e20, 12345.678, 0.5))
show(1/0, -1/0, math.type(1), math.type(1.0), math.type("1"), tostring(-0.0), 3 | 0, math.tointeger(3.0))
show(math.floor(-3.5), math.ceil(-3.5), math.fmod(-7, 3), math.ult(1, -1), math.abs(math.mininteger))
show(string.rep("ab", 3, ","), ("x"):byte(), ("hello"):upper():reverse(), #("\u{20AC}"), utf8.char(8364, 228), utf8.len("äöü"))
for k, v in string.gmatch("one=1, two=2, three=3", "(%w+)=(%w+)") do io.write(k, ":", v, " ") end
print(("hello world"):gsub("o", "0"), ("abc"):find("b", 1, true), ("  trim  "):match("^%s*(.-)%s*$"))
local packed = string.pack(">i4<i8d z s2", 1, -2, 3.5, "zero", "counted")
show(#packed, string.unpack(">i4<i8d z s2", packed))
local t = {}
for i = 1, 2000 do t[i] = (i * 7919) % 2003 end
table.sort(t)
show(t[1], t[1000], t[2000], #t, table.concat(t, ",", 1, 10), select("#", table.unpack(t, 1, 50)))
table.sort(t, function(a, b) return a > b end)
show(t[1], t[2000])
local Account = {}
Account.__index = Account
Account.__add = function(a, b) return setmetatable({ v = a.v + b.v }, Account) end
Account.__eq = function(a, b) return a.v == b.v end
Account.__lt = function(a, b) return a.v < b.v end
Account.__call = function(self, x) return self.v * x end
Account.__tostring = function(self) return "Account(" .. self.v .. ")" end
Account.__close = function(self) print("closed " .. self.v) end
local a, b = setmetatable({ v = 3 }, Account), setmetatable({ v = 4 }, Account)
show(tostring(a + b), a == b, a < b, a(10), rawequal(a, a))
do local c <close> = setmetatable({ v = 9 }, Account) end
local producer = coroutine.wrap(function() for i = 1, 5 do coroutine.yield(i, i * i) end return "end" end)
for _ = 1, 6 do show(producer()) end
show(pcall(function() error({ code = 7 }) end), select(2, pcall(error, "message", 0)))
show(xpcall(function() local x = nil; return x.y end, function(m) return (m:gsub("^.-:%d+: ", "")) end))
local function fib(n) if n < 2 then return n end return fib(n - 1) + fib(n - 2) end
show(fib(24))
local function deep(n) if n == 0 then return 0 end return 1 + deep(n - 1) end
show(deep(15000), pcall(function() local function f() return 1 + f() end return f() end) == false)
local parts = {}
for i = 1, 20000 do parts[#parts + 1] = tostring(i * 0.1) end
local text = table.concat(parts, " ")
local hash = 5381
for i = 1, #text do hash = (hash * 33 + text:byte(i)) & 0xffffffff end
show(#text, hash)
collectgarbage()
local weak = setmetatable({}, { __mode = "k" })
for i = 1, 100 do weak[{}] = i end
collectgarbage()
show(next(weak))
local x = 0.0
for i = 1, 20000 do x = x + math.sin(i) * math.cos(i / 3) + math.sqrt(i) / math.log(i + 1) + math.exp(-i / 100) end
show(string.format("%.17g", x))
show(load("return 1 + 1")(), load("syntax error here"), #string.dump(function() return 1 end) > 10)
goto done
print("not reached")
::done::
show(os.time({ year = 2001, month = 9, day = 9, hour = 12 }) > 0, os.getenv("HELIOTROPE_NO_SUCH_VARIABLE"), os.rename("/nonexistent/a", "/nonexistent/b"))
local name = os.tmpname()
local f = assert(io.open(name, "w+"))
f:write("line 1\nline 2\n", 42, "\n", 1.5, "\n")
f:seek("set")
show(f:read("l", "L", "n", "n", "a"))
f:close()
show(os.remove(name))
