-- The ten most frequent words of standard input.
local count, order = {}, {}
for line in io.lines() do
  for word in line:gmatch("%a+") do
    word = word:lower()
    if not count[word] then order[#order + 1] = word end
    count[word] = (count[word] or 0) + 1
  end
end
table.sort(order, function(a, b) return count[a] ~= count[b] and count[a] > count[b] or count[a] == count[b] and a < b end)
for i = 1, 10 do print(count[order[i]], order[i]) end
print(#order)
