package heliotrope.kernel;

import static heliotrope.host.Sys.MAP_ANONYMOUS;
import static heliotrope.host.Sys.MAP_FIXED;
import static heliotrope.host.Sys.MAP_PRIVATE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import heliotrope.host.Scratch;
import heliotrope.host.Sys;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Forks that leave memory to be copied later. */
class LazyForkTest {
    private static final int RW = 3, READ = 1, PAGE = 4096;
    private static final int ANON = MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED;
    private static final long BASE = 0x1000_0000L;
    private static final int PAGES = 1024;

    @TempDir
    Path folder;

    private Guests guests;

    @BeforeEach
    void open() {
        guests = new Guests(folder);
    }

    @AfterEach
    void close() {
        guests.close();
    }

    /** An address space with what it should contain: a number at the start of each page; -1: not mapped. */
    private final class Model {
        final AddressSpace space;
        final int[] value = new int[PAGES];
        final int[] prot = new int[PAGES];
        /** Pages that the engine watches: it is asked before the host writes there, which this test does not. */
        final boolean[] watched = new boolean[PAGES];

        Model() {
            space = new AddressSpace(guests.kernel, 1L << 32, true);
            assertEquals(BASE, space.map(BASE, (long) PAGES * PAGE, RW, ANON, null, 0));
            Arrays.fill(prot, RW);
        }

        Model(Model parent) {
            space = parent.space.fork(guests.kernel);
            System.arraycopy(parent.value, 0, value, 0, PAGES);
            System.arraycopy(parent.prot, 0, prot, 0, PAGES);
        }

        long at(int page) {
            return BASE + (long) page * PAGE;
        }

        /** As the guest's own instruction would. */
        private boolean touch(int page, boolean write, int n) {
            byte[] word = {(byte) (n >> 24), (byte) (n >> 16), (byte) (n >> 8), (byte) n};
            for (int i = 0; i < 3; i++) {
                boolean done = write ? space.window.copyOut(at(page), word, 0, 4) : space.window.copyIn(at(page), word, 0, 4);
                if (done) {
                    if (!write) {
                        assertEquals(value[page], (word[0] & 255) << 24 | (word[1] & 255) << 16 | (word[2] & 255) << 8 | word[3] & 255,
                                "page " + page);
                    }
                    return true;
                }
                if (!space.resolveFault(at(page), write)) {
                    return false;
                }
            }
            return false;
        }

        void write(int page, int n, boolean byHost) {
            boolean allowed = value[page] != -1 && (prot[page] & 2) != 0;
            boolean done;
            if (byHost && !watched[page]) {
                try {
                    space.put32(at(page), n);
                    done = true;
                } catch (GuestFault e) {
                    done = false;
                }
            } else {
                done = touch(page, true, n);
            }
            assertEquals(allowed, done, "page " + page);
            if (allowed) {
                value[page] = n;
            }
        }

        void read(int page, boolean byHost) {
            boolean allowed = value[page] != -1 && prot[page] != 0;
            if (byHost && allowed) {
                assertEquals(value[page], space.s32(at(page)), "page " + page);
            } else {
                assertEquals(allowed, touch(page, false, 0), "page " + page);
            }
        }

        void verify() {
            for (int i = 0; i < PAGES; i++) {
                read(i, false);
            }
        }
    }

    /** Random accesses, changes of the map, forks and ends of a family of processes against models. */
    @Test
    void agreesWithAModel() {
        for (int seed = 1; seed <= 12; seed++) {
            torture(new Random(seed), 1500);
        }
    }

