-- For the Lua interpreter: word counts in tables, closures, string methods, a sieve, queens. One argument: rounds.
local rounds = tonumber(arg[1]) or 1
local state = 1

local function random(n)
    state = state * 16807 % 2147483647
    return state % n + 1
end

local function words()
    local list = {}
    for i = 1, 300 do
        local word = {}
        for j = 1, 2 + random(5) do word[j] = string.char(96 + random(26)) end
        list[i] = table.concat(word)
    end
    local count = {}
    for _ = 1, 3000 do
        local word = list[random(random(300))]
        count[word] = (count[word] or 0) + 1
    end
    table.sort(list, function(a, b)
        local x, y = count[a] or 0, count[b] or 0
        return x > y or x == y and a < b
    end)
    return list[1]:upper() .. ":" .. count[list[1]]
end

local function sieve(n)
    local composite, primes = {}, 0
    for i = 2, n do
        if not composite[i] then
            primes = primes + 1
            for j = i * i, n, i do composite[j] = true end
        end
    end
    return primes
end

local function queens(n)
    local solutions, columns, up, down = 0, {}, {}, {}
    local function place(row)
        if row > n then
            solutions = solutions + 1
            return
        end
        for c = 1, n do
            if not (columns[c] or up[row + c] or down[row - c + n]) then
                columns[c], up[row + c], down[row - c + n] = true, true, true
                place(row + 1)
                columns[c], up[row + c], down[row - c + n] = nil, nil, nil
            end
        end
    end
    place(1)
    return solutions
end

local function text()
    local parts = {}
    for i = 1, 200 do parts[#parts + 1] = ("%d=%x"):format(i * random(100), i) end
    local joined, sum = table.concat(parts, ","), 0
    for key, value in joined:gmatch("(%d+)=(%x+)") do sum = sum + tonumber(key) * tonumber(value, 16) % 1000 end
    return sum
end

local out
for _ = 1, rounds do out = table.concat({ words(), sieve(10000), queens(6), text() }, " ") end
print(rounds .. " rounds, " .. out)
