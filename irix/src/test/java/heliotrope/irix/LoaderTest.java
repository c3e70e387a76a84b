package heliotrope.irix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import heliotrope.engine.Engine;
import heliotrope.engine.EngineKind;
import heliotrope.kernel.Kernel;
import heliotrope.kernel.KernelConfig;
import heliotrope.kernel.Personality;
import heliotrope.kernel.Roots;
import heliotrope.mips.MipsFrontend;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs of a few instructions through exec, in a kernel of their own. */
class LoaderTest {
    private static final int ENOENT = 2, ENOEXEC = 8;

    private static final int LI_V0 = 0x24020000, SYSCALL = 0x0000000c;

    @TempDir
    private Path folder;

    private IrixPersonality personality = new IrixPersonality();

    private int run(byte[] file, String... arguments) throws IOException {
        Path program = folder.resolve("program");
        Files.write(program, file);
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        personality = new IrixPersonality();
        KernelConfig config = new KernelConfig();
        config.hostSignals = false;
        config.silent = true;
        config.firstPid = 4711;
        Engine engine = new Engine(new MipsFrontend(), EngineKind.INTERP, 1 << 20);
        Kernel kernel = new Kernel(engine, new Roots(), new Personality[] {personality}, config);
        byte[] path = program.toString().getBytes(StandardCharsets.UTF_8);
        byte[][] argv = new byte[1 + arguments.length][];
        argv[0] = path;
        for (int i = 0; i < arguments.length; i++) {
            argv[i + 1] = arguments[i].getBytes(StandardCharsets.UTF_8);
        }
        return kernel.run(path, argv, new byte[][] {"A=b".getBytes(StandardCharsets.UTF_8)});
    }

    @Test
    void staticProgramRuns() throws IOException {
        int[] code = {
            0x8fa40000, // lw a0, 0(sp): argc
            LI_V0 | 1001, SYSCALL, 0,
        };
        assertEquals(3 << 8, run(ElfImages.program(code, ""), "x", "y"));
        assertNull(personality.loadError());
    }

    /** The first word of the stack is as wide as a pointer, and so are those of the vectors behind it. */
    @Test
    void staticProgramsOfWiderAbisRun() throws IOException {
        int[] n32 = {0x8fa40000, LI_V0 | 1001, SYSCALL, 0};
        assertEquals(2 << 8, run(ElfImages.program(IrixAbi.N32, n32, ""), "x"));
        int[] n64 = {
            0xdfa80000, // ld t0, 0(sp): argc
            0x000840f8, // dsll t0, t0, 3
            0x03a84021 + 12, // daddu t0, sp, t0
            0xdd090010, // ld t1, 16(t0): envp[0]
            0x91240000, // lbu a0, 0(t1): A
            0x24840001, // addiu a0, a0, 1
            LI_V0 | 1001, SYSCALL, 0,
        };
        assertEquals('B' << 8, run(ElfImages.program(IrixAbi.N64, n64, ""), "x"));
        assertNull(personality.loadError());
    }

    /** Registers and memory as the ABI promises: t9 is the entry, bss is zero although the file's page goes on, PRDA has the pid. */
    @Test
    void initialState() throws IOException {
        int[] code = {
            0x3c080040, // lui t0, 0x40
            0x25081000, // addiu t0, t0, 0x1000
            0x01194026, // xor t0, t0, t9
            0x3c091000, // lui t1, 0x1000
            0x8d2a1010, // lw t2, 0x1010(t1): first word of bss
            0x010a4025, // or t0, t0, t2
            0x8d2a100c, // lw t2, 0x100c(t1): last word of data
            0x3c0bd4d4, // lui t3, 0xd4d4
            0x356bd4d4, // ori t3, t3, 0xd4d4
            0x014b5026, // xor t2, t2, t3
            0x010a4025, // or t0, t0, t2
            0x3c090020, // lui t1, 0x20
            0x8d2a0e00, // lw t2, 0xe00(t1): pid in the process data area
            LI_V0 | 1020, SYSCALL,
            0x01425026, // xor t2, t2, v0
            0x010a4025, // or t0, t0, t2
            0x33ab000f, // andi t3, sp, 15
            0x010b4025, // or t0, t0, t3
            0x0008202b, // sltu a0, zero, t0
            LI_V0 | 1001, SYSCALL, 0,
        };
        assertEquals(0, run(ElfImages.program(code, "")));
    }

