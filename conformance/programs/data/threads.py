# Threads, locks, queues, a pool, an event loop.
import asyncio, concurrent.futures, queue, threading

count, lock = 0, threading.Lock()


def add(n):
    global count
    for _ in range(n):
        with lock:
            count += 1


workers = [threading.Thread(target=add, args=(500,)) for _ in range(8)]
for w in workers: w.start()
for w in workers: w.join()
print(count, threading.active_count())

q, results = queue.Queue(maxsize=4), []


def consume():
    while (item := q.get()) is not None:
        with lock:
            results.append(item * item)


workers = [threading.Thread(target=consume) for _ in range(4)]
for w in workers: w.start()
for i in range(200): q.put(i)
for _ in workers: q.put(None)
for w in workers: w.join()
print(sum(results), len(results))

with concurrent.futures.ThreadPoolExecutor(max_workers=5) as pool:
    print(list(pool.map(lambda x: x ** 3, range(10))))
barrier, event, local = threading.Barrier(4), threading.Event(), threading.local()


def meet(i):
    local.value = i
    barrier.wait()
    event.wait()
    with lock:
        results.append(local.value)


results.clear()
workers = [threading.Thread(target=meet, args=(i,)) for i in range(4)]
for w in workers: w.start()
timer = threading.Timer(0.05, event.set)
timer.start()
for w in workers: w.join()
print(sorted(results), event.is_set())


async def step(n):
    await asyncio.sleep(0.001 * (5 - n))
    return n * 2


async def main():
    print(await asyncio.gather(*(step(i) for i in range(5))))
    process = await asyncio.create_subprocess_exec("/bin/sh", "-c", "echo asynchronous", stdout=asyncio.subprocess.PIPE)
    print((await process.communicate())[0], process.returncode)
    print(await asyncio.get_running_loop().run_in_executor(None, sum, range(1000)))


asyncio.run(main())
