package heliotrope.kernel;

import heliotrope.host.Scratch;
import heliotrope.host.Sys;

/** Descriptors 0, 1 and 2 of the JVM become those of the first process; others belong to the JVM. */
final class InitialFiles {
    private InitialFiles() {}

    static void adopt(FdTable files, Scratch s) {
        for (int fd = 0; fd <= 2; fd++) {
            long copy = Sys.fcntl(fd, Sys.F_DUPFD_CLOEXEC, 3);
            if (copy >= 0) {
                int hostFd = (int) copy;
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
