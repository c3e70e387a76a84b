package heliotrope.host;

import static heliotrope.host.ClientBuilder.SIGCONT;
import static heliotrope.host.ClientBuilder.SIG_SETMASK;
import static heliotrope.host.ClientBuilder.SIG_UNBLOCK;
import static heliotrope.host.asm.Assembler.ADD;
import static heliotrope.host.asm.Assembler.CC_AE;
import static heliotrope.host.asm.Assembler.CC_E;
import static heliotrope.host.asm.Assembler.CC_NE;
import static heliotrope.host.asm.Assembler.CMP;
import static heliotrope.host.asm.Assembler.R13;
import static heliotrope.host.asm.Assembler.R15;
import static heliotrope.host.asm.Assembler.RAX;
import static heliotrope.host.asm.Assembler.RBP;
import static heliotrope.host.asm.Assembler.RBX;
import static heliotrope.host.asm.Assembler.RCX;
import static heliotrope.host.asm.Assembler.RDI;
import static heliotrope.host.asm.Assembler.RDX;
import static heliotrope.host.asm.Assembler.RSI;
import static heliotrope.host.asm.Assembler.SHL;
import static heliotrope.host.asm.Assembler.XOR;

import heliotrope.host.asm.Assembler;

/** The part of {@link ClientBuilder}'s program that runs while the guest does: signals to the server, its messages, the end. */
final class ClientLoop {
    private static final int TIMEOUT_MILLIS = 30_000;

    private final ClientBuilder b;
    private final ProgramAssembler p;
    private final Assembler a;

    ClientLoop(ClientBuilder builder) {
        b = builder;
        p = builder.p;
        a = builder.a;
    }

    void emit() {
        serve();
    }

    private void serve() {
        int wait = a.newLabel();
        int noSignal = a.newLabel();
        int lost = a.newLabel();
        int background = a.newLabel();
        a.bind(wait);
        a.store(32, RBP, b.waitFor, R13);
        a.storeImm(32, RBP, b.waitFor + 4, Sys.POLLIN); // and no results
        a.store(32, RBP, b.waitFor + 8, R15);
        a.storeImm(32, RBP, b.waitFor + 12, Sys.POLLIN);
        a.movImm(RDX, -1);
        int forEver = a.newLabel();
        p.ifSet(b.started, forEver);
        a.movImm32(RDX, TIMEOUT_MILLIS);
        a.bind(forEver);
        p.sys(Sys.SYS_POLL, p.at(b.waitFor), p.imm(2), p.reg(RDX));
        a.aluImm(CMP, 64, RAX, -Errno.EINTR);
        a.jcc(CC_E, wait);
        a.test(64, RAX, RAX);
        a.jcc(CC_E, b.fallback); // the server hangs: it has not begun, and will find that we have gone

        a.aluMemImm(CMP, 16, RBP, b.waitFor + 14, 0);
        a.jcc(CC_E, noSignal);
        p.sys(Sys.SYS_READ, p.reg(R15), p.at(b.signalInfo), p.imm(128));
        a.aluImm(CMP, 64, RAX, 128);
        a.jcc(CC_NE, noSignal);
        a.load(32, RAX, RBP, b.signalInfo);
        tellServer(ServerProtocol.SIGNAL);
        a.bind(noSignal);
        a.aluMemImm(CMP, 16, RBP, b.waitFor + 6, 0);
        a.jcc(CC_E, wait);
        p.sys(Sys.SYS_RECVFROM, p.reg(R13), p.at(b.message), p.imm(8), p.imm(Sys.MSG_WAITALL), p.imm(0), p.imm(0));
        a.aluImm(CMP, 64, RAX, 8);
        a.jcc(CC_NE, lost);

        a.load(32, RAX, RBP, b.message);
        a.load(32, RBX, RBP, b.message + 4);
        int exit = answer(ServerProtocol.EXIT);
        int running = answer(ServerProtocol.STARTED);
        int killed = answer(ServerProtocol.KILLED);
        int stopped = answer(ServerProtocol.STOPPED);
        int query = answer(ServerProtocol.BACKGROUND);
        a.aluImm(CMP, 32, RAX, ServerProtocol.ELSEWHERE);
        a.jcc(CC_E, b.fallback);
        a.jmp(lost);

        a.bind(exit);
        p.sys(Sys.SYS_EXIT_GROUP, p.reg(RBX));

        a.bind(running);
        closeFiles();
        p.set32(b.started, 1);
        a.jmp(wait);

        a.bind(killed);
        dieBy();

        a.bind(stopped);
        stop(wait);

        a.bind(query);
        p.sys(Sys.SYS_GETPGID, p.imm(0));
        a.mov(32, RBX, RAX);
        a.loadSx(32, 64, RDI, RBP, b.terminal);
        p.sys(Sys.SYS_IOCTL, p.reg(RDI), p.imm(Sys.TIOCGPGRP), p.at(b.number));
        a.test(64, RAX, RAX);
        a.movImm32(RAX, 0);
        a.jccShort(CC_NE, background); // not our terminal
        a.aluMem(CMP, 32, RBX, RBP, b.number);
        a.jccShort(CC_E, background);
        a.movImm32(RAX, 1);
        a.bind(background);
        tellServer(ServerProtocol.ANSWER);
        a.jmp(wait);

        a.bind(lost);
        p.ifClear(b.started, b.fallback); // nothing has happened yet
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
        p.keep32(b.message + 4);
        p.set32(b.message, type);
        a.lea(64, RSI, RBP, b.message);
        a.movImm32(RDX, ServerProtocol.MESSAGE);
        a.call(b.sendAll);
    }

