package heliotrope.linux;

import heliotrope.host.Errno;
import heliotrope.host.Scratch;
import heliotrope.host.Sys;
import heliotrope.kernel.AddressSpace;
import heliotrope.kernel.Kernel;

/** System V message queues and semaphores: the host's own, with structures translated. */
final class LinuxIpcCalls {
    private LinuxIpcCalls() {}

    private static final int IPC_64 = 0x100, IPC_RMID = 0, IPC_SET = 1, IPC_STAT = 2;
    private static final int GETALL = 13, SETVAL = 16, SETALL = 17, GETPID = 11, MAX_SEMOPS = 500, MAX_SEMS = 8000;

    /** Of the host's structures: permissions, and what lies behind them. */
    private static final int HOST_PERM = 48, HOST_SEM_OTIME = 48, HOST_SEM_CTIME = 64, HOST_SEM_COUNT = 80;

    /** A host call that waits and is not made again after a handler. */
    private static long call(LinuxThread x, int nr, long a, long b, long c, long d, long e) {
        long result = x.thread.blockingCall(nr, a, b, c, d, e, 0);
        return result == -Errno.EINTR ? Kernel.RESTART_NO_HANDLER : result;
    }

    static long msgget(LinuxThread x, int key, int flags) {
        return call(x, Sys.SYS_MSGGET, key, flags, 0, 0, 0);
    }

    static long semget(LinuxThread x, int key, int n, int flags) {
        return call(x, Sys.SYS_SEMGET, key, n, flags, 0, 0);
    }

    /** msgsnd: the type is a long, 4 or 8 bytes for the guest and 8 for the host. */
    static long msgsnd(LinuxThread x, int id, long message, long n, int flags) {
        Scratch s = x.thread.scratch;
        if (n < 0 || n > s.dataSize - 8) {
            return -Errno.EINVAL;
        }
        long type = x.abi.wide ? x.memory().u64(message) : x.memory().s32(message);
        byte[] text = x.memory().readBytes(message + x.abi.word, (int) n);
        s.putLong(0, type);
        s.put(8, text, 0, text.length);
        return call(x, Sys.SYS_MSGSND, id, s.data(), n, flags, 0);
    }

    static long msgrcv(LinuxThread x, int id, long message, long n, long type, int flags) {
        Scratch s = x.thread.scratch;
        if (n < 0) {
            return -Errno.EINVAL;
        }
        long got = call(x, Sys.SYS_MSGRCV, id, s.data(), Math.min(n, s.dataSize - 8), type, flags);
        if (got < 0) {
            return got;
        }
        int w = x.abi.word;
        StructBuffer b = x.buffer.start((int) got + w);
        b.putWord(0, s.getLong(0));
        s.get(8, b.bytes, w, (int) got);
        b.store(x.memory(), message);
        return got;
    }

    static long msgctl(LinuxThread x, int id, int wanted, long address) {
        Scratch s = x.thread.scratch;
        int w = x.abi.word;
        int size = x.abi.wide ? 120 : 88;
        switch (wanted & ~IPC_64) {
            case IPC_RMID:
                return call(x, Sys.SYS_MSGCTL, id, IPC_RMID, 0, 0, 0);
            case IPC_STAT: {
                long result = call(x, Sys.SYS_MSGCTL, id, IPC_STAT, s.data(), 0, 0);
                if (result < 0) {
                    return result;
                }
                StructBuffer b = x.buffer.start(size);
                int at = putPerm(b, s);
                for (int i = 0; i < 3; i++) { // times: where words are of 32 bits, two each, in the order of the bytes
                    b.put64(at + 8 * i, s.getLong(HOST_PERM + 8 * i));
                }
                at += 24;
                for (int i = 0; i < 3; i++) {
                    b.putWord(at + w * i, s.getLong(72 + 8 * i));
                }
                b.put32(at + 3 * w, x.thread.kernel.guestPid(s.getInt(96)));
                b.put32(at + 3 * w + 4, x.thread.kernel.guestPid(s.getInt(100)));
                b.store(x.memory(), address);
                return result;
            }
            case IPC_SET: {
                long result = call(x, Sys.SYS_MSGCTL, id, IPC_STAT, s.data(), 0, 0);
                if (result < 0) {
                    return result;
                }
                StructBuffer b = x.buffer.load(x.memory(), address, size);
                getPerm(b, s);
                s.putLong(88, b.getPointer((x.abi.wide ? 48 : 36) + 24 + 2 * w));
                return call(x, Sys.SYS_MSGCTL, id, IPC_SET, s.data(), 0, 0);
            }
            default:
                return -Errno.EINVAL;
        }
    }

    /** semop and semtimedop; {@code timeout}: address of a struct timespec, or 0; {@code wide}: of 64-bit numbers. */
    static long semop(LinuxThread x, int id, long operations, long count, long timeout, boolean wide) {
        if (count < 1 || count > MAX_SEMOPS) {
            return count < 1 ? -Errno.EINVAL : -Errno.E2BIG;
        }
        int n = (int) count;
        long nanos = LinuxPollCalls.timespec(x, timeout, wide);
        if (nanos == LinuxPollCalls.INVALID) {
            return -Errno.EINVAL;
        }
        StructBuffer b = x.buffer.load(x.memory(), operations, 6 * n);
        Scratch s = x.thread.scratch;
        byte[] host = new byte[6 * n];
        for (int i = 0; i < 3 * n; i++) {
            int half = b.get16(2 * i);
            host[2 * i] = (byte) half;
            host[2 * i + 1] = (byte) (half >>> 8);
        }
        s.put(16, host, 0, host.length);
        s.putLong(0, nanos / 1_000_000_000);
        s.putLong(8, nanos % 1_000_000_000);
        return call(x, Sys.SYS_SEMTIMEDOP, id, s.data() + 16, n, timeout == 0 ? 0 : s.data(), 0);
    }

