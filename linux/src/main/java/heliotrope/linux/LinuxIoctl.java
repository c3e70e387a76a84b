package heliotrope.linux;

import heliotrope.host.Errno;
import heliotrope.host.Scratch;
import heliotrope.host.Sys;
import heliotrope.kernel.AddressSpace;
import heliotrope.kernel.FileCalls;
import heliotrope.kernel.HostCalls;
import heliotrope.kernel.OpenFile;
import heliotrope.kernel.TerminalCalls;

/** ioctl. Numbers from {@code asm/ioctls.h} and {@code asm/sockios.h}. */
final class LinuxIoctl {
    private LinuxIoctl() {}

    // spotless:off
    /** Host requests that {@link Sys} has no name for. */
    private static final int
            HOST_TIOCEXCL = 0x540c, HOST_TIOCNXCL = 0x540d, HOST_TIOCGETD = 0x5424, HOST_TIOCSETD = 0x5423, HOST_TIOCMGET = 0x5415,
            HOST_TIOCMBIS = 0x5416, HOST_TIOCMBIC = 0x5417, HOST_TIOCMSET = 0x5418, HOST_TIOCPKT = 0x5420, HOST_TIOCSBRK = 0x5427,
            HOST_TIOCCBRK = 0x5428, HOST_TCSBRKP = 0x5425, HOST_TIOCGSOFTCAR = 0x5419, HOST_TIOCSSOFTCAR = 0x541a,
            HOST_SIOCATMARK = 0x8905, HOST_FIOQSIZE = 0x5460, HOST_TIOCGPTPEER = 0x5441, HOST_FICLONE = 0x40049409;
    private static final int FIOASYNC = 0x667d;

    static long ioctl(LinuxThread x, int fd, int command, long argument) {
        switch (command) {
            case 0x540d: return LinuxTerminal.get(x, fd, argument, false);
            case 0x540e: return LinuxTerminal.set(x, fd, argument, Sys.TCSETS, 0);
            case 0x540f: return LinuxTerminal.set(x, fd, argument, Sys.TCSETSW, 0);
            case 0x5410: return LinuxTerminal.set(x, fd, argument, Sys.TCSETSF, 0);
            case 0x4030542a: return LinuxTerminal.get(x, fd, argument, true);
            case 0x8030542b: return LinuxTerminal.set(x, fd, argument, 0, 1);
            case 0x8030542c: return LinuxTerminal.set(x, fd, argument, 0, 2);
            case 0x8030542d: return LinuxTerminal.set(x, fd, argument, 0, 3);
            case 0x5401: return LinuxTerminal.getOld(x, fd, argument);
            case 0x5402: return LinuxTerminal.setOld(x, fd, argument, Sys.TCSETS);
            case 0x5403: return LinuxTerminal.setOld(x, fd, argument, Sys.TCSETSW);
            case 0x5404: return LinuxTerminal.setOld(x, fd, argument, Sys.TCSETSF);
            case 0x5405: return FileCalls.ioctl(x.thread, fd, Sys.TCSBRK, (int) argument);
            case 0x5486: return FileCalls.ioctl(x.thread, fd, HOST_TCSBRKP, (int) argument);
            case 0x5406: return FileCalls.ioctl(x.thread, fd, Sys.TCXONC, (int) argument);
            case 0x5407: return FileCalls.ioctl(x.thread, fd, Sys.TCFLSH, (int) argument);
            case 0x40087468: return getWindow(x, fd, argument);
            case 0x80087467: return setWindow(x, fd, argument);
            case 0x40047477: return storeInt(x, TerminalCalls.getForeground(x.thread, fd), argument);
            case 0x80047476: return TerminalCalls.setForeground(x.thread, fd, x.memory().s32(argument));
            case 0x7416: return storeInt(x, TerminalCalls.getSession(x.thread, fd), argument);
            case 0x5480: return TerminalCalls.acquire(x.thread, fd);
            case 0x5471: return TerminalCalls.detach(x.thread, fd);
            case 0x5472: return pushCharacter(x, fd, argument);
            case 0x5470: return setInt(x, fd, HOST_TIOCPKT, argument);
            case 0x740d: return FileCalls.ioctl(x.thread, fd, HOST_TIOCEXCL, 0);
            case 0x740e: return FileCalls.ioctl(x.thread, fd, HOST_TIOCNXCL, 0);
            case 0x7400: return getInt(x, fd, HOST_TIOCGETD, argument);
            case 0x7401: return setInt(x, fd, HOST_TIOCSETD, argument);
            case 0x741a: return setInt(x, fd, HOST_TIOCMSET, argument);
            case 0x741b: return setInt(x, fd, HOST_TIOCMBIS, argument);
            case 0x741c: return setInt(x, fd, HOST_TIOCMBIC, argument);
            case 0x741d: return getInt(x, fd, HOST_TIOCMGET, argument);
            case 0x5481: return getInt(x, fd, HOST_TIOCGSOFTCAR, argument);
            case 0x5482: return setInt(x, fd, HOST_TIOCSSOFTCAR, argument);
            case 0x5427: return FileCalls.ioctl(x.thread, fd, HOST_TIOCSBRK, 0);
            case 0x5428: return FileCalls.ioctl(x.thread, fd, HOST_TIOCCBRK, 0);
            case 0x7472: return getInt(x, fd, Sys.TIOCOUTQ, argument);
            case 0x40045430: case 0x40045432: case 0x40045438: case 0x40045439: case 0x40045440:
                return getInt(x, fd, LinuxFlags.ioctlToHost(command), argument);
            case 0x80045431: return setInt(x, fd, Sys.TIOCSPTLCK, argument);
            case 0x20005441: return peer(x, fd, (int) argument);
            case 0x6601: return FileCalls.setDescriptorFlags(x.thread, fd, 1);
            case 0x6602: return FileCalls.setDescriptorFlags(x.thread, fd, 0);
            case 0x667f: return queueSize(x, fd, argument);
            case 0x467f: return getInt(x, fd, Sys.FIONREAD, argument);
            case 0x667e: return nonBlocking(x, fd, argument);
            case FIOASYNC: return async(x, fd, argument);
            case 0x8004667c: case 0x80047308: return setInt(x, fd, 0x8901, argument);
            case 0x4004667b: case 0x40047309: return getInt(x, fd, 0x8903, argument);
            case 0x40047307: return getInt(x, fd, HOST_SIOCATMARK, argument);
            case 0x80049409: return clone(x, fd, (int) argument);
            case 0x40046601: case 0x40086601: return getFlags(x, fd, command, argument);
            case 0x8912: return interfaces(x, fd, argument);
            case 0x8910: case 0x8913: case 0x8915: case 0x8917: case 0x8919: case 0x891b: case 0x891d: case 0x8921: case 0x8927:
            case 0x8933: case 0x8942: return interfaceQuery(x, fd, command, argument);
            default: return other(x, fd, command, argument);
        }
    }
    // spotless:on

