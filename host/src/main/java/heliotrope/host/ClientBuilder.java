package heliotrope.host;

import static heliotrope.host.asm.Assembler.ADD;
import static heliotrope.host.asm.Assembler.AND;
import static heliotrope.host.asm.Assembler.CC_A;
import static heliotrope.host.asm.Assembler.CC_AE;
import static heliotrope.host.asm.Assembler.CC_B;
import static heliotrope.host.asm.Assembler.CC_E;
import static heliotrope.host.asm.Assembler.CC_NE;
import static heliotrope.host.asm.Assembler.CC_NS;
import static heliotrope.host.asm.Assembler.CC_S;
import static heliotrope.host.asm.Assembler.CMP;
import static heliotrope.host.asm.Assembler.DIV;
import static heliotrope.host.asm.Assembler.OR;
import static heliotrope.host.asm.Assembler.R12;
import static heliotrope.host.asm.Assembler.R13;
import static heliotrope.host.asm.Assembler.R14;
import static heliotrope.host.asm.Assembler.R15;
import static heliotrope.host.asm.Assembler.R9;
import static heliotrope.host.asm.Assembler.RAX;
import static heliotrope.host.asm.Assembler.RBP;
import static heliotrope.host.asm.Assembler.RBX;
import static heliotrope.host.asm.Assembler.RCX;
import static heliotrope.host.asm.Assembler.RDI;
import static heliotrope.host.asm.Assembler.RDX;
import static heliotrope.host.asm.Assembler.RSI;
import static heliotrope.host.asm.Assembler.RSP;
import static heliotrope.host.asm.Assembler.SHL;
import static heliotrope.host.asm.Assembler.SHR;
import static heliotrope.host.asm.Assembler.SUB;
import static heliotrope.host.asm.Assembler.XOR;

import heliotrope.host.ProgramAssembler.Operand;
import heliotrope.host.asm.Assembler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Builds the client of the server: a static program of a few kilobytes that hands its arguments, environment, directory and descriptors
 * to the server ({@link ServerProtocol}), passes signals on, and ends as the guest ends. Where there is no server, or not one for it, it
 * executes the launcher, which starts a JVM.
 *
 * <p>Registers: rbp the program's memory, r12 the initial stack (argc, argv, environment), r13 the socket, r15 the signal descriptor.
 */
public final class ClientBuilder {
    static final int SIG_SETMASK = 2, SIG_UNBLOCK = 1, SIGCONT = 18;
    private static final int SIGCHLD = 17, F_GETFD = 1, HIGHEST_FD = 255;
    static final int SOCKADDR = 110;
    private static final int LONGEST_PATH = 107;
    private static final int TRIES = 600; // of 10 ms

    final String launcher;
    final String socketName;
    final String build;

    final ProgramAssembler p = new ProgramAssembler();
    final Assembler a = p.a;

    final int request = p.reserve(ServerProtocol.SIZE);
    final int viaLauncher = p.reserve(4);
    final int auto = p.reserve(4);
    final int masked = p.reserve(4);
    final int started = p.reserve(4);
    final int uid = p.reserve(4);
    final int terminal = p.reserve(4);
    final int environment = p.reserve(8);
    final int lastString = p.reserve(8);
    final int serverVariable = p.reserve(8);
    final int runtimeDirectory = p.reserve(8);
    final int address = p.reserve(SOCKADDR + 16);
    final int path = address + 2;
    final int lockPath = p.reserve(SOCKADDR + 16);
    final int action = p.reserve(32);
    final int mask = p.reserve(8);
    final int number = p.reserve(32);
    final int directory = p.reserve(4096);
    final int guestFiles = p.reserve(4 * 256);
    final int control = p.reserve(16 + 4 * 256);
    final int messageHeader = p.reserve(56);
    final int vector = p.reserve(16);
    final int message = p.reserve(8);
    final int waitFor = p.reserve(16);
    final int signalInfo = p.reserve(128);

