package heliotrope.irix;

import heliotrope.host.Errno;
import heliotrope.host.Scratch;
import heliotrope.host.Sys;
import heliotrope.kernel.AddressSpace;
import heliotrope.kernel.FileCalls;
import heliotrope.kernel.TerminalCalls;

/** ioctl: terminals, pseudo terminals, what little of files and sockets goes through it. */
final class IrixIoctl {
    private IrixIoctl() {}

    // spotless:off
    /** Host requests that {@link Sys} has no name for. */
    private static final int
            HOST_TIOCEXCL = 0x540c, HOST_TIOCNXCL = 0x540d, HOST_TIOCGETD = 0x5424, HOST_TIOCMGET = 0x5415, HOST_TIOCMBIS = 0x5416,
            HOST_TIOCMBIC = 0x5417, HOST_TIOCMSET = 0x5418, HOST_TIOCPKT = 0x5420, HOST_TIOCSBRK = 0x5427, HOST_TIOCCBRK = 0x5428,
            HOST_SIOCATMARK = 0x8905, HOST_SIOCGIFFLAGS = 0x8913;
    private static final int I_STR_ISPTM = 0x5001, I_STR_UNLKPT = 0x5002;

    static long ioctl(IrixThread x, int fd, int command, long argument) {
        switch (command) {
            case 0x5401: return getModes(x, fd, argument, true, false);
            case 0x540d: return getModes(x, fd, argument, false, false);
            case 0x54c9: return getModes(x, fd, argument, true, true);
            case 0x54d5: return getModes(x, fd, argument, false, true);
            case 0x5402: return setModes(x, fd, argument, Sys.TCSETS, true, false);
            case 0x5403: return setModes(x, fd, argument, Sys.TCSETSW, true, false);
            case 0x5404: return setModes(x, fd, argument, Sys.TCSETSF, true, false);
            case 0x540e: return setModes(x, fd, argument, Sys.TCSETS, false, false);
            case 0x540f: return setModes(x, fd, argument, Sys.TCSETSW, false, false);
            case 0x5410: return setModes(x, fd, argument, Sys.TCSETSF, false, false);
            case 0x54ca: return setModes(x, fd, argument, Sys.TCSETS, true, true);
            case 0x54cb: return setModes(x, fd, argument, Sys.TCSETSW, true, true);
            case 0x54cc: return setModes(x, fd, argument, Sys.TCSETSF, true, true);
            case 0x54d6: return setModes(x, fd, argument, Sys.TCSETS, false, true);
            case 0x54d7: return setModes(x, fd, argument, Sys.TCSETSW, false, true);
            case 0x54d8: return setModes(x, fd, argument, Sys.TCSETSF, false, true);
            case 0x5405: return FileCalls.ioctl(x.thread, fd, Sys.TCSBRK, argument != 0 ? 1 : 0);
            case 0x5406: return FileCalls.ioctl(x.thread, fd, Sys.TCXONC, argument);
            case 0x5407: return FileCalls.ioctl(x.thread, fd, Sys.TCFLSH, argument);
            case 0x540c: return FileCalls.ioctl(x.thread, fd, Sys.TCFLSH, 2);
            case 0x5470: return setInt(x, fd, HOST_TIOCPKT, argument);
            case 0x5471: return TerminalCalls.detach(x.thread, fd);
            case 0x5472: return pushCharacter(x, fd, argument);
            case 0x7400: return getInt(x, fd, HOST_TIOCGETD, argument);
            case 0x7401: case 0x7402: case 0x7478: case 0x7479: return needTerminal(x, fd);
            case 0x740d: return FileCalls.ioctl(x.thread, fd, HOST_TIOCEXCL, 0);
            case 0x740e: return FileCalls.ioctl(x.thread, fd, HOST_TIOCNXCL, 0);
            case 0x7416: return storeInt(x, TerminalCalls.getSession(x.thread, fd), argument);
            case 0x741a: return setInt(x, fd, HOST_TIOCMSET, argument);
            case 0x741b: return setInt(x, fd, HOST_TIOCMBIS, argument);
            case 0x741c: return setInt(x, fd, HOST_TIOCMBIC, argument);
            case 0x741d: return getInt(x, fd, HOST_TIOCMGET, argument);
            case 0x746e: return FileCalls.ioctl(x.thread, fd, Sys.TCXONC, 1);
            case 0x746f: return FileCalls.ioctl(x.thread, fd, Sys.TCXONC, 0);
            case 0x7472: case 0x7473: return getInt(x, fd, Sys.TIOCOUTQ, argument);
            case 0x747a: return FileCalls.ioctl(x.thread, fd, HOST_TIOCCBRK, 0);
            case 0x747b: return FileCalls.ioctl(x.thread, fd, HOST_TIOCSBRK, 0);
            case 0x40087468: return getWindow(x, fd, argument);
            case 0x80087467: return setWindow(x, fd, argument);
            case 0x40047477: return storeInt(x, TerminalCalls.getForeground(x.thread, fd), argument);
            case 0x80047476: return TerminalCalls.setForeground(x.thread, fd, x.memory().s32(argument));
            case 0x80047478: case 0x8020690c: case 0x80206910: return -Errno.EPERM;
            case 0x6601: return FileCalls.setDescriptorFlags(x.thread, fd, 1);
            case 0x6602: return FileCalls.setDescriptorFlags(x.thread, fd, 0);
            case 0x4004667f: case 0x467f: case 0x4004730a: case 0x5301: return getInt(x, fd, Sys.FIONREAD, argument);
            case 0x8004667e: return setFlag(x, fd, Sys.O_NONBLOCK, argument);
            case 0x8004667d: return setFlag(x, fd, IrixFileCalls.O_ASYNC, argument);
            case 0x8004667c: case 0x80047308: return owned(x, fd);
            case 0x4004667b: case 0x40047309: return storeInt(x, owned(x, fd) < 0 ? -Errno.EBADF : x.process().groupId(), argument);
            case 0x40047307: return getInt(x, fd, HOST_SIOCATMARK, argument);
            case 0xc0206911: return interfaceFlags(x, fd, argument);
            case 0x5308: return streamCommand(x, fd, argument);
            case 0x5322: return isStream(x, fd);
            default: return other(x, fd, command, argument);
        }
    }
    // spotless:on

