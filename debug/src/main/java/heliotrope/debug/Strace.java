package heliotrope.debug;

import heliotrope.ir.Nullable;
import heliotrope.kernel.GuestThread;
import heliotrope.kernel.Kernel;
import heliotrope.kernel.Process;
import heliotrope.kernel.SigInfo;
import heliotrope.kernel.SyscallRow;
import heliotrope.kernel.SyscallTracer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Prints every system call in one line: {@code pid name(arguments) = result}; threads have their own ids. A call of
 * which another process' lines would part beginning and end is printed when it ends; one that does not return (exit, a
 * successful execve) when it begins.
 */
public final class Strace implements SyscallTracer {
    private final LogSink sink;
    private final ArgumentFormatter formatter;
    /** The beginnings of calls under way, by thread. */
    private final ConcurrentHashMap<GuestThread, String> pending = new ConcurrentHashMap<>();

    public Strace(LogSink sink, ArgumentFormatter formatter) {
        this.sink = sink;
        this.formatter = formatter;
    }

    @Override
    public void enter(GuestThread thread, SyscallRow row, long[] args) {
        StringBuilder line = new StringBuilder(128);
        line.append(thread.id()).append(' ').append(row.name()).append('(');
        String[] arguments = row.arguments();
        for (int i = 0; i < arguments.length && !isOutput(arguments[i]); i++) {
            append(line, thread, arguments[i], i, args, 0, false);
        }
        if (row.result().equals("none")) {
            line.append(") = ?\n");
            sink.write(line.toString());
        } else {
            pending.put(thread, line.toString());
        }
    }

    @Override
    public void leave(GuestThread thread, SyscallRow row, long[] args, long result) {
        String start = pending.remove(thread);
        if (start == null) {
            if (result < 0 && result >= -4096) {
                sink.write(thread.id() + " " + row.name() + "() = " + error(thread, result));
            }
            return;
        }
        StringBuilder line = new StringBuilder(start);
        String[] arguments = row.arguments();
        int i = 0;
        while (i < arguments.length && !isOutput(arguments[i])) {
            i++;
        }
        for (; i < arguments.length; i++) {
            append(line, thread, arguments[i], i, args, result, true);
        }
        line.append(") = ");
        if (result == Kernel.NO_RESULT) {
            line.append("?\n");
        } else if (result == Kernel.RESTART || result == Kernel.RESTART_NO_HANDLER) {
            line.append("? (interrupted, may be restarted)\n");
        } else if (result < 0 && result >= -4096) {
            line.append(error(thread, result));
        } else {
            line.append(formatter.format(thread, row.result(), result, args, result, true)).append('\n');
        }
        sink.write(line.toString());
    }

    private String error(GuestThread thread, long result) {
        return "-1 " + formatter.errnoName(thread, (int) -result) + "\n";
    }

    private static boolean isOutput(String argument) {
        return argument.startsWith("out");
    }

    private void append(
            StringBuilder line, GuestThread thread, String argument, int i, long[] args, long result, boolean after) {
        if (i > 0) {
            line.append(", ");
        }
        int space = argument.indexOf(' ');
        String type = space < 0 ? argument : argument.substring(0, space);
        line.append(i < args.length ? formatter.format(thread, type, args[i], args, result, after) : "?");
    }

    @Override
    public void signal(GuestThread thread, int signal, SigInfo info) {
        sink.write(thread.id() + " --- " + formatter.signalName(thread, signal) + " code=" + info.code
                + (info.pid != 0 ? " pid=" + info.pid : "")
                + (info.address != 0 ? " addr=0x" + Long.toHexString(info.address) : "") + " ---\n");
    }

    @Override
    public void exited(Process process, int status) {
        String how = (status & 0x7f) == 0 ? "exited with " + (status >> 8) : "killed by host signal " + (status & 0x7f);
        sink.write(process.pid + " +++ " + how + " +++\n");
    }

    @Override
    public void exec(GuestThread thread, byte[] path, byte[][] argv) {
        StringBuilder line = new StringBuilder();
        line.append(thread.id()).append(" +++ runs ").append(new String(path, StandardCharsets.UTF_8)).append(" [");
        for (int i = 0; i < argv.length; i++) {
            line.append(i > 0 ? ", " : "").append(quote(argv[i]));
        }
        sink.write(line.append("] +++\n").toString());
    }

    /** A byte string in quotes, other bytes than printable ASCII escaped in octal as C has them. */
    public static String quote(byte @Nullable [] bytes) {
        if (bytes == null) {
            return "NULL";
        }
        StringBuilder s = new StringBuilder(bytes.length + 2).append('"');
        for (byte b : bytes) {
            switch (b) {
                case '\n' -> s.append("\\n");
                case '\t' -> s.append("\\t");
                case '\r' -> s.append("\\r");
                case '"', '\\' -> s.append('\\').append((char) b);
                default -> {
                    if (b >= ' ' && b < 0x7f) {
                        s.append((char) b);
                    } else {
                        s.append('\\').append((char) ('0' + (b >> 6 & 3)));
                        s.append((char) ('0' + (b >> 3 & 7))).append((char) ('0' + (b & 7)));
                    }
                }
            }
        }
        return s.append('"').toString();
    }
}