    /** semctl; the union semun as a register holds it. */
    static long semctl(LinuxThread x, int id, int number, int wanted, long argument) {
        int command = wanted & ~IPC_64;
        Scratch s = x.thread.scratch;
        AddressSpace m = x.memory();
        switch (command) {
            case IPC_RMID:
                return call(x, Sys.SYS_SEMCTL, id, number, IPC_RMID, 0, 0);
            case IPC_STAT, IPC_SET: {
                long result = call(x, Sys.SYS_SEMCTL, id, number, IPC_STAT, s.data(), 0);
                if (result < 0) {
                    return result;
                }
                int size = x.abi.wide ? 88 : 56;
                if (command == IPC_SET) {
                    getPerm(x.buffer.load(m, argument, size), s);
                    return call(x, Sys.SYS_SEMCTL, id, number, IPC_SET, s.data(), 0);
                }
                StructBuffer b = x.buffer.start(size);
                int w = x.abi.word;
                int at = putPerm(b, s);
                b.putWord(at, s.getLong(HOST_SEM_OTIME));
                b.putWord(at + w, s.getLong(HOST_SEM_CTIME));
                b.putWord(at + 2 * w, s.getLong(HOST_SEM_COUNT));
                b.store(m, argument);
                return result;
            }
            case GETALL, SETALL:
                return all(x, id, command, argument);
            case SETVAL: // an int at the beginning of the union: the upper half of a big-endian register
                return call(x, Sys.SYS_SEMCTL, id, number, SETVAL,
                        (int) (x.abi.wide && x.linuxProcess().bigEndian ? argument >>> 32 : argument), 0);
            default:
                return command >= GETPID && command < SETVAL ? call(x, Sys.SYS_SEMCTL, id, number, command, 0, 0) : -Errno.EINVAL;
        }
    }

    /** GETALL and SETALL: an array of 16-bit values, as many as the set has semaphores. */
    private static long all(LinuxThread x, int id, int command, long array) {
        Scratch s = x.thread.scratch;
        long result = call(x, Sys.SYS_SEMCTL, id, 0, IPC_STAT, s.data(), 0);
        if (result < 0) {
            return result;
        }
        int n = (int) Math.min(s.getLong(HOST_SEM_COUNT), MAX_SEMS);
        byte[] host = new byte[2 * n];
        if (command == SETALL) {
            StructBuffer b = x.buffer.load(x.memory(), array, 2 * n);
            for (int i = 0; i < n; i++) {
                int value = b.get16(2 * i);
                host[2 * i] = (byte) value;
                host[2 * i + 1] = (byte) (value >>> 8);
            }
            s.put(0, host, 0, host.length);
        }
        result = call(x, Sys.SYS_SEMCTL, id, 0, command, s.data(), 0);
        if (result >= 0 && command == GETALL) {
            s.get(0, host, 0, host.length);
            StructBuffer b = x.buffer.start(2 * n);
            for (int i = 0; i < n; i++) {
                b.put16(2 * i, host[2 * i] & 0xff | (host[2 * i + 1] & 0xff) << 8);
            }
            b.store(x.memory(), array);
        }
        return result;
    }

    /** struct ipc64_perm of the host, at the start of the data area, into the guest's. @return where what follows begins */
    private static int putPerm(StructBuffer b, Scratch s) {
        for (int i = 0; i < 24; i += 4) {
            b.put32(i, s.getInt(i));
        }
        b.put16(24, s.getInt(24) & 0xffff);
        return b.wide ? 48 : 36;
    }

    /** Owner and mode, which IPC_SET changes. */
    private static void getPerm(StructBuffer b, Scratch s) {
        s.putInt(4, b.get32(4));
        s.putInt(8, b.get32(8));
        s.putInt(20, b.get32(20));
    }

    /** ipc, the o32 call that stands for all of them. */
    static long ipc(LinuxThread x, int call, int first, int second, int third, long pointer, int fifth) {
        AddressSpace m = x.memory();
        return switch (call & 0xffff) {
            case 1 -> semop(x, first, pointer, second & 0xffffffffL, 0, false);
            case 2 -> semget(x, first, second, third);
            case 3 -> pointer == 0 ? -Errno.EINVAL : semctl(x, first, second, third, m.u32(pointer));
            case 4 -> semop(x, first, pointer, second & 0xffffffffL, fifth & 0xffffffffL, false);
            case 11 -> msgsnd(x, first, pointer, second, third);
            case 12 -> call >>> 16 == 0 // before there were five arguments
                    ? msgrcv(x, first, m.u32(pointer), second, m.s32(pointer + 4), third)
                    : msgrcv(x, first, pointer, second, fifth, third);
            case 13 -> msgget(x, first, second);
            case 14 -> msgctl(x, first, second, pointer);
            case 21 -> {
                long at = LinuxSharedMemoryCalls.shmat(x, first, pointer, second);
                if (at >= 0) {
                    m.put32(third & 0xffffffffL, (int) at);
                }
                yield Math.min(at, 0);
            }
            case 22 -> LinuxSharedMemoryCalls.shmdt(x, pointer);
            case 23 -> LinuxSharedMemoryCalls.shmget(x, first, second & 0xffffffffL, third);
            case 24 -> LinuxSharedMemoryCalls.shmctl(x, first, second, pointer);
            default -> x.unsupported("ipc", (call & 0xffff) + ", " + first + ", " + second + ", " + third);
        };
    }
}