    final int fallback = a.newLabel();
    final int append = a.newLabel();
    final int sendAll = a.newLabel();
    final int startServer = a.newLabel();

    private ClientBuilder(String launcher, String socketName, String build) {
        this.launcher = launcher;
        this.socketName = socketName;
        this.build = build;
    }

    /**
     * The client's bytes.
     *
     * @param launcher absolute path of the script to execute where there is no server
     * @param socketName name of the server's socket in its folder
     * @param build what the server must be, too
     */
    public static byte[] build(String launcher, String socketName, String build) {
        ClientBuilder b = new ClientBuilder(launcher, socketName, build);
        b.words();
        b.socketAddress();
        b.connect();
        b.gather();
        b.send();
        new ClientLoop(b).emit();
        new ClientStarter(b).emit();
        b.subroutines();
        return b.p.link();
    }

    // ---- what we were called with ----

    private void words() {
        int notLauncher = a.newLabel();
        a.mov(64, R12, RSP);
        a.movImm32(RBP, ElfExecutable.ZEROES);
        a.aluMemImm(CMP, 64, R12, 0, 0);
        int some = a.newLabel();
        a.jccShort(CC_NE, some);
        p.exit(126);
        a.bind(some);
        a.aluMemImm(CMP, 64, R12, 0, 3);
        a.jcc(CC_B, notLauncher);
        a.load(64, RDX, R12, 16);
        p.compare(RDX, ServerProtocol.CALLED + "\0");
        a.jcc(CC_NE, notLauncher);
        p.set32(viaLauncher, 1);
        a.bind(notLauncher);
        scanEnvironment();
        // All strings lie one after the other: from the first argument to the last variable.
        a.load(64, RDI, RBP, lastString);
        length(RDI, RSI);
        a.leaX(64, RAX, RDI, RSI, 1, 1);
        a.aluMem(SUB, 64, RAX, R12, 8);
        a.aluImm(CMP, 64, RAX, ServerProtocol.MOST_STRINGS);
        a.jcc(CC_A, fallback);
        p.keep32(request + ServerProtocol.STRINGS);
        a.load(32, RAX, R12, 0);
        p.keep32(request + ServerProtocol.ARGC);
    }

    /** Sets {@code result} to the length of the string at {@code start}. */
    private void length(int start, int result) {
        int again = a.newLabel();
        a.movImm(result, -1);
        a.bind(again);
        a.aluImm(ADD, 64, result, 1);
        a.leaX(64, RAX, start, result, 1, 0);
        a.aluMemImm(CMP, 8, RAX, 0, 0);
        a.jccShort(CC_NE, again);
    }

    private void scanEnvironment() {
        int next = a.newLabel();
        int done = a.newLabel();
        a.load(64, RAX, R12, 0);
        a.loadX(64, RDX, R12, RAX, 8, 0); // the last argument
        a.store(64, RBP, lastString, RDX);
        a.leaX(64, RBX, R12, RAX, 8, 16);
        a.store(64, RBP, environment, RBX);
        a.alu(XOR, 32, R14, R14);
        a.bind(next);
        a.load(64, RDX, RBX, 0);
        a.test(64, RDX, RDX);
        a.jcc(CC_E, done);
        a.store(64, RBP, lastString, RDX);
        a.aluImm(ADD, 64, RBX, 8);
        a.aluImm(ADD, 32, R14, 1);
        variable("HELIOTROPE_SERVER=", serverVariable);
        variable("XDG_RUNTIME_DIR=", runtimeDirectory);
        // What is about the JVM needs one.
        wantsOwn("HELIOTROPE_JAVA_OPTS=");
        wantsOwn("HELIOTROPE_REBUILD=1");
        a.jmp(next);
        a.bind(done);
        a.mov(32, RAX, R14);
        p.keep32(request + ServerProtocol.ENVC);
    }

    private void variable(String name, int place) {
        int other = a.newLabel();
        p.compare(RDX, name);
        a.jccShort(CC_NE, other);
        a.store(64, RBP, place, RDI);
        a.bind(other);
    }