    /**
     * What is not known: on a terminal or a socket somebody misses it; on other files no ioctl means anything, and programs find out
     * that way what a file is.
     */
    private static long other(IrixThread x, int fd, int command, long argument) {
        heliotrope.kernel.OpenFile file = x.process().files.get(fd);
        if (file == null) {
            return -Errno.EBADF;
        }
        if (file.kind == heliotrope.kernel.OpenFile.TERMINAL || file.kind == heliotrope.kernel.OpenFile.SOCKET) {
            String name = IrixSubcodes.name("ioctl", command);
            x.unsupported("ioctl", fd + ", " + (name != null ? name : "0x" + Integer.toHexString(command)) + ", 0x"
                    + Long.toHexString(argument));
            return -Errno.EINVAL;
        }
        return -Errno.ENOTTY;
    }

    private static long getModes(IrixThread x, int fd, long address, boolean termio, boolean speeds) {
        Scratch s = x.thread.scratch;
        long result = FileCalls.ioctl(x.thread, fd, Sys.TCGETS, s.data());
        if (result < 0) {
            return result;
        }
        byte[] host = new byte[TerminalModes.HOST_SIZE];
        s.get(0, host, 0, host.length);
        TerminalModes modes = new TerminalModes();
        modes.fromHost(host);
        StructBuffer b = x.buffer.start(speeds ? 48 : 40);
        TerminalModes.store(b, modes, termio, speeds);
        b.store(x.memory(), address);
        return 0;
    }

    private static long setModes(IrixThread x, int fd, long address, int hostRequest, boolean termio, boolean speeds) {
        TerminalModes modes = new TerminalModes();
        TerminalModes.load(x.buffer.load(x.memory(), address, speeds ? 48 : 40), modes, termio, speeds);
        Scratch s = x.thread.scratch;
        long result = FileCalls.ioctl(x.thread, fd, Sys.TCGETS, s.data());
        if (result < 0) {
            return result;
        }
        byte[] host = new byte[TerminalModes.HOST_SIZE];
        s.get(0, host, 0, host.length);
        modes.toHost(host, speeds, TerminalModes.CC);
        s.put(0, host, 0, host.length);
        return FileCalls.ioctl(x.thread, fd, hostRequest, s.data());
    }