    /** What is not known: on a terminal or a socket somebody misses it; on other files programs find out that way what a file is. */
    private static long other(LinuxThread x, int fd, int command, long argument) {
        OpenFile file = FileCalls.file(x.thread, fd);
        if (file == null) {
            return -Errno.EBADF;
        }
        if (file.kind == OpenFile.SOCKET) {
            x.unsupported("ioctl", fd + ", 0x" + Integer.toHexString(command) + ", 0x" + Long.toHexString(argument));
        }
        return -Errno.ENOTTY;
    }

    private static long getInt(LinuxThread x, int fd, int request, long address) {
        Scratch s = x.thread.scratch;
        s.putInt(0, 0);
        long result = FileCalls.ioctl(x.thread, fd, request & 0xffffffffL, s.data());
        return result < 0 ? result : storeInt(x, s.getInt(0), address);
    }

    private static long setInt(LinuxThread x, int fd, int request, long address) {
        if (FileCalls.file(x.thread, fd) == null) {
            return -Errno.EBADF;
        }
        Scratch s = x.thread.scratch;
        s.putInt(0, x.memory().s32(address));
        return FileCalls.ioctl(x.thread, fd, request & 0xffffffffL, s.data());
    }

    /** Stores a result unless it is an error. */
    private static long storeInt(LinuxThread x, long result, long address) {
        if (result < 0) {
            return result;
        }
        x.memory().put32(address, (int) result);
        return 0;
    }

    private static long pushCharacter(LinuxThread x, int fd, long address) {
        Scratch s = x.thread.scratch;
        s.putInt(0, x.memory().u8(address));
        return FileCalls.ioctl(x.thread, fd, Sys.TIOCSTI, s.data());
    }

    private static long getWindow(LinuxThread x, int fd, long address) {
        Scratch s = x.thread.scratch;
        long result = FileCalls.ioctl(x.thread, fd, Sys.TIOCGWINSZ, s.data());
        if (result < 0) {
            return result;
        }
        StructBuffer b = x.buffer.start(8);
        for (int i = 0; i < 4; i++) {
            b.put16(2 * i, s.getInt(2 * i) & 0xffff);
        }
        b.store(x.memory(), address);
        return 0;
    }

    private static long setWindow(LinuxThread x, int fd, long address) {
        AddressSpace m = x.memory();
        Scratch s = x.thread.scratch;
        s.putInt(0, m.u16(address) | m.u16(address + 2) << 16);
        s.putInt(4, m.u16(address + 4) | m.u16(address + 6) << 16);
        return FileCalls.ioctl(x.thread, fd, Sys.TIOCSWINSZ, s.data());
    }

    /** TIOCGPTPEER: opens the other side of a pseudo terminal. */
    private static long peer(LinuxThread x, int fd, int flags) {
        int host = LinuxFlags.openToHost(flags);
        long opened = FileCalls.ioctl(x.thread, fd, HOST_TIOCGPTPEER, (host | Sys.O_CLOEXEC | Sys.O_NOCTTY) & 0xffffffffL);
        return HostCalls.adopt(x.thread, opened, (host & Sys.O_CLOEXEC) != 0, null);
    }