    private void wantsOwn(String name) {
        int other = a.newLabel();
        p.compare(RDX, name);
        a.jccShort(CC_NE, other);
        if (name.endsWith("=")) {
            a.aluMemImm(CMP, 8, RDI, 0, 0);
            a.jccShort(CC_E, other);
        }
        a.jmp(fallback);
        a.bind(other);
    }

    // ---- the socket ----

    private void socketAddress() {
        int known = a.newLabel();
        int byDefault = a.newLabel();
        int temporary = a.newLabel();
        p.sys(Sys.SYS_GETEUID);
        p.keep32(uid);
        a.storeImm(16, RBP, address, Sys.AF_UNIX);
        a.lea(64, RDI, RBP, path);
        a.lea(64, R9, RBP, path + LONGEST_PATH);
        a.load(64, RSI, RBP, serverVariable);
        a.test(64, RSI, RSI);
        a.jcc(CC_E, byDefault);
        a.aluMemImm(CMP, 8, RSI, 0, '/');
        int notPath = a.newLabel();
        a.jccShort(CC_NE, notPath);
        a.call(append);
        a.jmp(known);
        a.bind(notPath);
        a.aluMemImm(CMP, 8, RSI, 0, 0);
        a.jcc(CC_E, byDefault);
        a.aluMemImm(CMP, 32, RSI, 0, 'o' | 'f' << 8 | 'f' << 16);
        a.jcc(CC_E, fallback);
        a.aluMemImm(CMP, 32, RSI, 0, 'a' | 'u' << 8 | 't' << 16 | 'o' << 24);
        a.jcc(CC_NE, byDefault);
        p.set32(auto, 1);
        a.bind(byDefault);
        a.load(64, RSI, RBP, runtimeDirectory);
        a.test(64, RSI, RSI);
        a.jcc(CC_E, temporary);
        a.aluMemImm(CMP, 8, RSI, 0, '/');
        a.jcc(CC_NE, temporary);
        a.call(append);
        p.text("/heliotrope/" + socketName).into(RSI);
        a.call(append);
        a.jmp(known);
        a.bind(temporary);
        p.text("/tmp/heliotrope-").into(RSI);
        a.call(append);
        a.load(32, RAX, RBP, uid);
        a.lea(64, RSI, RBP, number + 15);
        a.movImm32(RCX, 10);
        int digit = a.newLabel();
        a.bind(digit);
        a.aluImm(SUB, 64, RSI, 1);
        a.alu(XOR, 32, RDX, RDX);
        a.unary(DIV, 32, RCX);
        a.aluImm(ADD, 32, RDX, '0');
        a.store(8, RSI, 0, RDX);
        a.test(32, RAX, RAX);
        a.jccShort(CC_NE, digit);
        a.call(append);
        p.text("/" + socketName).into(RSI);
        a.call(append);
        a.bind(known);
    }

    private Operand connectTo() {
        return p.imm(SOCKADDR);
    }

    private void connect() {
        int connected = a.newLabel();
        int retry = a.newLabel();
        p.sys(Sys.SYS_SOCKET, p.imm(Sys.AF_UNIX), p.imm(Sys.SOCK_STREAM | Sys.SOCK_CLOEXEC), p.imm(0));
        a.test(64, RAX, RAX);
        a.jcc(CC_S, fallback);
        a.mov(64, R13, RAX);
        p.sys(Sys.SYS_CONNECT, p.reg(R13), p.at(address), connectTo());
        a.test(64, RAX, RAX);
        a.jcc(CC_E, connected);
        p.ifClear(auto, fallback);
        int absent = a.newLabel();
        a.aluImm(CMP, 64, RAX, -Errno.ENOENT);
        a.jccShort(CC_E, absent);
        a.aluImm(CMP, 64, RAX, -Errno.ECONNREFUSED);
        a.jcc(CC_NE, fallback);
        a.bind(absent);
        a.call(startServer);
        a.movImm32(RBX, TRIES);
        a.bind(retry);
        a.storeImm(64, RBP, number, 0);
        a.storeImm(64, RBP, number + 8, 10_000_000);
        p.sys(Sys.SYS_NANOSLEEP, p.at(number), p.imm(0));
        p.sys(Sys.SYS_CONNECT, p.reg(R13), p.at(address), connectTo());
        a.test(64, RAX, RAX);
        a.jccShort(CC_E, connected);
        a.aluImm(SUB, 32, RBX, 1);
        a.jcc(CC_NE, retry);
        a.jmp(fallback);

        a.bind(connected);
        // Arguments and descriptors are for our own user only, whoever made the socket.
        p.set32(number, 12);
        p.sys(Sys.SYS_GETSOCKOPT, p.reg(R13), p.imm(Sys.SOL_SOCKET), p.imm(Sys.SO_PEERCRED), p.at(signalInfo), p.at(number));
        a.load(32, RAX, RBP, signalInfo + 4);
        a.aluMem(CMP, 32, RAX, RBP, uid);
        a.jcc(CC_NE, fallback);
    }

