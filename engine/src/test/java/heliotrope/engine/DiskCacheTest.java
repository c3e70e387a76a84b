package heliotrope.engine;

import static heliotrope.engine.TestFrontend.ADD;
import static heliotrope.engine.TestFrontend.ADDI;
import static heliotrope.engine.TestFrontend.BNE;
import static heliotrope.engine.TestFrontend.JR;
import static heliotrope.engine.TestFrontend.LW;
import static heliotrope.engine.TestFrontend.ORI;
import static heliotrope.engine.TestFrontend.SYSCALL;
import static heliotrope.engine.TestFrontend.word;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import heliotrope.engine.cache.CodeFile;
import heliotrope.engine.cache.TranslationStore;
import heliotrope.host.Nullable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Translations that a second engine loads instead of making them, and what keeps it from doing so. */
class DiskCacheTest {
    private static final int NOP = word(ADDI, 63, 63, 0);
    private static final long CODE = Guest.CODE;
    private static final long ROUNDS = 300;

    @TempDir
    Path temporary;

    private Path folder = Path.of("");
    private byte[] build = new byte[16];

    @BeforeEach
    void makeFolder() throws IOException {
        folder = temporary.resolve("a/translations");
        Files.createDirectories(folder);
        permit(folder, "rwx------");
    }

