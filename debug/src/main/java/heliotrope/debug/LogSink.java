package heliotrope.debug;

import heliotrope.ir.Nullable;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Where traces and logs go: stderr or a file. Each line is one write, so that the lines of several processes stay whole. If the
 * place cannot be written any more, one line on stderr says so and the rest is dropped; the guest goes on.
 */
public final class LogSink {
    private final FileOutputStream out;
    private final String name;
    private boolean broken;

    private LogSink(FileOutputStream out, String name) {
        this.out = out;
        this.name = name;
    }

    /**
     * Opens a sink.
     *
     * @param file a path, in which %d stands for the process id, or null for stderr
     */
    public static LogSink open(@Nullable String file) throws IOException {
        if (file == null) {
            return new LogSink(new FileOutputStream(FileDescriptor.err), "stderr");
        }
        String path = file.replace("%d", Long.toString(ProcessHandle.current().pid()));
        return new LogSink(new FileOutputStream(path), path);
    }

    /** Writes text that ends in a newline. */
    public synchronized void write(String text) {
        if (broken) {
            return;
        }
        try {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            broken = true;
            System.err.println("heliotrope: " + name + ": " + e.getMessage() + " (the log ends here)");
        }
    }
}