    /**
     * The program's interpreter runs in its stead, at another place because both want the same; it opens the program, maps it once
     * more with SGI_ELFMAP from the program headers in memory, and ends with the first byte of what it finds there.
     */
    @Test
    void interpretersMapLibraries() throws IOException {
        for (IrixAbi abi : new IrixAbi[] {IrixAbi.O32, IrixAbi.N32, IrixAbi.N64}) {
            int firstLoad = abi.pointers64 ? 64 + 56 : 52 + 32;
            int[] code = {
                abi.pointers64 ? 0xdfa40008 : 0x8fa40004, // ld or lw a0, argv[0]
                0x00002825, // move a1, zero
                LI_V0 | 1005, SYSCALL, // open
                0x00402825, // move a1, v0
                0x24040044, // li a0, 68
                0x3c060040, // lui a2, 0x40
                0x34c60000 | firstLoad, // ori a2, a2, firstLoad
                0x24070002, // li a3, 2
                LI_V0 | 1040, SYSCALL, // syssgi
                0x90440000, // lbu a0, 0(v0)
                LI_V0 | 1001, SYSCALL, 0,
            };
            Path interpreter = folder.resolve("interpreter-" + abi);
            Files.write(interpreter, ElfImages.program(abi, code, ""));
            int[] unused = {0, 0, 0, 0};
            assertEquals(0x7f << 8, run(ElfImages.program(abi, unused, interpreter.toString())), abi + " " + personality.loadError());
        }
    }

    /** An interpreter of another ABI, and a run-time linker that is not there, are named before anything of the program runs. */
    @Test
    void librariesOfTheProgramsAbi() throws IOException {
        int[] code = {LI_V0 | 1001, SYSCALL, 0, 0};
        Path library = folder.resolve("libc.so.1");
        Files.write(library, ElfImages.program(IrixAbi.N32, code, ""));
        assertEquals(-ENOEXEC, run(ElfImages.program(IrixAbi.N64, code, library.toString())));
        assertTrue(String.valueOf(personality.loadError()).contains("of the ABI n32, the program is of n64"), personality.loadError());
        assertEquals(-ENOENT, run(ElfImages.program(IrixAbi.N32, code, library.toString())));
        assertTrue(String.valueOf(personality.loadError()).contains("/lib32/rld"), personality.loadError());
    }

    @Test
    void missingInterpreterIsNamed() throws IOException {
        int[] code = {LI_V0 | 1001, SYSCALL, 0, 0};
        assertEquals(-ENOENT, run(ElfImages.program(code, "/nowhere/libc.so.1")));
        String error = personality.loadError();
        assertNotNull(error);
        assertTrue(error.contains("/nowhere/libc.so.1"), error);
    }

    @Test
    void truncatedProgramIsRefused() throws IOException {
        byte[] file = ElfImages.program(new int[] {LI_V0 | 1001, SYSCALL, 0, 0}, "");
        assertEquals(-ENOEXEC, run(java.util.Arrays.copyOf(file, 0x1008)));
        String error = personality.loadError();
        assertNotNull(error);
        assertTrue(error.contains("truncated"), error);
    }

    /** Damaged headers end in an errno, in the program's exit status or in a signal, never in anything else. */
    @Test
    void damagedHeaders() throws IOException {
        byte[] good = ElfImages.program(new int[] {LI_V0 | 1001, SYSCALL, 0, 0}, "");
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < 300; i++) {
            byte[] file = good.clone();
            for (int n = 1 + random.nextInt(3); n > 0; n--) {
                file[random.nextInt(120)] ^= (byte) (1 << random.nextInt(8));
            }
            int status = run(file);
            assertTrue(status >= -133 && status <= 0xffff, "status " + status + " of input " + i);
        }
    }

    @Test
    void unknownCallIsEnosys() throws IOException {
        int[] code = {
            LI_V0 | 1500, SYSCALL,
            0x00402025, // move a0, v0: the error number
            LI_V0 | 1001, SYSCALL, 0,
        };
        assertEquals(IrixErrno.ENOSYS << 8, run(ElfImages.program(code, "")));
    }
}
