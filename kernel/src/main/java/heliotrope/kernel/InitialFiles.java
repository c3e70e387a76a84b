package heliotrope.kernel;

import heliotrope.host.Scratch;
import heliotrope.host.Sys;

/** The descriptors of the caller become those of the first process. */
final class InitialFiles {
    private InitialFiles() {}

    static void adopt(FdTable files, Caller caller, Scratch s) {
        for (int fd = 0; fd < caller.files.length; fd++) {
            int hostFd = caller.files[fd];
            if (hostFd >= 0) {
                FileStat stat = new FileStat();
                if (Sys.fstat(s, hostFd) == 0) {
                    stat.load(s);
                }
                long flags = Sys.fcntl(hostFd, Sys.F_GETFL, 0);
                int mode = flags < 0 ? Sys.O_RDWR : (int) flags & Sys.O_ACCMODE;
                int kind = OpenFile.kindOf(stat, hostFd, s);
                files.replace(fd, new OpenFile(hostFd, kind, mode, null, Roots.HOST, stat.dev, stat.ino, false), false);
            }
        }
    }
}