    private static long queueSize(LinuxThread x, int fd, long address) {
        Scratch s = x.thread.scratch;
        long result = FileCalls.ioctl(x.thread, fd, HOST_FIOQSIZE, s.data());
        if (result >= 0) {
            x.memory().put64(address, s.getLong(0));
        }
        return result;
    }

    private static long nonBlocking(LinuxThread x, int fd, long address) {
        OpenFile file = FileCalls.file(x.thread, fd);
        if (file == null) {
            return -Errno.EBADF;
        }
        boolean on = x.memory().s32(address) != 0;
        long flags = Sys.fcntl(file.hostFd, Sys.F_GETFL, 0);
        if (flags < 0) {
            return flags;
        }
        return Sys.fcntl(file.hostFd, Sys.F_SETFL, on ? flags | Sys.O_NONBLOCK : flags & ~(long) Sys.O_NONBLOCK);
    }

    /** FIOASYNC: SIGIO would go to the JVM; switching it off is nothing to do. */
    private static long async(LinuxThread x, int fd, long address) {
        if (FileCalls.file(x.thread, fd) == null) {
            return -Errno.EBADF;
        }
        if (x.memory().s32(address) == 0) {
            return 0;
        }
        x.unsupported("ioctl", fd + ", FIOASYNC");
        return -Errno.EINVAL;
    }

    /** FICLONE. */
    private static long clone(LinuxThread x, int fd, int from) {
        OpenFile source = FileCalls.file(x.thread, from);
        return source == null ? -Errno.EBADF : FileCalls.ioctl(x.thread, fd, HOST_FICLONE, source.hostFd);
    }

    /** FS_IOC_GETFLAGS: an int, whatever its number says. */
    private static long getFlags(LinuxThread x, int fd, int command, long address) {
        if (command == 0x40086601 != x.abi.wide) {
            return -Errno.ENOTTY;
        }
        return getInt(x, fd, 0x80086601, address);
    }

    // ---- network interfaces: struct ifreq has a name of 16 bytes, then numbers or a socket address ----

    private static final int NAME = 16, HOST_IFREQ = 40, INDEX_OF_NAME = 0x8933, NAME_OF_INDEX = 0x8910, FLAGS = 0x8913;
    private static final int MTU = 0x8921, METRIC = 0x891d, QUEUE = 0x8942;

    private static long interfaceQuery(LinuxThread x, int fd, int command, long address) {
        Scratch s = x.thread.scratch;
        byte[] request = new byte[HOST_IFREQ];
        x.memory().readBytes(address, request, 0, NAME);
        s.put(0, request, 0, request.length);
        if (command == NAME_OF_INDEX) {
            s.putInt(NAME, x.memory().s32(address + NAME));
        }
        long result = FileCalls.ioctl(x.thread, fd, command, s.data());
        if (result < 0) {
            return result;
        }
        switch (command) {
            case INDEX_OF_NAME, MTU, METRIC, QUEUE -> x.memory().put32(address + NAME, s.getInt(NAME));
            case FLAGS -> x.memory().put16(address + NAME, s.getInt(NAME) & 0xffff);
            case NAME_OF_INDEX -> {
                s.get(0, request, 0, NAME);
                x.memory().writeBytes(address, request, 0, NAME);
            }
            default -> {
                s.get(NAME, request, 0, 16);
                x.memory().put16(address + NAME, s.getInt(NAME) & 0xffff); // sa_family
                x.memory().writeBytes(address + NAME + 2, request, 2, 14);
            }
        }
        return result;
    }

    /** SIOCGIFCONF: {int length, pointer to struct ifreqs}. */
    private static long interfaces(LinuxThread x, int fd, long address) {
        int w = x.abi.word;
        int size = x.abi.wide ? 40 : 32;
        StructBuffer b = x.buffer.load(x.memory(), address, 2 * w);
        int length = b.get32(0);
        long buffer = b.getPointer(w);
        Scratch s = x.thread.scratch;
        int most = buffer == 0 ? 0 : Math.min(Math.max(0, length) / size, 500);
        s.putInt(0, HOST_IFREQ * most);
        s.putLong(8, buffer == 0 ? 0 : s.data() + 16);
        long result = FileCalls.ioctl(x.thread, fd, 0x8912, s.data());
        if (result < 0) {
            return result;
        }
        int n = s.getInt(0) / HOST_IFREQ;
        if (buffer != 0) {
            b.start(size * n);
            for (int i = 0; i < n; i++) {
                s.get(16 + HOST_IFREQ * i, b.bytes, size * i, 32);
                b.put16(size * i + NAME, s.getInt(16 + HOST_IFREQ * i + NAME) & 0xffff);
            }
            b.store(x.memory(), buffer);
        }
        x.memory().put32(address, size * n);
        return 0;
    }
}
