package heliotrope.irix;

import heliotrope.host.Errno;
import heliotrope.host.Scratch;
import heliotrope.host.Sys;
import heliotrope.kernel.AddressSpace;

/** System V message queues and semaphores: the host's own, with structures translated. */
final class IrixIpcCalls {
    private IrixIpcCalls() {}

    private static final int IPC_RMID = 10, IPC_SET = 11, IPC_STAT = 12;
    private static final int HOST_RMID = 0, HOST_SET = 1, HOST_STAT = 2;

    /** Bytes of ipc_perm, semid_ds, msqid_ds by ABI. */
    private static final int[] PERM = {44, 44, 72}, SEMID_DS = {84, 84, 144}, MSQID_DS = {112, 112, 200};

    /** Commands of semctl from 3 on (GETNCNT, GETPID, GETVAL, GETALL, GETZCNT, SETVAL, SETALL) as Linux numbers them. */
    private static final int[] SEM_COMMANDS = {14, 11, 12, 13, 15, 16, 17};

    private static final int GETALL = 6, SETVAL = 8, SETALL = 9, MAX_SEMOPS = 500, MAX_SEMS = 8000;

    private static long call(IrixThread x, int nr, long a, long b, long c, long d, long e) {
        return x.thread.blockingCall(nr, a, b, c, d, e, 0);
    }

    static long msgsys(IrixThread x, int operation) {
        switch (operation) {
            case 0:
                return call(x, Sys.SYS_MSGGET, x.i32(1), x.i32(2), 0, 0, 0);
            case 1:
                return msgctl(x, x.i32(1), x.i32(2), x.ptr(3));
            case 2:
                return msgrcv(x, x.i32(1), x.ptr(2), x.ptr(3), x.i32(4), x.i32(5));
            case 3:
                return msgsnd(x, x.i32(1), x.ptr(2), x.ptr(3), x.i32(4));
            default:
                return -Errno.EINVAL;
        }
    }

    /** msgsnd: the type is a long, 4 or 8 bytes for the guest and 8 for the host. */
    private static long msgsnd(IrixThread x, int id, long message, long n, int flags) {
        Scratch s = x.thread.scratch;
        if (n < 0 || n > s.dataSize - 8) {
            return -Errno.EINVAL;
        }
        byte[] text = x.memory().readBytes(message + x.abi.word, (int) n);
        s.putLong(0, x.abi.pointers64 ? x.memory().u64(message) : x.memory().s32(message));
        s.put(8, text, 0, text.length);
        return call(x, Sys.SYS_MSGSND, id, s.data(), n, flags, 0);
    }

    private static long msgrcv(IrixThread x, int id, long message, long n, int type, int flags) {
        Scratch s = x.thread.scratch;
        long got = call(x, Sys.SYS_MSGRCV, id, s.data(), Math.min(n < 0 ? Long.MAX_VALUE : n, s.dataSize - 8), type, flags);
        if (got < 0) {
            return got;
        }
        byte[] text = new byte[(int) got];
        s.get(8, text, 0, text.length);
        x.putWord(message, s.getLong(0));
        x.memory().writeBytes(message + x.abi.word, text);
        return got;
    }

    private static long msgctl(IrixThread x, int id, int command, long address) {
        Scratch s = x.thread.scratch;
        switch (command) {
            case IPC_RMID:
                return call(x, Sys.SYS_MSGCTL, id, HOST_RMID, 0, 0, 0);
            case IPC_STAT: {
                long result = call(x, Sys.SYS_MSGCTL, id, HOST_STAT, s.data(), 0, 0);
                if (result < 0) {
                    return result;
                }
                StructBuffer b = x.buffer.start(MSQID_DS[x.abi.column]);
                putPerm(b, x.abi, s);
                int w = x.abi.word;
                int at = PERM[x.abi.column] + 2 * w; // behind two pointers
                b.putWord(x.abi, at, s.getLong(72)); // bytes, messages, most bytes
                b.putWord(x.abi, at + w, s.getLong(80));
                b.putWord(x.abi, at + 2 * w, s.getLong(88));
                at += 3 * w;
                b.put32(at, x.thread.kernel.guestPid(s.getInt(96))); // last sender and receiver
                b.put32(at + 4, x.thread.kernel.guestPid(s.getInt(100)));
                at += 8;
                b.put32(at, (int) s.getLong(48)); // times, each with a long behind it
                b.put32(at + 2 * w, (int) s.getLong(56));
                b.put32(at + 4 * w, (int) s.getLong(64));
                b.store(x.memory(), address);
                return result;
            }
            case IPC_SET: {
                long result = call(x, Sys.SYS_MSGCTL, id, HOST_STAT, s.data(), 0, 0);
                if (result < 0) {
                    return result;
                }
                StructBuffer b = x.buffer.load(x.memory(), address, MSQID_DS[x.abi.column]);
                getPerm(b, s);
                s.putLong(88, b.getWord(x.abi, PERM[x.abi.column] + 4 * x.abi.word));
                return call(x, Sys.SYS_MSGCTL, id, HOST_SET, s.data(), 0, 0);
            }
            default:
                return -Errno.EINVAL;
        }
    }