    private void torture(Random r, int steps) {
        ArrayList<Model> all = new ArrayList<>();
        all.add(new Model());
        for (int i = 0; i < PAGES; i++) {
            all.get(0).write(i, i + 1, false);
        }
        for (int step = 0; step < steps; step++) {
            Model m = all.get(r.nextInt(all.size()));
            int page = r.nextInt(PAGES);
            int n = Math.min(PAGES - page, 1 + r.nextInt(r.nextInt(4) == 0 ? 300 : 20));
            long length = (long) n * PAGE;
            switch (r.nextInt(20)) {
                case 0 -> {
                    if (all.size() < 7) {
                        all.add(new Model(m));
                    }
                }
                case 1 -> {
                    if (all.size() > 1) {
                        all.remove(m);
                        m.space.release();
                    }
                }
                case 2 -> {
                    assertEquals(m.at(page), m.space.map(m.at(page), length, RW, ANON, null, 0));
                    Arrays.fill(m.value, page, page + n, 0);
                    Arrays.fill(m.prot, page, page + n, RW);
                }
                case 3 -> {
                    if (r.nextInt(3) == 0) {
                        assertEquals(0, m.space.unmap(m.at(page), length));
                        Arrays.fill(m.value, page, page + n, -1);
                    }
                }
                case 4 -> {
                    int p = r.nextInt(3) == 0 ? 0 : r.nextBoolean() ? READ : RW;
                    if (m.space.isMapped(m.at(page), length)) {
                        assertEquals(0, m.space.protect(m.at(page), length, p));
                        Arrays.fill(m.prot, page, page + n, p);
                    }
                }
                case 5 -> {
                    if (m.space.isMapped(m.at(page), length)) {
                        assertEquals(0, m.space.advise(m.at(page), length, Sys.MADV_DONTNEED));
                        Arrays.fill(m.value, page, page + n, 0);
                    }
                }
                case 6 -> {
                    int to = r.nextInt(PAGES - n + 1);
                    if ((to >= page + n || page >= to + n)
                            && m.space.remap(m.at(page), length, length, MemoryRemap.MAYMOVE | MemoryRemap.FIXED, m.at(to)) > 0) {
                        System.arraycopy(m.value, page, m.value, to, n);
                        System.arraycopy(m.prot, page, m.prot, to, n);
                        Arrays.fill(m.value, page, page + n, -1);
                    }
                }
                case 7 -> {
                    // The engine watches a page, and gives it up.
                    if (m.value[page] != -1 && m.prot[page] == RW) {
                        assertEquals(0, m.space.protect(m.space.window, m.at(page), PAGE, READ));
                        m.watched[page] = r.nextBoolean();
                        if (!m.watched[page]) {
                            assertEquals(0, m.space.protect(m.space.window, m.at(page), PAGE, RW));
                        }
                    }
                }
                case 8 -> {
                    for (int i = 0; i < n; i++) {
                        m.write(page + i, step << 10 | i, r.nextBoolean());
                    }
                }
                default -> {
                    if (r.nextBoolean()) {
                        m.write(page, step, r.nextBoolean());
                    } else {
                        m.read(page, r.nextBoolean());
                    }
                }
            }
        }
        while (!all.isEmpty()) {
            Model m = all.remove(r.nextInt(all.size()));
            m.verify();
            m.space.release();
        }
    }

    @Test
    void whatNobodyTouchesIsNotCopied() {
        AddressSpace parent = new AddressSpace(guests.kernel, 1L << 32, true);
        int pages = 4096;
        parent.map(BASE, (long) pages * PAGE, RW, ANON, null, 0);
        for (int i = 0; i < pages; i++) {
            parent.put32(BASE + (long) i * PAGE, i);
        }
        AddressSpace child = parent.fork(guests.kernel);
        assertEquals(7, child.s32(BASE + 7L * PAGE));
        assertTrue(resident(child, pages) <= 2 * 16, "the piece around the access");
        assertTrue(child.lazy.active);
        child.copyAll();
        assertEquals(pages, resident(child, pages));
        assertFalse(child.lazy.active);
        parent.put32(BASE, 1);
        assertEquals(0, child.s32(BASE));
        parent.release();
        child.release();
    }

    @Test
    void memoryOutlivesItsProcess() {
        AddressSpace first = new AddressSpace(guests.kernel, 1L << 32, true);
        first.map(BASE, 200L * PAGE, RW, ANON, null, 0);
        for (int i = 0; i < 200; i++) {
            first.put32(BASE + (long) i * PAGE, i);
        }
        AddressSpace second = first.fork(guests.kernel);
        second.put32(BASE + 100L * PAGE, -100);
        AddressSpace third = second.fork(guests.kernel);
        first.put32(BASE + 199L * PAGE, -199);
        second.put32(BASE + 1L * PAGE, -1);
        first.release();
        second.release();
        for (int i = 0; i < 200; i++) {
            assertEquals(i == 100 ? -100 : i, third.s32(BASE + (long) i * PAGE));
        }
        third.release();
    }

    /** What the host writes for another thread just now stays writable. */
    @Test
    void busyBuffersAreCopiedAtOnce() throws InterruptedException {
        AddressSpace parent = new AddressSpace(guests.kernel, 1L << 32, true);
        parent.map(BASE, 200L * PAGE, RW, ANON, null, 0);
        for (int i = 0; i < 200; i++) {
            parent.put32(BASE + (long) i * PAGE, i);
        }
        heliotrope.engine.Cpu one = new heliotrope.engine.Cpu(guests.engine, parent.guestCode());
        heliotrope.engine.Cpu two = new heliotrope.engine.Cpu(guests.engine, parent.guestCode());
        Thread other = new Thread(() -> parent.hostForWrite(BASE + 50L * PAGE + 8, 2 * PAGE));
        other.start();
        other.join();
        AddressSpace child = parent.fork(guests.kernel);
        for (int i = 50; i <= 52; i++) {
            assertTrue(parent.window.copyOut(BASE + (long) i * PAGE, new byte[4], 0, 4), "page " + i);
            assertEquals(i, child.s32(BASE + (long) i * PAGE));
        }
        assertFalse(parent.window.copyOut(BASE + 49L * PAGE, new byte[4], 0, 4));
        child.release();
        one.close();
        two.close();
        parent.release();
    }

    private static int resident(AddressSpace space, int pages) {
        Scratch s = new Scratch();
        byte[] bits = new byte[pages];
        assertEquals(0, space.resident(s, BASE, (long) pages * PAGE, bits));
        s.close();
        int n = 0;
        for (byte b : bits) {
            n += b & 1;
        }
        return n;
    }
}
