package heliotrope.linux;

import heliotrope.host.Errno;
import heliotrope.kernel.SharedSegments;

/** Shared memory of System V, within this tree of processes. */
final class LinuxSharedMemoryCalls {
    private LinuxSharedMemoryCalls() {}

    private static final int IPC_64 = 0x100, IPC_RMID = 0, IPC_SET = 1, IPC_STAT = 2, SHM_LOCK = 11, SHM_UNLOCK = 12;
    private static final int SHM_DEST = 01000, MODE = 0777;
    /** Addresses of segments are multiples of this on MIPS, because of its caches. */
    private static final long SHMLBA = 0x40000;

    static long shmget(LinuxThread x, int key, long size, int flags) {
        return SharedSegments.get(x.thread, key, size, flags);
    }

    static long shmat(LinuxThread x, int id, long address, int flags) {
        return SharedSegments.attach(x.thread, id, address, flags, SHMLBA);
    }

    static long shmdt(LinuxThread x, long address) {
        return SharedSegments.detach(x.thread, address);
    }

    /** Bytes of struct ipc64_perm. */
    private static int permission(StructBuffer b) {
        return b.wide ? 48 : 36;
    }

    static long shmctl(LinuxThread x, int id, int command, long address) {
        switch (command & ~IPC_64) {
            case IPC_RMID:
                return SharedSegments.remove(x.thread, id);
            case IPC_STAT, IPC_SET: {
                synchronized (x.kernel().lock) {
                    SharedSegments.Segment s = SharedSegments.find(x.thread, id);
                    if (s == null) {
                        return -Errno.EINVAL;
                    }
                    return (command & ~IPC_64) == IPC_STAT ? stat(x, s, address) : set(x, s, address);
                }
            }
            case SHM_LOCK, SHM_UNLOCK:
                return 0;
            default:
                return -Errno.EINVAL;
        }
    }

    /** struct shmid64_ds. */
    private static long stat(LinuxThread x, SharedSegments.Segment s, long address) {
        int w = x.abi.word;
        StructBuffer b = x.buffer;
        int at = permission(b);
        b.start(x.abi.wide ? at + 64 : at + 36);
        b.put32(0, s.key);
        b.put32(4, s.uid);
        b.put32(8, s.gid);
        b.put32(12, s.creatorUid);
        b.put32(16, s.creatorGid);
        b.put32(20, s.mode | (s.removed ? SHM_DEST : 0));
        b.putWord(at, s.size);
        b.putWord(at + w, s.attachTime);
        b.putWord(at + 2 * w, s.detachTime);
        b.putWord(at + 3 * w, s.changeTime);
        b.put32(at + 4 * w, s.creator);
        b.put32(at + 4 * w + 4, s.last);
        b.putWord(at + 4 * w + 8, s.attached());
        b.store(x.memory(), address);
        return 0;
    }

    private static long set(LinuxThread x, SharedSegments.Segment s, long address) {
        int euid = x.process().credentials.euid;
        if (euid != 0 && euid != s.uid && euid != s.creatorUid) {
            return -Errno.EPERM;
        }
        StructBuffer b = x.buffer.load(x.memory(), address, permission(x.buffer));
        s.uid = b.get32(4);
        s.gid = b.get32(8);
        s.mode = b.get32(20) & MODE;
        return 0;
    }
}
