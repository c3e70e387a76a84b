package heliotrope.app;

import heliotrope.engine.Engine;
import heliotrope.host.Charsets;
import heliotrope.host.Errno;
import heliotrope.host.Native;
import heliotrope.host.Nullable;
import heliotrope.host.Scratch;
import heliotrope.host.ServerProtocol;
import heliotrope.host.Sys;
import heliotrope.kernel.Caller;
import heliotrope.kernel.SpareWindows;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;

/**
 * The server: accepts clients and gives each a thread and a kernel of its own; they share the engine and its translations. This thread
 * also hears what clients have to say while their guests run: signals, and that they have gone.
 */
final class Server {
    /** More clients at a time wait until others have ended. */
    private static final int MOST_CLIENTS = 128;

    private static final int EVENTS = 64, EVENT_SIZE = 12, EPOLL_ADD = 1, EPOLL_DELETE = 2, EPOLLIN = 1, EPOLLRDHUP = 0x2000;
    private static final int LISTENER = -1, BELL = -2;
    /** Data area: events from 0, an epoll_event at EVENT_AT, a message at MESSAGE_AT. */
    private static final int EVENT_AT = 2048, MESSAGE_AT = 2064;

    /** How often those that do not end are told again, in milliseconds. */
    private static final int TICK = 50;

    /** When nobody has come for so long, in milliseconds, memory and files that are kept for the next program are given back. */
    private static final int QUIET = 10_000;

    private static final long STACK = 1 << 20;

    private final Engine engine;
    private final String build;
    private final int idleSeconds;
    private final int logFd;
    private final ServerAddress address;
    private final int listener;
    private final int poll;
    /** An eventfd: something for the main thread to look at. */
    private final int bell;
    private final Scratch scratch = new Scratch();
    private final byte[] ownAffinity;
    private final int ownPriority;
    private final long rootDevice;
    private final long rootInode;
    private final long start = System.nanoTime();

    private final @Nullable Sources sources = Sources.ofThisBuild();

    private final ArrayList<ClientSession> sessions = new ArrayList<>();
    private final ArrayList<ClientSession> gone = new ArrayList<>();
    private long served;
    private long idleSince = start;
    private int lastNumber;
    private boolean retiring;
    /** Whether a program has ended since what is kept for the next one was given back. */
    private boolean keeps;
    private boolean paused;

    /** @param listener listening, not blocking */
    Server(Engine engine, String build, int idleSeconds, int logFd, ServerAddress address, int listener) {
        this.engine = engine;
        this.build = build;
        this.idleSeconds = idleSeconds;
        this.logFd = logFd;
        this.address = address;
        this.listener = listener;
        this.poll = (int) Sys.call(Sys.SYS_EPOLL_CREATE1, Sys.O_CLOEXEC, 0, 0);
        this.bell = (int) Sys.call(Sys.SYS_EVENTFD2, 0, Sys.EFD_CLOEXEC | Sys.O_NONBLOCK, 0);
        control(EPOLL_ADD, listener, LISTENER, scratch);
        control(EPOLL_ADD, bell, BELL, scratch);
        ownAffinity = affinity(scratch);
        ownPriority = (int) Sys.call(Sys.SYS_GETPRIORITY, 0, 0, 0);
        Sys.fstatat(scratch, Sys.AT_FDCWD, new byte[] {'/'}, 0);
        rootDevice = scratch.getLong(Sys.STAT_DEV);
        rootInode = scratch.getLong(Sys.STAT_INO);
    }

    String build() {
        return build;
    }

    /** Whether there is something newer to be built. */
    boolean isOutdated() {
        return sources != null && sources.changed();
    }

