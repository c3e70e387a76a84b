package heliotrope.app;

import heliotrope.debug.ArgumentFormatter;
import heliotrope.irix.IrixArgumentFormatter;
import heliotrope.kernel.GuestThread;
import heliotrope.linux.LinuxArgumentFormatter;
import heliotrope.linux.LinuxPersonality;

/** Shows the tracer, which knows no personality, how the values of the thread's one look. */
final class TraceFormatter implements ArgumentFormatter {
    @Override
    public String format(GuestThread thread, String type, long value, long[] args, long result, boolean after) {
        return isLinux(thread)
                ? LinuxArgumentFormatter.format(thread, type, value, args, result, after)
                : IrixArgumentFormatter.format(thread, type, value, args, result, after);
    }

    @Override
    public String errnoName(GuestThread thread, int linuxErrno) {
        return isLinux(thread) ? LinuxArgumentFormatter.errnoName(linuxErrno) : IrixArgumentFormatter.errnoName(linuxErrno);
    }

    @Override
    public String signalName(GuestThread thread, int guestSignal) {
        return isLinux(thread) ? LinuxArgumentFormatter.signalName(guestSignal) : IrixArgumentFormatter.signalName(guestSignal);
    }

    private static boolean isLinux(GuestThread thread) {
        return thread.process.personality() instanceof LinuxPersonality;
    }
}