    private static void permit(Path path, String permissions) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    }

    /** A file of the kernel's that is as it was a minute ago. */
    private static final class TestFile implements CodeFile {
        final long inode;
        boolean changed;
        int open;

        TestFile(long inode) {
            this.inode = inode;
        }

        @Override
        public long[] identity() {
            long then = System.currentTimeMillis() / 60_000 * 60 - 60;
            return new long[] {1, inode, 4096, then, 5, then, 5};
        }

        @Override
        public byte @Nullable [] name() {
            return "/bin/test".getBytes(StandardCharsets.US_ASCII);
        }

        @Override
        public boolean retain() {
            open++;
            return true;
        }

        @Override
        public boolean isUnchanged() {
            return !changed;
        }

        @Override
        public void release() {
            open--;
        }

        @Override
        public boolean equals(@Nullable Object o) {
            return o instanceof TestFile f && f.inode == inode;
        }

        @Override
        public int hashCode() {
            return (int) inode;
        }
    }

    /** r1 counts up to r2, calling a function through r5 that adds to r3; then loads from r7. */
    private static int[] program(int step) {
        return new int[] {
            word(ADDI, 1, 0, 0),
            word(ADDI, 3, 0, 0),
            word(ORI, 5, 0, 64), // CODE & 0xffff is 0
            word(ADDI, 1, 1, 1), // loop
            word(ADDI, 31, 6, 0),
            word(JR, 5, 0, 0), NOP,
            word(BNE, 1, 2, -6), NOP, // 28: back from the function
            word(ADD, 4, 1, 3),
            word(LW, 8, 7, 0),
            word(SYSCALL, 0, 0, 7),
            NOP, NOP, NOP, NOP,
            word(ADDI, 3, 3, step), // 64: the function
            word(JR, 31, 0, 0), NOP,
        };
    }

    private record Run(EngineStatistics statistics, int stop, int sum, long pc) {}

    private @Nullable TranslationStore store() {
        return TranslationStore.open(folder.toString().getBytes(StandardCharsets.UTF_8), build, 0, 1 << 20);
    }

    private Run run(int step, TestFile file) {
        return run(step, file, Guest.DATA);
    }

    private Run run(int step, TestFile file, long loadFrom) {
        Engine engine = new Engine(new TestFrontend(), EngineKind.JIT, 1 << 20, Engine.TRACES_OFF);
        TranslationStore store = store();
        if (store != null) {
            engine.useStore(store);
        }
        try (Guest g = new Guest(engine, false)) {
            g.file = file;
            g.writable = false;
            g.words(CODE, program(step));
            g.r(2, ROUNDS);
            g.r(5, CODE);
            g.r(6, CODE + 28);
            g.r(7, loadFrom);
            int stop = g.run(CODE);
            Run run = new Run(engine.statistics(), stop, g.r(4), g.cpu.state.pc());
            engine.saveTranslations();
            return run;
        } finally {
            engine.close();
            if (store != null) {
                store.close();
            }
        }
    }

    private static void isRight(Run run, int step) {
        assertEquals(Cpu.STOP_SYSCALL, run.stop);
        assertEquals(CODE + 44, run.pc);
        assertEquals(ROUNDS + step * ROUNDS, run.sum);
    }

    private List<Path> segments() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(f -> f.toString().endsWith(".code")).toList();
        }
    }

    private Path segment() throws IOException {
        List<Path> all = segments();
        assertEquals(1, all.size());
        return all.getFirst();
    }

    @Test
    void theSecondRunTranslatesNothing() {
        TestFile file = new TestFile(1);
        Run first = run(2, file);
        isRight(first, 2);
        assertNotEquals(0, first.statistics.guestInstructions);
        assertEquals(1, first.statistics.savedSegments);
        assertEquals(0, file.open);
        Run second = run(2, file);
        isRight(second, 2);
        assertEquals(0, second.statistics.guestInstructions);
        assertEquals(0, second.statistics.links);
        assertEquals(first.statistics.blocks, second.statistics.loadedBlocks);
        assertEquals(0, second.statistics.savedSegments);
    }

    @Test
    void theSameContentsInAnotherFileWillDo() {
        run(2, new TestFile(1));
        Run second = run(2, new TestFile(2));
        isRight(second, 2);
        assertEquals(0, second.statistics.guestInstructions);
    }

    @Test
    void aFaultInLoadedCodeIsPrecise() {
        run(2, new TestFile(1));
        Run second = run(2, new TestFile(1), 0x9000);
        assertEquals(0, second.statistics.guestInstructions);
        assertEquals(Cpu.STOP_FAULT, second.stop);
        assertEquals(CODE + 40, second.pc);
        assertEquals(3 * ROUNDS, second.sum);
    }

    @Test
    void otherContentsAreTranslated() throws IOException {
        run(2, new TestFile(1));
        Run other = run(3, new TestFile(2));
        isRight(other, 3);
        assertEquals(0, other.statistics.loadedBlocks);
        assertEquals(2, segments().size());
    }

    @Test
    void anotherBuildTranslatesItself() {
        run(2, new TestFile(1));
        build = new byte[16];
        build[3] = 1;
        Run other = run(2, new TestFile(1));
        isRight(other, 2);
        assertEquals(0, other.statistics.loadedBlocks);
    }

    @Test
    void aFileThatChangedMeanwhileIsNotKept() throws IOException {
        TestFile file = new TestFile(1);
        file.changed = true;
        isRight(run(2, file), 2);
        assertEquals(List.of(), segments());
    }

    @Test
    void whatIsNewIsAdded() {
        TestFile file = new TestFile(1);
        Engine engine = new Engine(new TestFrontend(), EngineKind.JIT, 1 << 20, Engine.TRACES_OFF);
        TranslationStore store = present(store());
        engine.useStore(store);
        try (Guest g = new Guest(engine, false)) {
            g.file = file;
            g.writable = false;
            g.words(CODE, program(2));
            g.r(31, CODE + 44);
            g.run(CODE + 64); // the function alone
            engine.saveTranslations();
        } finally {
            engine.close();
            store.close();
        }
        Run second = run(2, file);
        isRight(second, 2);
        assertNotEquals(0, second.statistics.loadedBlocks);
        assertNotEquals(0, second.statistics.guestInstructions);
        Run third = run(2, file);
        isRight(third, 2);
        assertEquals(0, third.statistics.guestInstructions);
        assertEquals(second.statistics.loadedBlocks + second.statistics.blocks, third.statistics.loadedBlocks);
    }

    private static TranslationStore present(@Nullable TranslationStore store) {
        assertNotNull(store);
        return store;
    }

    @Test
    void tracesAreKept() {
        TestFile file = new TestFile(1);
        long traces = 0;
        for (int i = 0; i < 2; i++) {
            Engine engine = new Engine(
                    new TestFrontend(), EngineKind.JIT, 1 << 20, i == 0 ? Engine.TRACES_EAGER : Engine.TRACES_OFF);
            TranslationStore store = present(store());
            engine.useStore(store);
            try (Guest g = new Guest(engine, false)) {
                g.file = file;
                g.writable = false;
                g.words(CODE, program(2));
                g.r(2, ROUNDS);
                g.r(5, CODE);
                g.r(6, CODE + 28);
                g.r(7, i == 0 ? Guest.DATA : 0x9000);
                assertEquals(i == 0 ? Cpu.STOP_SYSCALL : Cpu.STOP_FAULT, g.run(CODE));
                assertEquals(CODE + (i == 0 ? 44 : 40), g.cpu.state.pc());
                assertEquals(3 * ROUNDS, g.r(4));
                if (i == 0) {
                    traces = engine.statistics().traces;
                    assertNotEquals(0, traces);
                } else {
                    assertEquals(0, engine.statistics().guestInstructions);
                    assertTrue(engine.statistics().loadedBlocks > traces);
                }
                engine.saveTranslations();
            } finally {
                engine.close();
                store.close();
            }
        }
    }

    // ---- damage ----

    private void isTranslatedAgain() throws IOException {
        Run again = run(2, new TestFile(1));
        isRight(again, 2);
        assertEquals(0, again.statistics.loadedBlocks);
        assertEquals(1, again.statistics.savedSegments);
        Run whole = run(2, new TestFile(1));
        isRight(whole, 2);
        assertEquals(0, whole.statistics.guestInstructions);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 100, 511, 512, 600, 3000, 5000, -1})
    void aTruncatedFileIsAsIfAbsent(int length) throws IOException {
        run(2, new TestFile(1));
        byte[] all = Files.readAllBytes(segment());
        Files.write(segment(), Arrays.copyOf(all, length < 0 ? all.length + length : Math.min(length, all.length - 1)));
        isTranslatedAgain();
    }

    /** In magic, version, sums, sizes, key, name, table, records and code. */
    @ParameterizedTest
    @ValueSource(ints = {0, 8, 12, 16, 20, 24, 28, 32, 36, 48, 64, 90, 120, 256, 520, 4700, -1, -40, -300})
    void aFlippedBitIsNoticed(int at) throws IOException {
        run(2, new TestFile(1));
        byte[] all = Files.readAllBytes(segment());
        all[at < 0 ? all.length + at : at] ^= 4;
        Files.write(segment(), all);
        isTranslatedAgain();
    }

    @Test
    void whatOthersMayHaveWrittenIsNotRead() throws IOException {
        run(2, new TestFile(1));
        permit(segment(), "rw-rw-rw-");
        isTranslatedAgain();
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(segment())));
    }

    @Test
    void aSymbolicLinkIsNotFollowed() throws IOException {
        run(2, new TestFile(1));
        Path elsewhere = temporary.resolve("elsewhere");
        Files.move(segment(), elsewhere);
        Path name = folder.resolve("x");
        Files.createSymbolicLink(name, elsewhere);
        Run again = run(2, new TestFile(1));
        Files.delete(segment());
        byte[] before = Files.readAllBytes(elsewhere);
        assertEquals(0, again.statistics.loadedBlocks);
        assertTrue(Arrays.equals(before, Files.readAllBytes(elsewhere)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"rwxrwx---", "rwx----w-", "rwxrwxrwx"})
    void aFolderThatOthersMayWriteIsNotUsed(String permissions) throws IOException {
        permit(folder, permissions);
        assertEquals(null, store());
        isRight(run(2, new TestFile(1)), 2);
        assertEquals(List.of(), segments());
    }

    @Test
    void aFolderThatIsALinkIsNotUsed() throws IOException {
        Path real = folder;
        folder = temporary.resolve("link");
        Files.createSymbolicLink(folder, real);
        assertEquals(null, store());
    }
}