    /** Serves until told to stop, or nobody has come for a while. */
    void run() {
        while (true) {
            synchronized (this) {
                if (retiring && sessions.isEmpty()) {
                    break;
                }
            }
            int n = (int) Native.syscall(Sys.SYS_EPOLL_WAIT, poll, scratch.data(), EVENTS, timeout(), 0, 0);
            if (n == 0 && isQuiet()) {
                SpareWindows.clear();
            }
            if (n == 0 && isIdle()) {
                log("nobody has come for " + idleSeconds + " s");
                break;
            }
            // Messages overwrite nothing of the events.
            for (int i = 0; i < n; i++) {
                int who = scratch.getInt(EVENT_SIZE * i + 4);
                if (who == LISTENER) {
                    accept();
                } else if (who == BELL) {
                    Sys.read(bell, scratch.data() + MESSAGE_AT, 8);
                } else {
                    hear(who);
                }
            }
            killGone();
        }
        address.leave(scratch);
        log("ends after " + served + " programs");
    }

    private synchronized int timeout() {
        if (!gone.isEmpty()) {
            return TICK;
        }
        if (retiring || paused) {
            return TICK;
        }
        if (!sessions.isEmpty()) {
            return QUIET; // that one has ended need not be heard here
        }
        int idle = idleSeconds > 0 ? idleSeconds * 1000 + TICK : -1;
        return keeps && (idle < 0 || QUIET < idle) ? QUIET + TICK : idle;
    }

    /** Whether it is time to give back what is kept for the next program; true once. */
    private synchronized boolean isQuiet() {
        boolean quiet = keeps && sessions.isEmpty() && System.nanoTime() - idleSince >= QUIET * 1_000_000L;
        keeps &= !quiet;
        return quiet;
    }

    private synchronized boolean isIdle() {
        long idle = System.nanoTime() - idleSince;
        return sessions.isEmpty() && gone.isEmpty() && !paused && idleSeconds > 0 && idle >= idleSeconds * 1_000_000_000L;
    }

    private void accept() {
        while (true) {
            synchronized (this) {
                if (retiring || sessions.size() >= MOST_CLIENTS) {
                    pause();
                    return;
                }
            }
            int fd = (int) Native.syscall(Sys.SYS_ACCEPT4, listener, 0, 0, Sys.SOCK_CLOEXEC, 0, 0);
            if (fd < 0) {
                if (fd != -Errno.EAGAIN && fd != -Errno.EINTR && fd != -Errno.ECONNABORTED) {
                    log("cannot accept a client: errno " + -fd);
                    synchronized (this) {
                        pause();
                    }
                }
                return;
            }
            start(fd);
        }
    }

    private void start(int fd) {
        ClientSession session = null;
        try {
            session = new ClientSession(this, engine, fd, ++lastNumber & Integer.MAX_VALUE);
            Thread t = new Thread(null, session, "client", STACK);
            t.setDaemon(true);
            synchronized (this) {
                sessions.add(session);
                served++;
            }
            t.start();
        } catch (OutOfMemoryError e) {
            log("no thread for a client: " + e.getMessage());
            if (session != null) {
                ended(session);
            } else {
                Sys.close(fd);
            }
        }
    }

    /** Stops accepting; the caller has the lock. */
    private void pause() {
        if (!paused) {
            paused = true;
            control(EPOLL_DELETE, listener, LISTENER, scratch);
        }
    }

    /** The session has read its request: from now on its messages are heard here. */
    void watch(ClientSession session) {
        Scratch s = new Scratch();
        control(EPOLL_ADD, session.socket, session.number, s);
        s.close();
    }

    private void control(int operation, int fd, int who, Scratch s) {
        s.putInt(EVENT_AT, EPOLLIN | (who < 0 ? 0 : EPOLLRDHUP));
        s.putInt(EVENT_AT + 4, who);
        s.putInt(EVENT_AT + 8, 0);
        Native.syscall(Sys.SYS_EPOLL_CTL, poll, operation, fd, s.data() + EVENT_AT, 0, 0);
    }

    private void hear(int number) {
        ClientSession session = find(number);
        if (session == null) {
            return;
        }
        int fd = session.socket;
        while (true) {
            long n = Native.syscall(
                    Sys.SYS_RECVFROM, fd, scratch.data() + MESSAGE_AT, ServerProtocol.MESSAGE, Sys.MSG_DONTWAIT, 0, 0);
            if (n == ServerProtocol.MESSAGE) {
                session.received(scratch.getInt(MESSAGE_AT), scratch.getInt(MESSAGE_AT + 4));
            } else if (n == -Errno.EAGAIN) {
                return;
            } else if (n != -Errno.EINTR) {
                // Its end, or half a message.
                control(EPOLL_DELETE, fd, number, scratch);
                synchronized (this) {
                    if (sessions.contains(session)) {
                        gone.add(session);
                    }
                }
                return;
            }
        }
    }