    // ---- the request ----

    private void gather() {
        storeLong(request, ServerProtocol.MAGIC);
        byte[] id = java.util.Arrays.copyOf(build.getBytes(StandardCharsets.UTF_8), ServerProtocol.BUILD_SIZE);
        for (int i = 0; i < id.length; i += 8) {
            storeLong(
                    request + ServerProtocol.BUILD + i,
                    java.nio.ByteBuffer.wrap(id).order(java.nio.ByteOrder.LITTLE_ENDIAN).getLong(i));
        }
        number(Sys.SYS_GETPID, ServerProtocol.PID);
        number(Sys.SYS_GETPPID, ServerProtocol.PARENT);
        number(Sys.SYS_GETPGID, ServerProtocol.GROUP, p.imm(0));
        number(Sys.SYS_GETSID, ServerProtocol.SESSION, p.imm(0));
        number(Sys.SYS_UMASK, ServerProtocol.UMASK, p.imm(0));
        p.sys(Sys.SYS_UMASK, p.reg(RAX));
        number(Sys.SYS_GETPRIORITY, ServerProtocol.PRIORITY, p.imm(0), p.imm(0));
        p.sys(
                Sys.SYS_SCHED_GETAFFINITY,
                p.imm(0),
                p.imm(ServerProtocol.AFFINITY_SIZE),
                p.at(request + ServerProtocol.AFFINITY));
        p.keep32(request + ServerProtocol.AFFINITY_LENGTH);
        for (int i = 0; i < ServerProtocol.LIMIT_COUNT; i++) {
            p.sys(
                    Sys.SYS_GETRLIMIT,
                    p.imm(ServerProtocol.LIMIT_NUMBERS[i]),
                    p.at(request + ServerProtocol.LIMITS + 16 * i));
        }
        signals();
        openFiles();
        p.sys(Sys.SYS_GETCWD, p.at(directory), p.imm(4096));
        int named = a.newLabel();
        a.test(64, RAX, RAX);
        a.jccShort(CC_NS, named);
        a.alu(XOR, 32, RAX, RAX);
        a.bind(named);
        p.keep32(request + ServerProtocol.DIRECTORY);
    }

    private void storeLong(int offset, long value) {
        a.movImm(RAX, value);
        a.store(64, RBP, offset, RAX);
    }

    private void number(int nr, int field, Operand... arguments) {
        p.sys(nr, arguments);
        p.keep32(request + field);
    }

