package heliotrope.host;

import static heliotrope.host.asm.Assembler.CC_E;
import static heliotrope.host.asm.Assembler.CC_NE;
import static heliotrope.host.asm.Assembler.CMP;
import static heliotrope.host.asm.Assembler.R10;
import static heliotrope.host.asm.Assembler.R8;
import static heliotrope.host.asm.Assembler.R9;
import static heliotrope.host.asm.Assembler.RAX;
import static heliotrope.host.asm.Assembler.RBP;
import static heliotrope.host.asm.Assembler.RCX;
import static heliotrope.host.asm.Assembler.RDI;
import static heliotrope.host.asm.Assembler.RDX;
import static heliotrope.host.asm.Assembler.RSI;

import heliotrope.host.asm.Assembler;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** An assembler for a small static program: its memory is at rbp, system calls and constant strings are one line each. */
final class ProgramAssembler {
    private static final int[] ARGUMENTS = {RDI, RSI, RDX, R10, R8, R9};

    /** Puts an argument of a system call into a register. */
    interface Operand {
        void into(int register);
    }

    private record Constant(int label, byte[] bytes) {}

    final Assembler a = new Assembler();
    private final List<Constant> constants = new ArrayList<>();
    private int memory;

    /** Reserves zeroed memory. @return its offset from rbp */
    int reserve(int bytes) {
        int at = memory;
        memory += bytes + 15 & ~15;
        return at;
    }

    Operand imm(long value) {
        return register -> a.movImm(register, value);
    }

    Operand reg(int source) {
        return register -> {
            if (register != source) {
                a.mov(64, register, source);
            }
        };
    }

    /** The address of a place in memory. */
    Operand at(int offset) {
        return register -> a.lea(64, register, RBP, offset);
    }

    /** What is there, 64 bits. */
    Operand mem(int offset) {
        return register -> a.load(64, register, RBP, offset);
    }

    /** The address of a constant string with a NUL. */
    Operand text(String s) {
        return text(s.getBytes(StandardCharsets.UTF_8));
    }

    Operand text(byte[] s) {
        byte[] bytes = java.util.Arrays.copyOf(s, s.length + 1);
        Constant c = new Constant(a.newLabel(), bytes);
        constants.add(c);
        return register -> a.leaRip(register, c.label);
    }

    /** A system call; operands must not be registers that earlier ones go to. The result is in rax, rcx and r11 are lost. */
    void sys(int nr, Operand... arguments) {
        for (int i = 0; i < arguments.length; i++) {
            arguments[i].into(ARGUMENTS[i]);
        }
        a.movImm32(RAX, nr);
        a.syscall();
    }

    /** Stores the result of a call as u32. */
    void keep32(int offset) {
        a.store(32, RBP, offset, RAX);
    }

    void set32(int offset, int value) {
        a.storeImm(32, RBP, offset, value);
    }

    void set64(int offset, Operand value) {
        value.into(RAX);
        a.store(64, RBP, offset, RAX);
    }

    /** Jumps if the u32 is, or is not, 0. */
    void ifSet(int offset, int label) {
        a.aluMemImm(CMP, 32, RBP, offset, 0);
        a.jcc(CC_NE, label);
    }

    void ifClear(int offset, int label) {
        a.aluMemImm(CMP, 32, RBP, offset, 0);
        a.jcc(CC_E, label);
    }

    /** Compares the string in a register with the beginning {@code prefix}; equal: rdi is behind it. Clobbers rcx, rdi, rsi. */
    void compare(int register, String prefix) {
        reg(register).into(RDI);
        text(prefix).into(RSI);
        a.movImm32(RCX, prefix.length());
        a.emit8(0xF3); // repe cmpsb
        a.emit8(0xA6);
    }

    void exit(int status) {
        sys(Sys.SYS_EXIT_GROUP, imm(status));
    }

    /** A line on stderr. */
    void complain(String line) {
        sys(Sys.SYS_WRITE, imm(2), text(line), imm(line.length()));
    }

    /** The program. */
    byte[] link() {
        for (Constant c : constants) {
            a.bind(c.label);
            for (byte b : c.bytes) {
                a.emit8(b);
            }
        }
        return ElfExecutable.of(a.toByteArray(), memory);
    }
}
