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
import static heliotrope.host.asm.Assembler.R8;
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
    /** The client's name in the build folder: called by it, its first argument is the name that the command was called by. */
    static final String NAME = "heliotrope-client";

    private static final int SIG_SETMASK = 2, SIG_UNBLOCK = 1, SIGCHLD = 17, SIGCONT = 18, F_GETFD = 1, HIGHEST_FD = 255;
    private static final int SOCKADDR = 110, LONGEST_PATH = 107;
    private static final int TRIES = 600; // of 10 ms
    private static final int TIMEOUT_MILLIS = 30_000;

    private final String launcher;
    private final String socketName;
    private final String build;

    private final ProgramAssembler p = new ProgramAssembler();
    private final Assembler a = p.a;

    private final int request = p.reserve(ServerProtocol.SIZE);
    private final int viaLauncher = p.reserve(4);
    private final int auto = p.reserve(4);
    private final int masked = p.reserve(4);
    private final int started = p.reserve(4);
    private final int uid = p.reserve(4);
    private final int terminal = p.reserve(4);
    private final int environment = p.reserve(8);
    private final int lastString = p.reserve(8);
    private final int serverVariable = p.reserve(8);
    private final int runtimeDirectory = p.reserve(8);
    private final int address = p.reserve(SOCKADDR + 16);
    private final int path = address + 2;
    private final int lockPath = p.reserve(SOCKADDR + 16);
    private final int action = p.reserve(32);
    private final int mask = p.reserve(8);
    private final int number = p.reserve(32);
    private final int directory = p.reserve(4096);
    private final int guestFiles = p.reserve(4 * 256);
    private final int control = p.reserve(16 + 4 * 256);
    private final int messageHeader = p.reserve(56);
    private final int vector = p.reserve(16);
    private final int message = p.reserve(8);
    private final int waitFor = p.reserve(16);
    private final int signalInfo = p.reserve(128);

    private final int fallback = a.newLabel();
    private final int append = a.newLabel();
    private final int sendAll = a.newLabel();
    private final int startServer = a.newLabel();

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
        b.serve();
        b.executeLauncher();
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
        a.load(64, RDI, R12, 8);
        length(RDI, RSI);
        a.aluImm(CMP, 64, RSI, NAME.length());
        a.jcc(CC_B, notLauncher);
        a.leaX(64, RDX, RDI, RSI, 1, -NAME.length());
        p.compare(RDX, NAME);
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

    // ---- while the guest runs ----

    private void serve() {
        int wait = a.newLabel();
        int noSignal = a.newLabel();
        int lost = a.newLabel();
        int background = a.newLabel();
        a.bind(wait);
        a.store(32, RBP, waitFor, R13);
        a.storeImm(32, RBP, waitFor + 4, Sys.POLLIN); // and no results
        a.store(32, RBP, waitFor + 8, R15);
        a.storeImm(32, RBP, waitFor + 12, Sys.POLLIN);
        a.movImm(RDX, -1);
        int forEver = a.newLabel();
        p.ifSet(started, forEver);
        a.movImm32(RDX, TIMEOUT_MILLIS);
        a.bind(forEver);
        p.sys(Sys.SYS_POLL, p.at(waitFor), p.imm(2), p.reg(RDX));
        a.aluImm(CMP, 64, RAX, -Errno.EINTR);
        a.jcc(CC_E, wait);
        a.test(64, RAX, RAX);
        a.jcc(CC_E, fallback); // the server hangs: it has not begun, and will find that we have gone

        a.aluMemImm(CMP, 16, RBP, waitFor + 14, 0);
        a.jcc(CC_E, noSignal);
        p.sys(Sys.SYS_READ, p.reg(R15), p.at(signalInfo), p.imm(128));
        a.aluImm(CMP, 64, RAX, 128);
        a.jcc(CC_NE, noSignal);
        a.load(32, RAX, RBP, signalInfo);
        tellServer(ServerProtocol.SIGNAL);
        a.bind(noSignal);
        a.aluMemImm(CMP, 16, RBP, waitFor + 6, 0);
        a.jcc(CC_E, wait);
        p.sys(Sys.SYS_RECVFROM, p.reg(R13), p.at(message), p.imm(8), p.imm(Sys.MSG_WAITALL), p.imm(0), p.imm(0));
        a.aluImm(CMP, 64, RAX, 8);
        a.jcc(CC_NE, lost);

        a.load(32, RAX, RBP, message);
        a.load(32, RBX, RBP, message + 4);
        int exit = answer(ServerProtocol.EXIT);
        int running = answer(ServerProtocol.STARTED);
        int killed = answer(ServerProtocol.KILLED);
        int stopped = answer(ServerProtocol.STOPPED);
        int query = answer(ServerProtocol.BACKGROUND);
        a.aluImm(CMP, 32, RAX, ServerProtocol.ELSEWHERE);
        a.jcc(CC_E, fallback);
        a.jmp(lost);

        a.bind(exit);
        p.sys(Sys.SYS_EXIT_GROUP, p.reg(RBX));

        a.bind(running);
        closeFiles();
        p.set32(started, 1);
        a.jmp(wait);

        a.bind(killed);
        dieBy();

        a.bind(stopped);
        stop(wait);

        a.bind(query);
        p.sys(Sys.SYS_GETPGID, p.imm(0));
        a.mov(32, RBX, RAX);
        a.loadSx(32, 64, RDI, RBP, terminal);
        p.sys(Sys.SYS_IOCTL, p.reg(RDI), p.imm(Sys.TIOCGPGRP), p.at(number));
        a.test(64, RAX, RAX);
        a.movImm32(RAX, 0);
        a.jccShort(CC_NE, background); // not our terminal
        a.aluMem(CMP, 32, RBX, RBP, number);
        a.jccShort(CC_E, background);
        a.movImm32(RAX, 1);
        a.bind(background);
        tellServer(ServerProtocol.ANSWER);
        a.jmp(wait);

        a.bind(lost);
        p.ifClear(started, fallback); // nothing has happened yet
        p.complain("heliotrope: the server ended before the program did\n");
        p.exit(ServerProtocol.STATUS_SERVER_DIED);
    }

    /** A label for the code that serves a type of message. */
    private int answer(int type) {
        int label = a.newLabel();
        a.aluImm(CMP, 32, RAX, type);
        a.jcc(CC_E, label);
        return label;
    }

    /** Sends a message with eax as value. */
    private void tellServer(int type) {
        p.keep32(message + 4);
        p.set32(message, type);
        a.lea(64, RSI, RBP, message);
        a.movImm32(RDX, ServerProtocol.MESSAGE);
        a.call(sendAll);
    }

    /** Whoever waits for the end of a pipe waits for the guest only. Messages still go to stderr; the terminal answers questions. */
    private void closeFiles() {
        int next = a.newLabel();
        int keep = a.newLabel();
        int done = a.newLabel();
        a.alu(XOR, 32, RBX, RBX);
        a.bind(next);
        a.aluMem(CMP, 32, RBX, RBP, request + ServerProtocol.DESCRIPTORS);
        a.jcc(CC_AE, done);
        a.loadX(32, RDI, RBP, RBX, 4, control + 16);
        a.aluImm(CMP, 32, RDI, 2);
        a.jccShort(CC_E, keep);
        a.aluMem(CMP, 32, RDI, RBP, terminal);
        a.jccShort(CC_E, keep);
        p.sys(Sys.SYS_CLOSE, p.reg(RDI));
        a.bind(keep);
        a.aluImm(ADD, 32, RBX, 1);
        a.jmp(next);
        a.bind(done);
    }

    /** Dies by signal rbx, without a core. */
    private void dieBy() {
        a.storeImm(64, RBP, number, 0);
        a.storeImm(64, RBP, number + 8, 0);
        p.sys(Sys.SYS_SETRLIMIT, p.imm(Sys.RLIMIT_CORE), p.at(number));
        for (int i = 0; i < 32; i += 8) {
            a.storeImm(64, RBP, action + i, 0);
        }
        p.sys(Sys.SYS_RT_SIGACTION, p.reg(RBX), p.at(action), p.imm(0), p.imm(8));
        p.sys(Sys.SYS_GETPID);
        p.sys(Sys.SYS_KILL, p.reg(RAX), p.reg(RBX));
        unblock();
        a.lea(64, RDI, RBX, 128);
        p.sys(Sys.SYS_EXIT_GROUP, p.reg(RDI));
    }

    /** Unblocks signal rbx. */
    private void unblock() {
        a.lea(32, RCX, RBX, -1);
        a.movImm32(RAX, 1);
        a.shiftCl(SHL, 64, RAX);
        a.store(64, RBP, number, RAX);
        p.sys(Sys.SYS_RT_SIGPROCMASK, p.imm(SIG_UNBLOCK), p.at(number), p.imm(0), p.imm(8));
    }

    /** Stops by signal rbx. If the host does not stop us (an orphaned group), or continues us unseen, the guest goes on. */
    private void stop(int wait) {
        p.sys(Sys.SYS_GETPID);
        p.sys(Sys.SYS_KILL, p.reg(RAX), p.reg(RBX));
        unblock();
        p.sys(Sys.SYS_RT_SIGPROCMASK, p.imm(SIG_SETMASK), p.at(mask), p.imm(0), p.imm(8));
        p.sys(Sys.SYS_RT_SIGPENDING, p.at(number), p.imm(8));
        a.testMemImm(32, RBP, number, 1 << SIGCONT - 1);
        a.jcc(CC_NE, wait); // to be passed on
        a.movImm32(RAX, SIGCONT);
        tellServer(ServerProtocol.SIGNAL);
        a.jmp(wait);
    }

    // ---- without a server ----

    private void executeLauncher() {
        int unmasked = a.newLabel();
        int named = a.newLabel();
        int next = a.newLabel();
        a.bind(fallback);
        p.ifClear(masked, unmasked);
        p.sys(Sys.SYS_RT_SIGPROCMASK, p.imm(SIG_SETMASK), p.at(request + ServerProtocol.BLOCKED), p.imm(0), p.imm(8));
        a.bind(unmasked);
        a.load(64, RCX, R12, 0);
        a.lea(64, RSI, R12, 8);
        p.ifClear(viaLauncher, named);
        a.aluImm(ADD, 64, RSI, 8); // the name by which the launcher was called
        a.aluImm(SUB, 64, RCX, 1);
        a.bind(named);
        // sh launcher --own-jvm name arguments 0
        a.leaX(64, RAX, -1, RCX, 8, 32 + 15);
        a.aluImm(AND, 64, RAX, -16);
        a.alu(SUB, 64, RSP, RAX);
        p.text("sh").into(RAX);
        a.store(64, RSP, 0, RAX);
        p.text(launcher).into(RAX);
        a.store(64, RSP, 8, RAX);
        p.text("--own-jvm").into(RAX);
        a.store(64, RSP, 16, RAX);
        a.lea(64, RDI, RSP, 24);
        a.bind(next);
        a.load(64, RAX, RSI, 0);
        a.store(64, RDI, 0, RAX);
        a.aluImm(ADD, 64, RSI, 8);
        a.aluImm(ADD, 64, RDI, 8);
        a.test(64, RAX, RAX);
        a.jccShort(CC_NE, next);
        p.sys(Sys.SYS_EXECVE, p.text("/bin/sh"), p.reg(RSP), p.mem(environment));
        p.complain("heliotrope: /bin/sh cannot be run\n");
        p.exit(126);
    }

    private void subroutines() {
        appendText();
        sendEverything();
        startServer();
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

    /** Starts a server in a session of its own, unless somebody else is doing so. */
    private void startServer() {
        int child = a.newLabel();
        int grandchild = a.newLabel();
        int done = a.newLabel();
        int find = a.newLabel();
        int found = a.newLabel();
        a.bind(startServer);
        // The folder: the path without its last component.
        a.lea(64, RDI, RBP, lockPath);
        a.lea(64, R9, RBP, lockPath + SOCKADDR);
        a.lea(64, RSI, RBP, path);
        a.call(append);
        a.mov(64, R8, RDI);
        a.bind(find);
        a.aluImm(SUB, 64, RDI, 1);
        a.aluMemImm(CMP, 8, RDI, 0, '/');
        a.jccShort(CC_E, found);
        a.jmpShort(find);
        a.bind(found);
        a.storeImm(8, RDI, 0, 0);
        a.mov(64, RBX, RDI);
        a.push(R8);
        p.sys(Sys.SYS_MKDIR, p.at(lockPath), p.imm(0700));
        a.storeImm(8, RBX, 0, '/');
        a.pop(RDI);
        p.text(".start").into(RSI);
        a.lea(64, R9, RBP, lockPath + SOCKADDR + 8);
        a.call(append);
        int flags = Sys.O_RDWR | Sys.O_CREAT | Sys.O_CLOEXEC | Sys.O_NOFOLLOW;
        p.sys(Sys.SYS_OPEN, p.at(lockPath), p.imm(flags), p.imm(0600));
        a.test(64, RAX, RAX);
        a.jcc(CC_S, fallback);
        // Held until we are connected and end, or execute the launcher.
        p.sys(Sys.SYS_FLOCK, p.reg(RAX), p.imm(Sys.LOCK_EX | Sys.LOCK_NB));
        a.test(64, RAX, RAX);
        a.jcc(CC_NE, done);
        p.sys(Sys.SYS_FORK);
        a.test(64, RAX, RAX);
        a.jcc(CC_E, child);
        a.jcc(CC_S, done);
        p.sys(Sys.SYS_WAIT4, p.reg(RAX), p.imm(0), p.imm(0), p.imm(0));
        a.bind(done);
        a.ret();

        a.bind(child);
        p.sys(Sys.SYS_SETSID);
        p.sys(Sys.SYS_FORK);
        a.test(64, RAX, RAX);
        a.jccShort(CC_E, grandchild);
        p.exit(0);

        a.bind(grandchild);
        p.sys(Sys.SYS_CLOSE_RANGE, p.imm(0), p.imm(0xFFFF_FFFFL), p.imm(0));
        int close = a.newLabel();
        int closed = a.newLabel();
        a.test(64, RAX, RAX);
        a.jccShort(CC_E, closed);
        a.alu(XOR, 32, RBX, RBX);
        a.bind(close);
        p.sys(Sys.SYS_CLOSE, p.reg(RBX));
        a.aluImm(ADD, 32, RBX, 1);
        a.aluImm(CMP, 32, RBX, 1024);
        a.jccShort(CC_B, close);
        a.bind(closed);
        p.sys(Sys.SYS_OPEN, p.text("/dev/null"), p.imm(Sys.O_RDWR), p.imm(0));
        p.sys(Sys.SYS_DUP, p.imm(0));
        p.sys(Sys.SYS_DUP, p.imm(0));
        p.sys(Sys.SYS_CHDIR, p.text("/"));
        String[] words = {"sh", launcher, "--own-jvm", "heliotrope", "serve", "--detached", "--socket"};
        a.aluImm(SUB, 64, RSP, 8 * (words.length + 2));
        for (int i = 0; i < words.length; i++) {
            p.text(words[i]).into(RAX);
            a.store(64, RSP, 8 * i, RAX);
        }
        a.lea(64, RAX, RBP, path);
        a.store(64, RSP, 8 * words.length, RAX);
        a.storeImm(64, RSP, 8 * words.length + 8, 0);
        p.sys(Sys.SYS_EXECVE, p.text("/bin/sh"), p.reg(RSP), p.mem(environment));
        p.exit(126);
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
