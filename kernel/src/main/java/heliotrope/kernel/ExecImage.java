package heliotrope.kernel;

/** A program that is about to be run. */
public final class ExecImage {
    /** As the guest named it (of a script: the interpreter's name). */
    public final byte[] path;
    /** Open for reading; the personality reads it with {@link FileCalls#readFully} and maps it. Closed by the kernel. */
    public final OpenFile file;
    public final FileStat stat;
    /** First bytes of the file. */
    public final byte[] header;
    public final int headerLength;
    public final byte[][] argv;
    public final byte[][] envp;

    ExecImage(byte[] path, OpenFile file, FileStat stat, byte[] header, int headerLength, byte[][] argv, byte[][] envp) {
        this.path = path;
        this.file = file;
        this.stat = stat;
        this.header = header;
        this.headerLength = headerLength;
        this.argv = argv;
        this.envp = envp;
    }
}
