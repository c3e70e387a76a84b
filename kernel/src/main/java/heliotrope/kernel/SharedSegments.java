package heliotrope.kernel;

import heliotrope.host.Errno;
import heliotrope.host.Nullable;
import heliotrope.host.Sys;
import java.util.ArrayList;

/**
 * Shared memory of System V: segments are files without names, which the guests of this JVM map. Programs of the host do not see them.
 * Guarded by the kernel lock.
 */
public final class SharedSegments {
    public static final int IPC_CREAT = 01000, IPC_EXCL = 02000, IPC_PRIVATE = 0;
    public static final int SHM_RDONLY = 010000, SHM_RND = 020000, SHM_REMAP = 040000;

    private static final int MOST = 4096;
    private static final long MOST_BYTES = 1L << 31;

    private final ArrayList<Segment> segments = new ArrayList<>();
    private int nextId = 1;

    /** One segment; what is public may be read and changed under {@link Kernel#lock}. */
    public static final class Segment {
        public final int key;
        public final int id;
        public final long size;
        public int uid;
        public int gid;
        public final int creatorUid;
        public final int creatorGid;
        public int mode;
        public final int creator;
        /** Who attached or detached it last. */
        public int last;
        /** Seconds. */
        public long attachTime;

        public long detachTime;
        public long changeTime;
        /** It vanishes with its last user. */
        public boolean removed;

        private final OpenFile file;

        Segment(int key, int id, long size, int mode, GuestThread t, OpenFile file) {
            Credentials c = t.process.credentials;
            this.key = key;
            this.id = id;
            this.size = size;
            this.mode = mode & 0777;
            this.uid = c.euid;
            this.gid = c.egid;
            this.creatorUid = c.euid;
            this.creatorGid = c.egid;
            this.creator = t.process.pid;
            this.file = file;
            this.changeTime = now(t);
        }

        /** How many mappings there are. */
        public int attached() {
            return file.references() - 1;
        }

        boolean allows(GuestThread t, boolean write) {
            Credentials c = t.process.credentials;
            int shift = c.euid == uid || c.euid == creatorUid ? 6 : c.egid == gid || c.egid == creatorGid ? 3 : 0;
            int wanted = write ? 6 : 4;
            return c.euid == 0 || (mode >> shift & wanted) == wanted;
        }
    }

    private static long now(GuestThread t) {
        return Sys.clockNanos(t.scratch, Sys.CLOCK_REALTIME) / 1_000_000_000;
    }

    /** shmget with Linux flags. @return id or -errno */
    public static long get(GuestThread t, int key, long size, int flags) {
        synchronized (t.kernel.lock) {
            SharedSegments all = t.kernel.segments;
            all.purge();
            if (key != IPC_PRIVATE) {
                for (Segment s : all.segments) {
                    if (s.key == key && !s.removed) {
                        if ((flags & (IPC_CREAT | IPC_EXCL)) == (IPC_CREAT | IPC_EXCL)) {
                            return -Errno.EEXIST;
                        }
                        return size > s.size ? -Errno.EINVAL : s.allows(t, (flags & 0222) != 0) ? s.id : -Errno.EACCES;
                    }
                }
                if ((flags & IPC_CREAT) == 0) {
                    return -Errno.ENOENT;
                }
            }
            if (size <= 0 || size > MOST_BYTES) {
                return -Errno.EINVAL;
            }
            if (all.segments.size() >= MOST) {
                return -Errno.ENOSPC;
            }
            OpenFile file = t.process.memory.sharedMemory(AddressSpace.roundUp(size));
            if (file == null) {
                return -Errno.ENOMEM;
            }
            Segment made = new Segment(key, all.nextId++, size, flags, t, file);
            all.segments.add(made);
            return made.id;
        }
    }

    /** The segment with an id, or null. The caller has the kernel lock. */
    public static @Nullable Segment find(GuestThread t, int id) {
        t.kernel.segments.purge();
        for (Segment s : t.kernel.segments.segments) {
            if (s.id == id) {
                return s;
            }
        }
        return null;
    }

    /**
     * shmat with Linux flags.
     *
     * @param address 0: anywhere
     * @param alignment of addresses, a power of two
     * @return the address, or -errno
     */
    public static long attach(GuestThread t, int id, long address, int flags, long alignment) {
        synchronized (t.kernel.lock) {
            Segment s = find(t, id);
            if (s == null) {
                return -Errno.EINVAL;
            }
            long at = address;
            if ((at & alignment - 1) != 0) {
                if ((flags & SHM_RND) == 0) {
                    return -Errno.EINVAL;
                }
                at &= -alignment;
            }
            boolean readOnly = (flags & SHM_RDONLY) != 0;
            if (!s.allows(t, !readOnly)) {
                return -Errno.EACCES;
            }
            AddressSpace m = t.process.memory;
            if (at == 0 && (address != 0 || (flags & SHM_REMAP) != 0)
                    || at != 0 && (flags & SHM_REMAP) == 0 && !m.isFree(at, AddressSpace.roundUp(s.size))) {
                return -Errno.EINVAL;
            }
            int prot = readOnly ? AddressSpace.READ : AddressSpace.READ | AddressSpace.WRITE;
            long result = m.map(at, s.size, prot, Sys.MAP_SHARED | (at != 0 ? Sys.MAP_FIXED : 0), s.file, 0);
            if (result >= 0) {
                s.last = t.process.pid;
                s.attachTime = now(t);
            }
            return result;
        }
    }

    /** shmdt: the segment that begins at an address. */
    public static long detach(GuestThread t, long address) {
        synchronized (t.kernel.lock) {
            AddressSpace m = t.process.memory;
            Vma first = m.find(address);
            Segment s = first == null || first.start != address || first.offset != 0 ? null : t.kernel.segments.of(first.file);
            if (s == null) {
                return -Errno.EINVAL;
            }
            long end = address + AddressSpace.roundUp(s.size);
            long at = address;
            while (at < end) { // parts of it may have been unmapped or protected otherwise
                Vma v = m.find(at);
                if (v != null && v.file == s.file) {
                    long to = Math.min(v.end, end);
                    m.unmap(at, to - at);
                    at = to;
                } else {
                    at += AddressSpace.PAGE;
                }
            }
            s.last = t.process.pid;
            s.detachTime = now(t);
            return 0;
        }
    }

    /** shmctl IPC_RMID. */
    public static long remove(GuestThread t, int id) {
        synchronized (t.kernel.lock) {
            Segment s = find(t, id);
            if (s == null) {
                return -Errno.EINVAL;
            }
            int euid = t.process.credentials.euid;
            if (euid != 0 && euid != s.uid && euid != s.creatorUid) {
                return -Errno.EPERM;
            }
            s.removed = true;
            t.kernel.segments.purge();
            return 0;
        }
    }

    private @Nullable Segment of(@Nullable OpenFile file) {
        for (Segment s : segments) {
            if (s.file == file) {
                return s;
            }
        }
        return null;
    }

    /** Removed ones without users go. */
    private void purge() {
        for (int i = segments.size() - 1; i >= 0; i--) {
            Segment s = segments.get(i);
            if (s.removed && s.attached() == 0) {
                segments.remove(i);
                s.file.release();
            }
        }
    }
}
