-- Floating point: five bodies, the energy before and after.
local bodies = {
  { 0, 0, 0, 0, 0, 0, 39.47841760435743 },
  { 4.84143144246472090, -1.16032004402742839, -0.103622044471123109, 0.606326392995832, 2.81198684491626, -0.02521836165988763, 0.03769367487038949 },
  { 8.34336671824457987, 4.12479856412430479, -0.403523417114321381, -1.0107743461787924, 1.8256623712304119, 0.008415761376584154, 0.011286326131968767 },
  { 12.8943695621391310, -15.1111514016986312, -0.223307578892655734, 1.0827910064415354, 0.8687130181696082, -0.010832637401363636, 0.0017237240570597112 },
  { 15.3796971148509165, -25.9193146099879641, 0.179258772950371181, 0.979090732243898, 0.5946989986476762, -0.034755955504078104, 0.0020336868699246304 },
}
local function energy()
  local e = 0
  for i, b in ipairs(bodies) do
    e = e + 0.5 * b[7] * (b[4] ^ 2 + b[5] ^ 2 + b[6] ^ 2)
    for j = i + 1, #bodies do
      local c = bodies[j]
      e = e - b[7] * c[7] / math.sqrt((b[1] - c[1]) ^ 2 + (b[2] - c[2]) ^ 2 + (b[3] - c[3]) ^ 2)
    end
  end
  return e
end
print(string.format("%.17g", energy()))
for _ = 1, tonumber(arg[1]) do
  for i, b in ipairs(bodies) do
    for j = i + 1, #bodies do
      local c = bodies[j]
      local dx, dy, dz = b[1] - c[1], b[2] - c[2], b[3] - c[3]
      local d2 = dx * dx + dy * dy + dz * dz
      local m = 0.01 / (d2 * math.sqrt(d2))
      b[4], b[5], b[6] = b[4] - dx * c[7] * m, b[5] - dy * c[7] * m, b[6] - dz * c[7] * m
      c[4], c[5], c[6] = c[4] + dx * b[7] * m, c[5] + dy * b[7] * m, c[6] + dz * b[7] * m
    end
  end
  for _, b in ipairs(bodies) do b[1], b[2], b[3] = b[1] + 0.01 * b[4], b[2] + 0.01 * b[5], b[3] + 0.01 * b[6] end
end
print(string.format("%.17g", energy()))