    private void signals() {
        int next = a.newLabel();
        int used = a.newLabel();
        storeLong(mask, ~(1L << SIGCHLD - 1));
        p.sys(Sys.SYS_RT_SIGPROCMASK, p.imm(SIG_SETMASK), p.at(mask), p.at(request + ServerProtocol.BLOCKED), p.imm(8));
        p.set32(masked, 1);
        a.movImm32(RBX, 1);
        a.alu(XOR, 32, R14, R14);
        a.bind(next);
        p.sys(Sys.SYS_RT_SIGACTION, p.reg(RBX), p.imm(0), p.at(action), p.imm(8));
        a.aluMemImm(CMP, 64, RBP, action, 1); // SIG_IGN
        a.jccShort(CC_NE, used);
        a.lea(32, RCX, RBX, -1);
        a.movImm32(RAX, 1);
        a.shiftCl(SHL, 64, RAX);
        a.alu(OR, 64, R14, RAX);
        a.bind(used);
        a.aluImm(ADD, 32, RBX, 1);
        a.aluImm(CMP, 32, RBX, 64);
        a.jcc(Assembler.CC_BE, next);
        a.store(64, RBP, request + ServerProtocol.IGNORED, R14);
    }

    /** Notes the open descriptors, opens directory, root and terminal, and lists all of them in the control message. */
    private void openFiles() {
        int next = a.newLabel();
        int skip = a.newLabel();
        int copy = a.newLabel();
        int none = a.newLabel();
        a.alu(XOR, 32, RBX, RBX);
        a.alu(XOR, 32, R14, R14);
        a.bind(next);
        a.alu(CMP, 32, RBX, R13);
        a.jcc(CC_E, skip);
        p.sys(Sys.SYS_FCNTL, p.reg(RBX), p.imm(F_GETFD), p.imm(0));
        a.test(64, RAX, RAX);
        a.jcc(CC_S, skip);
        a.storeX(32, RBP, R14, 4, guestFiles, RBX);
        a.aluImm(ADD, 32, R14, 1);
        a.mov(32, RCX, RBX);
        a.aluImm(AND, 32, RCX, 7);
        a.movImm32(RAX, 1);
        a.shiftCl(SHL, 32, RAX);
        a.mov(32, RDX, RBX);
        a.shiftImm(SHR, 32, RDX, 3);
        a.aluMemStoreX(OR, 8, RBP, RDX, 1, request + ServerProtocol.OPEN, RAX);
        a.aluImm(CMP, 32, R14, ServerProtocol.MOST_DESCRIPTORS);
        a.jcc(CC_A, fallback);
        a.bind(skip);
        a.aluImm(ADD, 32, RBX, 1);
        a.aluImm(CMP, 32, RBX, HIGHEST_FD);
        a.jcc(Assembler.CC_BE, next);

        int directoryFlags = Sys.O_PATH | Sys.O_DIRECTORY | Sys.O_CLOEXEC;
        int data = control + 16;
        p.sys(Sys.SYS_OPEN, p.text("."), p.imm(directoryFlags), p.imm(0));
        a.test(64, RAX, RAX);
        a.jcc(CC_S, fallback);
        p.keep32(data);
        p.sys(Sys.SYS_OPEN, p.text("/"), p.imm(directoryFlags), p.imm(0));
        a.test(64, RAX, RAX);
        a.jcc(CC_S, fallback);
        p.keep32(data + 4);
        a.movImm32(RBX, 2);
        p.sys(Sys.SYS_OPEN, p.text("/dev/tty"), p.imm(Sys.O_RDWR | Sys.O_NOCTTY | Sys.O_CLOEXEC), p.imm(0));
        p.set32(terminal, -1);
        a.test(64, RAX, RAX);
        int noTerminal = a.newLabel();
        a.jccShort(CC_S, noTerminal);
        p.keep32(data + 8);
        p.keep32(terminal);
        a.movImm32(RBX, 3);
        p.set32(request + ServerProtocol.FLAGS, ServerProtocol.FLAG_TERMINAL);
        a.bind(noTerminal);
        a.alu(XOR, 32, RCX, RCX);
        a.bind(copy);
        a.alu(CMP, 32, RCX, R14);
        a.jccShort(CC_AE, none);
        a.loadX(32, RAX, RBP, RCX, 4, guestFiles);
        a.storeX(32, RBP, RBX, 4, data, RAX);
        a.aluImm(ADD, 32, RBX, 1);
        a.aluImm(ADD, 32, RCX, 1);
        a.jmp(copy);
        a.bind(none);
        a.store(32, RBP, request + ServerProtocol.DESCRIPTORS, RBX);
        a.leaX(64, RAX, -1, RBX, 4, 16);
        a.store(64, RBP, control, RAX);
        a.storeImm(32, RBP, control + 8, Sys.SOL_SOCKET);
        a.storeImm(32, RBP, control + 12, Sys.SCM_RIGHTS);
    }

