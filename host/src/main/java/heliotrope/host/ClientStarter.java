package heliotrope.host;

import static heliotrope.host.ClientBuilder.SIG_SETMASK;
import static heliotrope.host.ClientBuilder.SOCKADDR;
import static heliotrope.host.asm.Assembler.ADD;
import static heliotrope.host.asm.Assembler.AND;
import static heliotrope.host.asm.Assembler.CC_B;
import static heliotrope.host.asm.Assembler.CC_E;
import static heliotrope.host.asm.Assembler.CC_NE;
import static heliotrope.host.asm.Assembler.CC_S;
import static heliotrope.host.asm.Assembler.CMP;
import static heliotrope.host.asm.Assembler.R12;
import static heliotrope.host.asm.Assembler.R8;
import static heliotrope.host.asm.Assembler.R9;
import static heliotrope.host.asm.Assembler.RAX;
import static heliotrope.host.asm.Assembler.RBP;
import static heliotrope.host.asm.Assembler.RBX;
import static heliotrope.host.asm.Assembler.RCX;
import static heliotrope.host.asm.Assembler.RDI;
import static heliotrope.host.asm.Assembler.RSI;
import static heliotrope.host.asm.Assembler.RSP;
import static heliotrope.host.asm.Assembler.SUB;
import static heliotrope.host.asm.Assembler.XOR;

import heliotrope.host.asm.Assembler;

/** The part of {@link ClientBuilder}'s program for when there is no server: it executes the launcher, or starts a server. */
final class ClientStarter {
    private final ClientBuilder b;
    private final ProgramAssembler p;
    private final Assembler a;

    ClientStarter(ClientBuilder builder) {
        b = builder;
        p = builder.p;
        a = builder.a;
    }

    void emit() {
        executeLauncher();
        serverStart();
    }

    private void executeLauncher() {
        int unmasked = a.newLabel();
        int named = a.newLabel();
        int next = a.newLabel();
        a.bind(b.fallback);
        p.ifClear(b.masked, unmasked);
        p.sys(Sys.SYS_RT_SIGPROCMASK, p.imm(SIG_SETMASK), p.at(b.request + ServerProtocol.BLOCKED), p.imm(0), p.imm(8));
        a.bind(unmasked);
        a.load(64, RCX, R12, 0);
        a.lea(64, RSI, R12, 8);
        p.ifClear(b.viaLauncher, named);
        a.aluImm(ADD, 64, RSI, 16); // the name by which the launcher was called
        a.aluImm(SUB, 64, RCX, 2);
        a.bind(named);
        // sh launcher --own-jvm name arguments 0
        a.leaX(64, RAX, -1, RCX, 8, 32 + 15);
        a.aluImm(AND, 64, RAX, -16);
        a.alu(SUB, 64, RSP, RAX);
        p.text("sh").into(RAX);
        a.store(64, RSP, 0, RAX);
        p.text(b.launcher).into(RAX);
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
        p.sys(Sys.SYS_EXECVE, p.text("/bin/sh"), p.reg(RSP), p.mem(b.environment));
        p.complain("heliotrope: /bin/sh cannot be run\n");
        p.exit(126);
    }

    /** Starts a server in a session of its own, unless somebody else is doing so. */
    private void serverStart() {
        int child = a.newLabel();
        int grandchild = a.newLabel();
        int done = a.newLabel();
        int find = a.newLabel();
        int found = a.newLabel();
        a.bind(b.startServer);
        // The folder: the path without its last component.
        a.lea(64, RDI, RBP, b.lockPath);
        a.lea(64, R9, RBP, b.lockPath + SOCKADDR);
        a.lea(64, RSI, RBP, b.path);
        a.call(b.append);
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
        p.sys(Sys.SYS_MKDIR, p.at(b.lockPath), p.imm(0700));
        a.storeImm(8, RBX, 0, '/');
        a.pop(RDI);
        p.text(".start").into(RSI);
        a.lea(64, R9, RBP, b.lockPath + SOCKADDR + 8);
        a.call(b.append);
        int flags = Sys.O_RDWR | Sys.O_CREAT | Sys.O_CLOEXEC | Sys.O_NOFOLLOW;
        p.sys(Sys.SYS_OPEN, p.at(b.lockPath), p.imm(flags), p.imm(0600));
        a.test(64, RAX, RAX);
        a.jcc(CC_S, b.fallback);
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
        String[] words = {"sh", b.launcher, "--own-jvm", "heliotrope", "serve", "--detached", "--socket"};
        a.aluImm(SUB, 64, RSP, 8 * (words.length + 2));
        for (int i = 0; i < words.length; i++) {
            p.text(words[i]).into(RAX);
            a.store(64, RSP, 8 * i, RAX);
        }
        a.lea(64, RAX, RBP, b.path);
        a.store(64, RSP, 8 * words.length, RAX);
        a.storeImm(64, RSP, 8 * words.length + 8, 0);
        p.sys(Sys.SYS_EXECVE, p.text("/bin/sh"), p.reg(RSP), p.mem(b.environment));
        p.exit(126);
    }
}