    /** By number: its descriptor may be another client's by now. */
    private synchronized @Nullable ClientSession find(int number) {
        for (ClientSession session : sessions) {
            if (session.number == number) {
                return session;
            }
        }
        return null;
    }

    private void killGone() {
        ClientSession[] all;
        synchronized (this) {
            if (paused && !retiring && sessions.size() < MOST_CLIENTS) {
                paused = false;
                control(EPOLL_ADD, listener, LISTENER, scratch);
            }
            if (gone.isEmpty()) {
                return;
            }
            all = gone.toArray(new ClientSession[0]);
        }
        for (ClientSession session : all) {
            session.kill();
        }
    }

    /** All of the session is over. */
    void ended(ClientSession session) {
        synchronized (this) {
            sessions.remove(session);
            gone.remove(session);
            idleSince = System.nanoTime();
            keeps = true;
            session.close();
        }
    }

    /** No new clients; the server ends with the last one. */
    void retire(String why) {
        synchronized (this) {
            if (retiring) {
                return;
            }
            retiring = true;
        }
        log(why + ": ending when nobody is served any more");
        Scratch s = new Scratch();
        address.leave(s);
        s.putLong(0, 1);
        Sys.write(bell, s.data(), 8);
        s.close();
    }

    /** Ends at once: the clients see it. */
    void stop() {
        Scratch s = new Scratch();
        address.leave(s);
        log("ends by a signal");
        Sys.exitGroup(0);
    }

    /** Gives the calling thread, and so all that it starts, the client's priority and processors. */
    void adapt(ClientRequest r, Scratch s) {
        if (r.priority != ownPriority) {
            Sys.call(Sys.SYS_SETPRIORITY, 0, 0, 20 - r.priority);
        }
        if (r.affinity.length > 0 && !Arrays.equals(r.affinity, ownAffinity)) {
            s.put(0, r.affinity, 0, r.affinity.length);
            Sys.call(Sys.SYS_SCHED_SETAFFINITY, 0, r.affinity.length, s.data());
        }
    }

    private static byte[] affinity(Scratch s) {
        int n = (int) Sys.call(Sys.SYS_SCHED_GETAFFINITY, 0, ServerProtocol.AFFINITY_SIZE, s.data());
        byte[] mask = new byte[Math.max(0, n)];
        s.get(0, mask, 0, mask.length);
        return mask;
    }

    /** Whether a client sees the same files. */
    boolean sameRoot(int fd, Scratch s) {
        return Sys.fstat(s, fd) == 0 && s.getLong(Sys.STAT_DEV) == rootDevice && s.getLong(Sys.STAT_INO) == rootInode;
    }

    /** Writes a few lines about the server to a client that asks. */
    void printStatus(int socket) {
        Runtime jvm = Runtime.getRuntime();
        StringBuilder text = new StringBuilder();
        synchronized (this) {
            text.append("serving at ").append(address.path).append(", process ").append(Sys.getpid());
            text.append(", build ").append(build).append('\n');
            text.append("up ").append((System.nanoTime() - start) / 1_000_000_000).append(" s, ");
            text.append(served).append(" clients, ").append(sessions.size() - 1).append(" now\n");
        }
        text.append("Java heap ").append(jvm.totalMemory() - jvm.freeMemory() >> 20).append(" of ");
        text.append(jvm.totalMemory() >> 20).append(" MiB, ").append(engine.statistics().blocks).append(" blocks translated\n");
        Caller.write(socket, text.toString().getBytes(Charsets.UTF_8));
    }

    /** One line of the log. */
    void log(String line) {
        String text = Instant.now().truncatedTo(ChronoUnit.SECONDS) + " heliotrope[" + Sys.getpid() + "]: " + line + "\n";
        Caller.write(logFd, text.getBytes(Charsets.UTF_8));
    }
}
