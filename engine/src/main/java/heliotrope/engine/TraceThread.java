package heliotrope.engine;

import java.util.concurrent.locks.LockSupport;

/**
 * Asks running guest threads now and then where they are, and compiles the paths that turn out to be hot. It begins when
 * a program has been running for a while, slows down when there is nothing new, and ends when no guest thread is left.
 */
final class TraceThread extends Thread {
    /** Milliseconds: before the first question, between two at first and at most, without guest threads. */
    private static final int DELAY = 150, FAST = 6, SLOW = 48, LAST = 1000;

    /** Questions without anything new after which they become rarer. */
    private static final int PATIENCE = 40;

    private final Engine engine;

    TraceThread(Engine engine) {
        super("traces");
        this.engine = engine;
        setDaemon(true);
    }

    @Override
    public void run() {
        try {
            pause(DELAY);
            Traces traces = engine.traces();
            int period = FAST;
            int idle = 0;
            int alone = 0;
            while (alone < LAST) {
                pause(period);
                if (traces.compileAll()) {
                    idle = 0;
                    period = FAST;
                } else if (traces.hasNews()) {
                    idle = 0;
                } else if (++idle > PATIENCE) {
                    idle = 0;
                    period = Math.min(SLOW, 2 * period);
                }
                alone = engine.askAll() ? 0 : alone + period;
            }
        } catch (InterruptedException e) {
            // The engine is closed.
        } catch (RuntimeException e) {
            System.err.println("heliotrope: hot code is no longer optimised: " + e);
        } finally {
            engine.traceThreadEnded(this);
        }
    }

    /** Like sleep, for which the JDK loads classes that are not in an archive. It may end too early. */
    private static void pause(int milliseconds) throws InterruptedException {
        LockSupport.parkNanos(milliseconds * 1_000_000L);
        if (interrupted()) {
            throw new InterruptedException();
        }
    }
}
