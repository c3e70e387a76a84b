# Python on the whole: what it prints does not depend on addresses, time, paths or hash seeds.
import base64, binascii, bisect, collections, datetime, decimal, fractions, functools, hashlib, heapq, io, itertools, json, math, os, pickle
import random, re, struct, subprocess, sys, tempfile, textwrap, unicodedata, zlib

print(sys.version_info[:2], sys.maxsize > 0, sys.float_info.max, sys.float_info.epsilon)
print(2**200, 3**100 % 1000007, pow(3, 10**18, 10**9 + 7), -7 // 2, -7 % 3, divmod(-7, 2), int("zz", 36), hex(255), 10**30 // 7)
print(0.1 + 0.2, 1e16, 1e22, 1 / 3, float("inf"), float("nan"), -0.0, round(2.5), round(2.675, 2), (0.1).hex(), float.fromhex("0x1.8p3"))
print(math.sqrt(2), math.sin(1), math.cos(1e10), math.exp(1), math.log(10), math.gamma(5.5), math.fsum([0.1] * 10), math.factorial(30), math.gcd(12, 18))
print(f"{math.pi:.10f} {1234567:,} {255:#x} {'x':>5}|{'x':^5}| {0.000012345:e} {1e100:g} {12.5:08.3f}")
print(sorted(range(20), key=lambda x: (x * 7) % 11), sorted("hello world"), list(map(lambda x: x * x, range(5))), [*zip("abc", range(3))])
print(collections.Counter("abracadabra").most_common(3), list(itertools.permutations("abc", 2)), functools.reduce(lambda a, b: a * b, range(1, 11)))
print(json.dumps({"a": [1, 2.5, None, True, "ü\n"], "b": {"c": 1e100}}, sort_keys=True), json.loads('{"x": [1, {"y": -0.5e-3}]}'))
print(re.findall(r"(\w+)@(\w+)\.com", "joe@example.com, ann@test.com"), re.sub(r"(\d+)", lambda m: str(int(m[1]) * 2), "a1b22c333"))
print(re.split(r"[,;]\s*", "a, b;c"), bool(re.fullmatch(r"(a|b)*abb", "abababb")), re.match(r"(?P<y>\d{4})-(?P<m>\d\d)", "2001-09").groupdict())
for name in ("md5", "sha1", "sha256", "sha512", "sha3_256", "blake2b"):
    print(name, hashlib.new(name, b"heliotrope" * 1000).hexdigest()[:32])
data = bytes(range(256)) * 200
print(zlib.crc32(data), zlib.adler32(data), len(zlib.compress(data, 9)), zlib.decompress(zlib.compress(data)) == data)
print(binascii.hexlify(struct.pack(">ihqdf3s", 1, -2, 3, 1.5, -0.25, b"abc")), struct.unpack("<I", b"\x01\x02\x03\x04"), struct.calcsize("<bhilq"))
print(base64.b64encode(b"\x00\xff" * 10), pickle.loads(pickle.dumps({"a": (1, 2.5, "x"), "b": [None, {1, 2}]}, 4)))
decimal.getcontext().prec = 50
print(decimal.Decimal(2).sqrt(), decimal.Decimal(1) / 7, fractions.Fraction(1, 3) + fractions.Fraction(1, 6))
print(datetime.date(2000, 2, 29) + datetime.timedelta(days=366), datetime.datetime(2001, 9, 9, 1, 46, 40, tzinfo=datetime.timezone.utc).timestamp())
random.seed(12345)
print(random.random(), random.randint(1, 10**9), random.sample(range(100), 5), random.gauss(0, 1))
numbers = [random.random() for _ in range(20000)]
numbers.sort()
print(numbers[0], numbers[10000], numbers[-1], bisect.bisect(numbers, 0.5), heapq.nsmallest(2, numbers))
print("ß".upper(), "İ".lower().encode(), unicodedata.name("€"), unicodedata.normalize("NFD", "é").encode(), "äöü".encode("utf-16-le"), b"\xe4".decode("latin-1"))


class Vector:
    def __init__(self, *v): self.v = v
    def __add__(self, o): return Vector(*(a + b for a, b in zip(self.v, o.v)))
    def __repr__(self): return f"Vector{self.v}"
    def __eq__(self, o): return self.v == o.v


def generate(n):
    a, b = 0, 1
    for _ in range(n):
        yield a
        a, b = b, a + b


def fib(n): return n if n < 2 else fib(n - 1) + fib(n - 2)


print(Vector(1, 2) + Vector(3, 4), Vector(1) == Vector(1), list(generate(15)), fib(18))
try:
    [][1]
except IndexError as e:
    print(type(e).__name__, e)
try:
    1 / 0
except ZeroDivisionError as e:
    print(e)
def recurse(n): return recurse(n + 1)
try:
    recurse(0)
except RecursionError as e:
    print(type(e).__name__)
sieve = bytearray([1]) * 100000
for i in range(2, 317):
    if sieve[i]:
        sieve[i * i::i] = bytes(len(range(i * i, 100000, i)))
print(sum(sieve) - 2)
with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, "file")
    with open(path, "w") as f:
        for i in range(1000):
            print(i, i * i, file=f)
    with open(path) as f:
        print(sum(int(line.split()[1]) for line in f), os.path.getsize(path), os.listdir(folder))
    os.symlink("file", os.path.join(folder, "link"))
    os.rename(path, path + "2")
    print(sorted(os.listdir(folder)), os.path.islink(os.path.join(folder, "link")), os.path.exists(os.path.join(folder, "link")))
print(subprocess.run(["/bin/sh", "-c", "echo child; exit 3"], capture_output=True))
print(subprocess.run("tr a-z A-Z | rev", shell=True, input=b"pipe line\n", stdout=subprocess.PIPE).stdout)
r, w = os.pipe()
pid = os.fork()
if pid == 0:
    os.write(w, b"from the child")
    os._exit(7)
print(os.waitpid(pid, 0)[1] >> 8, os.read(r, 100))
print(textwrap.fill("the quick brown fox jumps over the lazy dog " * 3, 30))
