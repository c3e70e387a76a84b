package heliotrope.engine.cache;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import heliotrope.host.CodeMemory;
import heliotrope.host.Native;
import heliotrope.host.NativeMemory;
import heliotrope.host.Nullable;
import heliotrope.host.asm.Assembler;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The folder, the files, the table and the hash. */
class StoreTest {
    private static final int ROOM = 1 << 20;

    @TempDir
    Path temporary;

    private TranslationStore store(long limit) {
        TranslationStore store = TranslationStore.open(
                temporary.resolve("deep/er").toString().getBytes(StandardCharsets.UTF_8), new byte[16], 0, limit);
        assertNotNull(store);
        return store;
    }

    private static SegmentKey key(int n) {
        byte[] content = new byte[ContentHash.BYTES];
        content[5] = (byte) n;
        return new SegmentKey(new byte[16], content, 0x1000, 0x10000, 1, 0);
    }

    /** {@code blocks} blocks of 32 bytes, all with the value {@code mark}. */
    private static SegmentImage image(SegmentKey key, int blocks, int mark) {
        BlockTable table = new BlockTable();
        for (int i = 0; i < blocks; i++) {
            table.put(0x1000 + 8L * i, -5, -1);
        }
        SegmentImage image = new SegmentImage(key, null, table, blocks, 0, 32 * blocks);
        long code = NativeMemory.allocate(32);
        Native.fill(code, mark, 32);
        for (int i = 0; i < blocks; i++) {
            assertTrue(image.code(code, 32, 32 * i));
            image.block(0x1000 + 8L * i, 2 * i, 2, 32 * i, 8, null);
        }
        NativeMemory.free(code, 32);
        table.close();
        return image;
    }

    private static boolean save(TranslationStore store, SegmentKey key, int blocks, int mark) {
        try (SegmentImage image = image(key, blocks, mark)) {
            return !store.hasBetter(key, 0, blocks) && store.save(image) != 0;
        }
    }

    /** The value that all bytes of code have, or -1 if there is no such segment. */
    private static int load(TranslationStore store, SegmentKey key) {
        CodeMemory memory = CodeMemory.allocate(ROOM);
        Segment s = store.load(key, memory, NativeMemory.PAGE, ROOM - NativeMemory.PAGE);
        int mark = -1;
        if (s != null) {
            ByteBuffer code = NativeMemory.view(memory.executable() + NativeMemory.PAGE, s.codeBytes);
            mark = code.get(0) & 0xff;
            for (int i = 0; i < s.codeBytes; i++) {
                assertEquals(mark, code.get(i) & 0xff);
            }
            for (int i = 0; i < s.blocks; i++) {
                assertEquals(32L * i | (long) i << 32, s.table.find(0x1000 + 8L * i));
                assertEquals(i, s.containing(32 * i + 31));
            }
            assertEquals(-1, s.table.find(0x1004));
            s.table.close();
        }
        memory.close();
        return mark;
    }

    @Test
    void whatIsSavedIsLoaded() {
        TranslationStore store = store(ROOM);
        assertEquals(-1, load(store, key(1)));
        assertTrue(save(store, key(1), 300, 7));
        assertEquals(7, load(store, key(1)));
        assertEquals(-1, load(store, key(2)));
        List<TranslationStore.Listed> list = store.list();
        assertEquals(1, list.size());
        assertEquals(300, list.getFirst().blocks);
        assertEquals(600, list.getFirst().instructions);
        assertEquals(0x1000, list.getFirst().start);
        assertTrue(list.getFirst().isCurrent);
        assertEquals(1, store.clear());
        assertEquals(-1, load(store, key(1)));
        store.close();
    }