    /** Whoever waits for the end of a pipe waits for the guest only. Messages still go to stderr; the terminal answers questions. */
    private void closeFiles() {
        int next = a.newLabel();
        int keep = a.newLabel();
        int done = a.newLabel();
        a.alu(XOR, 32, RBX, RBX);
        a.bind(next);
        a.aluMem(CMP, 32, RBX, RBP, b.request + ServerProtocol.DESCRIPTORS);
        a.jcc(CC_AE, done);
        a.loadX(32, RDI, RBP, RBX, 4, b.control + 16);
        a.aluImm(CMP, 32, RDI, 2);
        a.jccShort(CC_E, keep);
        a.aluMem(CMP, 32, RDI, RBP, b.terminal);
        a.jccShort(CC_E, keep);
        p.sys(Sys.SYS_CLOSE, p.reg(RDI));
        a.bind(keep);
        a.aluImm(ADD, 32, RBX, 1);
        a.jmp(next);
        a.bind(done);
    }

    /** Dies by signal rbx, without a core. */
    private void dieBy() {
        a.storeImm(64, RBP, b.number, 0);
        a.storeImm(64, RBP, b.number + 8, 0);
        p.sys(Sys.SYS_SETRLIMIT, p.imm(Sys.RLIMIT_CORE), p.at(b.number));
        for (int i = 0; i < 32; i += 8) {
            a.storeImm(64, RBP, b.action + i, 0);
        }
        p.sys(Sys.SYS_RT_SIGACTION, p.reg(RBX), p.at(b.action), p.imm(0), p.imm(8));
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
        a.store(64, RBP, b.number, RAX);
        p.sys(Sys.SYS_RT_SIGPROCMASK, p.imm(SIG_UNBLOCK), p.at(b.number), p.imm(0), p.imm(8));
    }

    /** Stops by signal rbx. If the host does not stop us (an orphaned group), or continues us unseen, the guest goes on. */
    private void stop(int wait) {
        p.sys(Sys.SYS_GETPID);
        p.sys(Sys.SYS_KILL, p.reg(RAX), p.reg(RBX));
        unblock();
        p.sys(Sys.SYS_RT_SIGPROCMASK, p.imm(SIG_SETMASK), p.at(b.mask), p.imm(0), p.imm(8));
        p.sys(Sys.SYS_RT_SIGPENDING, p.at(b.number), p.imm(8));
        a.testMemImm(32, RBP, b.number, 1 << SIGCONT - 1);
        a.jcc(CC_NE, wait); // to be passed on
        a.movImm32(RAX, SIGCONT);
        tellServer(ServerProtocol.SIGNAL);
        a.jmp(wait);
    }
}
