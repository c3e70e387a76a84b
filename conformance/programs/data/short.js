var s = 0; for (var i = 0; i < 500; i++) s += Math.sqrt(i) * (i % 3); print(s, JSON.stringify([1, 2.5, "x"]), "a1b22".match(/\d+/g).join("|"), (255).toString(2));
