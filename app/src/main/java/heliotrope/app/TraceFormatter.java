package heliotrope.app;

import heliotrope.debug.ArgumentFormatter;
import heliotrope.irix.IrixArgumentFormatter;
import heliotrope.kernel.GuestThread;

/** Shows the tracer, which knows no personality, how IRIX values look. */
final class TraceFormatter implements ArgumentFormatter {
    @Override
    public String format(GuestThread thread, String type, long value, long[] args, long result, boolean after) {
        return IrixArgumentFormatter.format(thread, type, value, args, result, after);
    }

    @Override
    public String errnoName(int linuxErrno) {
        return IrixArgumentFormatter.errnoName(linuxErrno);
    }

    @Override
    public String signalName(int guestSignal) {
        return IrixArgumentFormatter.signalName(guestSignal);
    }
}