    @Test
    void whatIsDamagedIsNotLoaded() throws IOException {
        TranslationStore store = store(ROOM);
        Path file = temporary.resolve("deep/er").resolve(key(1).fileName);
        assertTrue(save(store, key(1), 300, 7));
        byte[] whole = Files.readAllBytes(file);
        Random random = new Random(3);
        for (int i = 0; i < 200; i++) {
            byte[] damaged = whole.clone();
            int at = i < 40 ? random.nextInt(Segment.HEADER) : random.nextInt(whole.length);
            damaged[at] ^= (byte) (1 << random.nextInt(8));
            Files.write(file, damaged);
            assertEquals(-1, load(store, key(1)), "byte " + at);
        }
        for (int length : new int[] {0, 100, Segment.HEADER, 4096, whole.length - 32, whole.length - 1}) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertEquals(-1, load(store, key(1)));
        }
        Files.write(file, Arrays.copyOf(whole, whole.length + 1));
        assertEquals(-1, load(store, key(1)));
        Files.write(file, whole);
        assertEquals(7, load(store, key(1)));
        store.close();
    }

    @Test
    void whoeverHasMoreWins() {
        TranslationStore store = store(ROOM);
        assertTrue(save(store, key(1), 300, 7));
        assertFalse(save(store, key(1), 200, 8));
        assertEquals(7, load(store, key(1)));
        assertTrue(save(store, key(1), 400, 9));
        assertEquals(9, load(store, key(1)));
        store.close();
    }

    @Test
    void theOldestGoesWhenThereIsNoRoom() throws IOException {
        TranslationStore store = store(100_000);
        for (int i = 0; i < 5; i++) {
            assertTrue(save(store, key(i), 500, i)); // 40 KB each
            Files.setLastModifiedTime(
                    temporary.resolve("deep/er").resolve(key(i).fileName),
                    FileTime.fromMillis(1_000_000_000_000L + 1000L * (i == 0 ? 10 : i)));
            store.evict();
        }
        assertEquals(0, load(store, key(0)));
        assertEquals(-1, load(store, key(1)));
        assertEquals(-1, load(store, key(3)));
        assertEquals(4, load(store, key(4)));
        store.close();
    }

    @Test
    void leftoversOfThoseWhoDiedGo() throws IOException {
        TranslationStore store = store(ROOM);
        Path old = Files.createFile(temporary.resolve("deep/er/new-1-1"));
        Path fresh = Files.createFile(temporary.resolve("deep/er/new-2-2"));
        Files.setLastModifiedTime(old, FileTime.fromMillis(0));
        store.evict();
        assertFalse(Files.exists(old));
        assertTrue(Files.exists(fresh));
        store.close();
    }

    @Test
    void manyWriteAndReadAtOnce() throws InterruptedException {
        AtomicReference<@Nullable Throwable> failed = new AtomicReference<>();
        Thread[] threads = new Thread[4];
        for (int t = 0; t < threads.length; t++) {
            int mark = t + 1;
            threads[t] = new Thread(() -> {
                TranslationStore store = store(ROOM);
                for (int i = 0; i < 60; i++) {
                    save(store, key(1), 100 + i, mark);
                    int found = load(store, key(1));
                    assertTrue(found >= 1 && found <= threads.length);
                }
                store.close();
            });
            threads[t].setUncaughtExceptionHandler((thread, e) -> failed.set(e));
            threads[t].start();
        }
        for (Thread t : threads) {
            t.join();
        }
        assertNull(failed.get());
    }

    @Test
    void theTableFindsWhatItGrewOver() {
        BlockTable table = new BlockTable();
        Random random = new Random(1);
        long[] pc = new long[5000];
        for (int i = 0; i < pc.length; i++) {
            pc[i] = (random.nextLong() & 0xffff_ffff_ffL) / 5000 * 5000 / 4 * 4 + 4L * i;
            table.put(pc[i], 16 * i, i);
        }
        table.put(pc[7], 1, 2);
        for (int i = 0; i < pc.length; i++) {
            assertEquals(i == 7 ? 1 | 2L << 32 : 16L * i | (long) i << 32, table.find(pc[i]));
        }
        table.close();
    }

    @Test
    void theHashOfBuildsIsSha256() throws Exception {
        byte[] data = new byte[100_000];
        new Random(2).nextBytes(data);
        for (int n = 0; n < 300; n++) {
            check(data, n, 64);
        }
        check(data, data.length, 1);
        check(data, data.length, 777);
        check(data, data.length, 1 << 16);
    }

    private static void check(byte[] data, int n, int step) throws Exception {
        Sha256 hash = new Sha256();
        for (int at = 0; at < n; at += step) {
            hash.add(data, at, Math.min(step, n - at));
        }
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        digest.update(data, 0, n);
        assertArrayEquals(digest.digest(), hash.end());
    }

    /** As Python's hashlib has it. */
    @Test
    void theHashOfContentsIsBlake2b() {
        CodeMemory code = CodeMemory.allocate(8192);
        Assembler asm = new Assembler();
        ContentHash.emit(asm);
        code.buffer().put(0, asm.buf, 0, asm.pos);
        assertEquals("0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8", blake(code, 0, 0));
        assertEquals("bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319", blake(code, 3, 'a'));
        assertEquals("39a7eb9fedc19aabc83425c6755dd90e6f9d0c804964a1f4aaeea3b9fb599835", blake(code, 256, 0));
        assertEquals("c636324d47d89f2b2434dc2c994100663fbbaea880ff020fc5de89dd0f77a1ec", blake(code, 1000, 0));
        code.close();
    }

    /** Of bytes that count up from {@code first}. */
    private static String blake(CodeMemory code, int n, int first) {
        long memory = NativeMemory.allocate(4096);
        ByteBuffer data = NativeMemory.view(memory, 4096);
        for (int i = 0; i < n; i++) {
            data.put(i, (byte) (first + i));
        }
        int whole = Math.max(n - 1, 0) / ContentHash.BLOCK * ContentHash.BLOCK;
        StringBuilder text = new StringBuilder();
        try (ContentHash hash = new ContentHash(code.executable())) {
            hash.addBlocks(memory, whole);
            for (byte b : hash.end(memory + whole, n - whole)) {
                text.append(String.format("%02x", b));
            }
        }
        NativeMemory.free(memory, 4096);
        return text.toString();
    }

    @Test
    void hashesAreRememberedUntilTheFileChanges() {
        Folder folder = new Folder(temporary.resolve("memo").toString().getBytes(StandardCharsets.UTF_8), true);
        HashMemo memo = new HashMemo(folder);
        long[] identity = {1, 2, 3, 4, 5, 6, 7};
        byte[] hash = new byte[ContentHash.BYTES];
        hash[4] = 9;
        assertNull(memo.find(identity, 0, 4096));
        memo.put(identity, 0, 4096, hash);
        assertArrayEquals(hash, memo.find(identity, 0, 4096));
        assertNull(memo.find(identity, 4096, 4096));
        identity[6]++;
        assertNull(memo.find(identity, 0, 4096));
        memo.close();
        folder.close();
    }

    @Test
    void theBuildIsWhatItsClassesAre() throws IOException {
        Path classes = temporary.resolve("heliotrope/engine");
        Files.createDirectories(classes);
        Files.writeString(classes.resolve("A.class"), "one");
        byte[] before = BuildId.of(temporary);
        assertArrayEquals(before, BuildId.of(temporary));
        Files.createDirectories(temporary.resolve("heliotrope/app"));
        Files.writeString(temporary.resolve("heliotrope/app/B.class"), "not a part of it");
        assertArrayEquals(before, BuildId.of(temporary));
        Files.writeString(classes.resolve("A.class"), "two");
        assertNotEquals(BuildId.text(before), BuildId.text(BuildId.of(temporary)));
    }
}