    private void send() {
        p.set64(vector, p.at(request));
        a.storeImm(64, RBP, vector + 8, ServerProtocol.SIZE);
        p.set64(messageHeader + 16, p.at(vector));
        a.storeImm(64, RBP, messageHeader + 24, 1);
        p.set64(messageHeader + 32, p.at(control));
        p.set64(messageHeader + 40, p.mem(control));
        p.sys(Sys.SYS_SENDMSG, p.reg(R13), p.at(messageHeader), p.imm(Sys.MSG_NOSIGNAL));
        a.aluImm(CMP, 64, RAX, ServerProtocol.SIZE);
        a.jcc(CC_NE, fallback);
        a.lea(64, RSI, RBP, directory);
        a.load(32, RDX, RBP, request + ServerProtocol.DIRECTORY);
        a.call(sendAll);
        a.load(64, RSI, R12, 8);
        a.load(32, RDX, RBP, request + ServerProtocol.STRINGS);
        a.call(sendAll);
        p.sys(Sys.SYS_SIGNALFD4, p.imm(-1), p.at(mask), p.imm(8), p.imm(Sys.SOCK_CLOEXEC | Sys.SOCK_NONBLOCK));
        a.mov(64, R15, RAX);
    }

    private void subroutines() {
        appendText();
        sendEverything();
    }

    /** Appends the string at rsi to that which ends at rdi, below r9. */
    private void appendText() {
        int next = a.newLabel();
        int end = a.newLabel();
        a.bind(append);
        a.bind(next);
        a.load(8, RAX, RSI, 0);
        a.test(32, RAX, RAX);
        a.jccShort(CC_E, end);
        a.alu(CMP, 64, RDI, R9);
        a.jcc(CC_AE, fallback);
        a.store(8, RDI, 0, RAX);
        a.aluImm(ADD, 64, RDI, 1);
        a.aluImm(ADD, 64, RSI, 1);
        a.jmpShort(next);
        a.bind(end);
        a.storeImm(8, RDI, 0, 0);
        a.ret();
    }

    /** Sends rdx bytes at rsi; a server that has gone is noticed when its answer is read. */
    private void sendEverything() {
        int next = a.newLabel();
        int done = a.newLabel();
        a.bind(sendAll);
        a.bind(next);
        a.test(64, RDX, RDX);
        a.jccShort(CC_E, done);
        p.sys(Sys.SYS_SENDTO, p.reg(R13), p.reg(RSI), p.reg(RDX), p.imm(Sys.MSG_NOSIGNAL), p.imm(0), p.imm(0));
        a.aluImm(CMP, 64, RAX, -Errno.EINTR);
        a.jccShort(CC_E, next);
        a.test(64, RAX, RAX);
        a.jccShort(CC_S, done);
        a.alu(ADD, 64, RSI, RAX);
        a.alu(SUB, 64, RDX, RAX);
        a.jmpShort(next);
        a.bind(done);
        a.ret();
    }

    /** Writes the client to a file, atomically: OUTPUT LAUNCHER SOCKET-NAME BUILD. */
    public static void main(String[] args) throws IOException {
        if (args.length != 4) {
            throw new IllegalArgumentException("usage: ClientBuilder OUTPUT LAUNCHER SOCKET-NAME BUILD");
        }
        Path output = Path.of(args[0]).toAbsolutePath();
        Path temporary = Path.of(output + "." + ProcessHandle.current().pid() + ".tmp");
        try {
            Files.write(temporary, build(args[1], args[2], args[3]));
            Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwxr-xr-x"));
            Files.move(temporary, output, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }
}
