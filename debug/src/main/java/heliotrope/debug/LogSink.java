package heliotrope.debug;

import heliotrope.ir.Nullable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Where traces and logs go: stderr or a file. Each line is one write, so that the lines of several processes stay whole. If the
 * place cannot be written any more, one line on stderr says so and the rest is dropped; the guest goes on.
 */
public final class LogSink {
    private final OutputStream out;
    private final String name;
    private final @Nullable OutputStream errors;
    private boolean broken;

    /**
     * A sink.
     *
     * @param out passes each write on as it is
     * @param name of the place, for messages
     * @param errors stderr, if that is another place
     */
    public LogSink(OutputStream out, String name, @Nullable OutputStream errors) {
        this.out = out;
        this.name = name;
        this.errors = errors;
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
            complain("heliotrope: " + name + ": " + e.getMessage() + " (the log ends here)\n");
        }
    }

    private void complain(String line) {
        try {
            if (errors != null) {
                errors.write(line.getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            // Nobody is left to be told.
        }
    }
}