    static long semsys(IrixThread x, int operation) {
        switch (operation) {
            case 0:
                return semctl(x, x.i32(1), x.i32(2), x.i32(3), semctlArgument(x));
            case 1:
                return call(x, Sys.SYS_SEMGET, x.i32(1), x.i32(2), x.i32(3), 0, 0);
            case 2:
                return semop(x, x.i32(1), x.ptr(2), x.i32(3));
            default:
                return -Errno.EINVAL;
        }
    }

    /** The union semun that semctl gets by value: n32 passes a union of four bytes in the upper half of the register. */
    private static long semctlArgument(IrixThread x) {
        return x.abi == IrixAbi.N32 ? x.off(4) >>> 32 : x.ptr(4);
    }

    /** The int of a union semun: in n64 it is the upper half of the union. */
    private static int semctlValue(IrixThread x, long argument) {
        return (int) (x.abi.pointers64 ? argument >>> 32 : argument);
    }

    private static long semop(IrixThread x, int id, long operations, int n) {
        if (n < 0 || n > MAX_SEMOPS) {
            return -Errno.E2BIG;
        }
        AddressSpace m = x.memory();
        Scratch s = x.thread.scratch;
        byte[] host = new byte[6 * n];
        for (int i = 0; i < 3 * n; i++) {
            int half = m.u16(operations + 2L * i);
            host[2 * i] = (byte) half;
            host[2 * i + 1] = (byte) (half >>> 8);
        }
        s.put(0, host, 0, host.length);
        return call(x, Sys.SYS_SEMOP, id, s.data(), n, 0, 0);
    }

    private static long semctl(IrixThread x, int id, int number, int command, long argument) {
        Scratch s = x.thread.scratch;
        AddressSpace m = x.memory();
        switch (command) {
            case IPC_RMID:
                return call(x, Sys.SYS_SEMCTL, id, number, HOST_RMID, 0, 0);
            case IPC_STAT, IPC_SET: {
                long result = call(x, Sys.SYS_SEMCTL, id, number, HOST_STAT, s.data(), 0);
                if (result < 0) {
                    return result;
                }
                if (command == IPC_SET) {
                    getPerm(x.buffer.load(m, argument, SEMID_DS[x.abi.column]), s);
                    return call(x, Sys.SYS_SEMCTL, id, number, HOST_SET, s.data(), 0);
                }
                StructBuffer b = x.buffer.start(SEMID_DS[x.abi.column]);
                putPerm(b, x.abi, s);
                int w = x.abi.word;
                int at = PERM[x.abi.column] + w; // behind a pointer
                b.put16(at, (int) s.getLong(80));
                b.put32(at + 4, (int) s.getLong(48)); // times, each with a long behind it
                b.put32(at + 4 + (w == 8 ? 12 : 8), (int) s.getLong(64));
                b.store(m, argument);
                return result;
            }
            default:
                break;
        }
        if (command < 3 || command > SETALL) {
            return -Errno.EINVAL;
        }
        int hostCommand = SEM_COMMANDS[command - 3];
        if (command == GETALL || command == SETALL) {
            return semAll(x, id, hostCommand, argument, command == SETALL);
        }
        return call(x, Sys.SYS_SEMCTL, id, number, hostCommand, command == SETVAL ? semctlValue(x, argument) : 0, 0);
    }

    /** GETALL and SETALL: an array of 16-bit values, as many as the set has semaphores. */
    private static long semAll(IrixThread x, int id, int hostCommand, long array, boolean set) {
        Scratch s = x.thread.scratch;
        AddressSpace m = x.memory();
        long result = call(x, Sys.SYS_SEMCTL, id, 0, HOST_STAT, s.data(), 0);
        if (result < 0) {
            return result;
        }
        int n = (int) Math.min(s.getLong(80), MAX_SEMS);
        byte[] host = new byte[2 * n];
        if (set) {
            for (int i = 0; i < n; i++) {
                int value = m.u16(array + 2L * i);
                host[2 * i] = (byte) value;
                host[2 * i + 1] = (byte) (value >>> 8);
            }
            s.put(0, host, 0, host.length);
        }
        result = call(x, Sys.SYS_SEMCTL, id, 0, hostCommand, s.data(), 0);
        if (result >= 0 && !set) {
            s.get(0, host, 0, host.length);
            for (int i = 0; i < n; i++) {
                m.put16(array + 2L * i, host[2 * i] & 0xff | (host[2 * i + 1] & 0xff) << 8);
            }
        }
        return result;
    }

    /** ipc_perm from the host's, which starts with its key; sequence number and key lie behind a long. */
    private static void putPerm(StructBuffer b, IrixAbi abi, Scratch s) {
        b.put32(0, s.getInt(4));
        b.put32(4, s.getInt(8));
        b.put32(8, s.getInt(12));
        b.put32(12, s.getInt(16));
        b.put32(16, s.getInt(20));
        b.putWord(abi, abi.pointers64 ? 24 : 20, s.getInt(24) & 0xffff);
        b.put32(abi.pointers64 ? 32 : 24, s.getInt(0));
    }

    /** What IPC_SET may change: owner and mode. */
    private static void getPerm(StructBuffer b, Scratch s) {
        s.putInt(4, b.get32(0));
        s.putInt(8, b.get32(4));
        s.putInt(20, b.get32(16));
    }
}
