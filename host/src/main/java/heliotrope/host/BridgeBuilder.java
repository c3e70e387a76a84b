package heliotrope.host;

import static heliotrope.host.asm.Assembler.RAX;
import static heliotrope.host.asm.Assembler.RCX;
import static heliotrope.host.asm.Assembler.RDX;

import heliotrope.host.asm.Assembler;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Builds the native bridge, a shared library, with the project's own assembler: the JNI functions of {@link Native}
 * ({@link BridgeCalls}), and the signal handlers ({@link BridgeHandlers}). The same with a program around it
 * ({@link JvmStart}) is an executable that is a JVM with the bridge in it.
 *
 * <p>Code and data are {@link #DATA_DISTANCE} bytes apart wherever the library is loaded, so that the code addresses
 * its data relative to RIP and nothing needs to be relocated.
 */
public final class BridgeBuilder {
    /** Distance from the first byte of code to the first byte of data. */
    private static final int DATA_DISTANCE = 0x4000;

    private static final String PREFIX = "Java_heliotrope_host_Native_";

    /** EFLAGS.AC: misaligned accesses fault. */
    static final int AC = 0x40000;

    final Assembler a = new Assembler(DATA_DISTANCE);

    /** Labels in the data. */
    final int data = dataLabel(0);

    final int codeStart = dataLabel(BridgeData.CODE_START);
    final int codeEnd = dataLabel(BridgeData.CODE_END);
    final int pending = dataLabel(BridgeData.PENDING);
    final int eventFd = dataLabel(BridgeData.EVENT_FD);
    final int one = dataLabel(BridgeData.ONE);
    final int allOnes = dataLabel(BridgeData.ALL_ONES);
    final int actions = dataLabel(BridgeData.ACTIONS);

    /** Code that leaves translated code: r15 is the state block. */
    final int exit = a.newLabel();

    /**
     * From the look at the interrupt flag up to and including the system call instruction; then what to do instead.
     */
    final int checkStart = a.newLabel();

    final int checkEnd = a.newLabel();
    final int interrupted = a.newLabel();

    /** Guarded string instructions and loops: first and behind last; each range resumes at its end. */
    final int[] copyStart = labels(9);

    final int[] copyEnd = labels(9);

    /** Guarded loads and stores: r11 is a state block for the report. */
    final int accessStart = a.newLabel();

    final int accessEnd = a.newLabel();
    final int accessFailed = a.newLabel();

    final int faultHandler = a.newLabel();
    final int chainHandler = a.newLabel();
    final int kickHandler = a.newLabel();
    final int asyncHandler = a.newLabel();
    final int restorer = a.newLabel();

    private final String[] names = new String[32];
    private final int[] offsets = new int[33];
    private final int[] labels = new int[32];
    private int functions;

    /** Where the dynamic linker puts the address of JNI_CreateJavaVM, in a program. */
    private static final int CREATE_JAVA_VM = BridgeData.SIZE + 7 & ~7;

    private BridgeBuilder() {}

    private int[] labels(int n) {
        int[] labels = new int[n];
        for (int i = 0; i < n; i++) {
            labels[i] = a.newLabel();
        }
        return labels;
    }

    private int dataLabel(int offset) {
        int label = a.newLabel();
        a.bindAt(label, DATA_DISTANCE + offset);
        return label;
    }

    /** Starts a native method of {@link Native}. */
    void function(String name) {
        a.align(16);
        names[functions] = name;
        labels[functions] = a.newLabel();
        a.bind(labels[functions]);
        offsets[functions++] = a.pos;
    }

    /** Starts a code fragment that is not exported. */
    void fragment(int label) {
        a.align(16);
        a.bind(label);
    }

    /** Clears EFLAGS.AC; the stack must be aligned to 8, or the instruction itself would fault. */
    void clearAc() {
        a.pushfq();
        a.aluMemImm(Assembler.AND, 32, Assembler.RSP, 0, ~AC);
        a.popfq();
    }

    /** The library's bytes. */
    public static byte[] build() {
        BridgeBuilder builder = new BridgeBuilder();
        builder.emit();
        return builder.link(null);
    }

    /** The bytes of a program around it, {@link JvmStart}, for the JDK in a folder. */
    static byte[] program(String jdk) {
        BridgeBuilder builder = new BridgeBuilder();
        int onLoad = builder.emit();
        builder.a.align(16);
        int entry = builder.a.pos;
        new JvmStart(builder.a).emit(builder.dataLabel(CREATE_JAVA_VM), onLoad, jdk + "/bin/java");
        String library = jdk + "/lib/server/libjvm.so";
        return builder.link(new ElfSharedObject.Program(entry, library, "JNI_CreateJavaVM", CREATE_JAVA_VM));
    }

    /** @return label of {@link BridgeStart} */
    private int emit() {
        new BridgeCalls(this).emit();
        emitConstants();
        int onLoad = emitStart();
        offsets[functions] = a.pos;
        new BridgeHandlers(this).emit();
        return onLoad;
    }

    private void emitConstants() {
        function("version");
        a.movImm32(RAX, BridgeData.VERSION);
        a.ret();

        // In the order of BridgeData.ADDRESS_*.
        int[] addresses = {exit, data, faultHandler, chainHandler, kickHandler, asyncHandler, restorer};
        function("address");
        // Entry i is at table + 8 * i: lea (7 bytes) and ret.
        int table = a.newLabel();
        a.leaRip(RAX, table);
        a.movZx(32, RDX, RDX);
        a.leaX(64, RCX, RAX, RDX, 8, 0);
        a.jmpReg(RCX);
        a.bind(table);
        for (int address : addresses) {
            a.leaRip(RAX, address);
            a.ret();
        }
    }

    private int emitStart() {
        int count = functions;
        function(BridgeStart.NAME);
        new BridgeStart(a).emit(names, labels, count);
        return labels[count];
    }

    private byte[] link(ElfSharedObject.@Nullable Program program) {
        byte[] text = a.toByteArray();
        ByteBuffer content = ByteBuffer.allocate(program == null ? BridgeData.SIZE : CREATE_JAVA_VM + 8).order(ByteOrder.LITTLE_ENDIAN);
        content.putLong(BridgeData.ONE, 1);
        content.putLong(BridgeData.ALL_ONES, -1);
        content.putInt(BridgeData.EVENT_FD, -1);
        ElfSharedObject library =
                new ElfSharedObject("libheliotrope.so", text, DATA_DISTANCE, content.array(), program);
        for (int i = 0; i < functions; i++) {
            String name = names[i].equals(BridgeStart.NAME) ? names[i] : PREFIX + names[i];
            library.export(name, offsets[i], offsets[i + 1] - offsets[i]);
        }
        return library.toByteArray();
    }

    /** Writes the library, or the program for a JDK, to a file, atomically: OUTPUT [JDK]. */
    public static void main(String[] args) throws IOException {
        if (args.length != 1 && args.length != 2) {
            throw new IllegalArgumentException("usage: BridgeBuilder OUTPUT [JDK]");
        }
        Path output = Path.of(args[0]).toAbsolutePath();
        Path directory = output.getParent();
        if (directory == null) {
            throw new IOException("not a file: " + output);
        }
        Files.createDirectories(directory);
        Path temporary = directory.resolve(output.getFileName() + "." + ProcessHandle.current().pid() + ".tmp");
        try {
            Files.write(temporary, args.length == 1 ? build() : program(args[1]));
            if (args.length == 2) {
                Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
            Files.move(temporary, output, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }
}