    private static long getInt(IrixThread x, int fd, int request, long address) {
        Scratch s = x.thread.scratch;
        s.putInt(0, 0);
        long result = FileCalls.ioctl(x.thread, fd, request, s.data());
        return result < 0 ? result : storeInt(x, s.getInt(0), address);
    }

    private static long setInt(IrixThread x, int fd, int request, long address) {
        Scratch s = x.thread.scratch;
        s.putInt(0, x.memory().s32(address));
        return FileCalls.ioctl(x.thread, fd, request, s.data());
    }

    /** Stores a result unless it is an error. */
    private static long storeInt(IrixThread x, long result, long address) {
        if (result < 0) {
            return result;
        }
        x.memory().put32(address, (int) result);
        return 0;
    }

    private static long needTerminal(IrixThread x, int fd) {
        return TerminalCalls.isTerminal(x.thread, fd) ? 0 : -Errno.ENOTTY;
    }

    /** Terminals are streams in IRIX; so are pipes and sockets, but nobody asks about them. */
    private static long isStream(IrixThread x, int fd) {
        if (FileCalls.getDescriptorFlags(x.thread, fd) < 0) {
            return -Errno.EBADF;
        }
        return TerminalCalls.isTerminal(x.thread, fd) ? 1 : 0;
    }

    private static long owned(IrixThread x, int fd) {
        return FileCalls.getDescriptorFlags(x.thread, fd) < 0 ? -Errno.EBADF : 0;
    }

    private static long pushCharacter(IrixThread x, int fd, long address) {
        Scratch s = x.thread.scratch;
        s.putInt(0, x.memory().u8(address));
        return FileCalls.ioctl(x.thread, fd, Sys.TIOCSTI, s.data());
    }

    private static long getWindow(IrixThread x, int fd, long address) {
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

    private static long setWindow(IrixThread x, int fd, long address) {
        AddressSpace m = x.memory();
        Scratch s = x.thread.scratch;
        s.putInt(0, m.u16(address) | m.u16(address + 2) << 16);
        s.putInt(4, m.u16(address + 4) | m.u16(address + 6) << 16);
        return FileCalls.ioctl(x.thread, fd, Sys.TIOCSWINSZ, s.data());
    }

    private static long setFlag(IrixThread x, int fd, int hostFlag, long address) {
        long flags = FileCalls.getStatusFlags(x.thread, fd);
        if (flags < 0) {
            return flags;
        }
        boolean on = x.memory().s32(address) != 0;
        return FileCalls.setStatusFlags(x.thread, fd, on ? (int) flags | hostFlag : (int) flags & ~hostFlag);
    }

    /** SIOCGIFFLAGS: struct ifreq begins with the name on both sides; the low flags are BSD's on both. */
    private static long interfaceFlags(IrixThread x, int fd, long address) {
        Scratch s = x.thread.scratch;
        byte[] request = new byte[40];
        x.memory().readBytes(address, request, 0, 16);
        s.put(0, request, 0, request.length);
        long result = FileCalls.ioctl(x.thread, fd, HOST_SIOCGIFFLAGS, s.data());
        if (result >= 0) {
            x.memory().put16(address + 16, s.getInt(16) & 0xffff);
        }
        return result;
    }

    /** I_STR: {command, timeout, length, data}; known are the two with which a pseudo terminal's slave is made ready. */
    private static long streamCommand(IrixThread x, int fd, long address) {
        int command = x.memory().s32(address);
        Scratch s = x.thread.scratch;
        switch (command) {
            case I_STR_ISPTM:
                return FileCalls.ioctl(x.thread, fd, Sys.TIOCGPTN, s.data());
            case I_STR_UNLKPT:
                s.putInt(0, 0);
                return FileCalls.ioctl(x.thread, fd, Sys.TIOCSPTLCK, s.data());
            default:
                heliotrope.kernel.OpenFile file = x.process().files.get(fd);
                return file == null ? -Errno.EBADF : -Errno.ENOSTR;
        }
    }
}
