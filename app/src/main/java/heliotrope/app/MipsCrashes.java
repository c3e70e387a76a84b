package heliotrope.app;

import heliotrope.debug.CrashReport;
import heliotrope.ir.Frontend;
import heliotrope.kernel.CrashReporter;
import heliotrope.kernel.GuestThread;
import heliotrope.kernel.SigInfo;

/** Reports crashes of MIPS guests by what is made, and loaded, when there is one. */
final class MipsCrashes implements CrashReporter {
    private final Frontend mips;

    MipsCrashes(Frontend mips) {
        this.mips = mips;
    }

    @Override
    public void report(GuestThread thread, int signal, SigInfo info) {
        new CrashReport(mips, new TraceFormatter(), new MipsCallers()).report(thread, signal, info);
    }
}
