package heliotrope.app;

import heliotrope.engine.Engine;
import heliotrope.host.Native;
import heliotrope.host.NativeMemory;
import heliotrope.host.Nullable;
import heliotrope.host.Scratch;
import heliotrope.host.ServerProtocol;
import heliotrope.host.Sys;
import heliotrope.kernel.Kernel;
import heliotrope.kernel.Roots;
import java.nio.ByteBuffer;

/** One client of the server, in a thread of its own, which becomes its first guest thread. */
final class ClientSession implements Runnable {
    /** A client that has not sent its request by then is dropped. */
    private static final int REQUEST_SECONDS = 10;

    private final Server server;
    private final Engine engine;
    final int socket;
    /** Never used twice. */
    final int number;
    private final long memory = NativeMemory.allocate(ServerProtocol.MESSAGE);
    private final ByteBuffer view = NativeMemory.view(memory, ServerProtocol.MESSAGE);

    private volatile @Nullable Kernel kernel;
    private @Nullable ClientCaller caller;
    private @Nullable Roots roots;
    /** The client has gone. */
    private volatile boolean gone;
    /** It has been told how its program ended. */
    private boolean answered;

    /** Signals that came before the kernel was there: bit signal - 1. */
    private long early;

    private boolean closed;
    private int answer = -1;

    ClientSession(Server server, Engine engine, int socket, int number) {
        this.server = server;
        this.engine = engine;
        this.socket = socket;
        this.number = number;
    }

    @Override
    public void run() {
        ClientRequest request = null;
        Scratch s = new Scratch();
        try {
            request = receive(s);
            if (request != null) {
                serve(request, s);
            }
        } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
            server.log("a client's program failed in the server: " + e);
            end(ServerProtocol.ELSEWHERE, 0);
        } finally {
            s.close();
            if (request != null) {
                request.close();
            }
            ClientCaller c = caller;
            if (c != null) {
                c.close();
            }
            Roots r = roots;
            if (r != null) {
                r.close();
            }
            server.ended(this);
        }
    }

    private @Nullable ClientRequest receive(Scratch s) {
        s.putLong(0, REQUEST_SECONDS);
        s.putLong(8, 0);
        int soRcvTimeo = 20;
        Native.syscall(Sys.SYS_SETSOCKOPT, socket, Sys.SOL_SOCKET, soRcvTimeo, s.data(), 16, 0);
        String refused = refused(s);
        ClientRequest request = refused == null ? ClientRequest.receive(socket, s) : null;
        if (request == null) {
            server.log("refused: " + (refused != null ? refused : "not a request"));
            return null;
        }
        switch (request.command) {
            case ServerProtocol.RUN -> {
                if (request.receiveStrings(socket, s)) {
                    return request;
                }
                server.log("refused: half a request");
            }
            case ServerProtocol.STATUS -> server.printStatus(socket);
            case ServerProtocol.STOP -> server.retire("asked to stop");
            default -> server.log("refused: no such command");
        }
        request.close();
        return null;
    }

    /** Why a peer is not to be served, or null: only the same user and group may, whose guests have the server's rights. */
    private @Nullable String refused(Scratch s) {
        s.putInt(16, 12);
        long error = Native.syscall(Sys.SYS_GETSOCKOPT, socket, Sys.SOL_SOCKET, Sys.SO_PEERCRED, s.data(), s.data() + 16, 0);
        if (error != 0) {
            return "unknown peer";
        }
        int uid = s.getInt(4);
        int gid = s.getInt(8);
        boolean own = uid == (int) Sys.call(Sys.SYS_GETEUID, 0, 0, 0) && gid == (int) Sys.call(Sys.SYS_GETEGID, 0, 0, 0);
        return own ? null : "client of user " + uid + ", group " + gid;
    }

    private void serve(ClientRequest r, Scratch s) {
        if (!r.build.equals(server.build())) {
            server.retire("a client is of build " + r.build);
            end(ServerProtocol.ELSEWHERE, 0);
            return;
        }
        if (server.isOutdated()) {
            server.retire("sources have changed");
            end(ServerProtocol.ELSEWHERE, 0);
            return;
        }
        if (r.limited || !server.sameRoot(r.attached[1], s)) {
            end(ServerProtocol.ELSEWHERE, 0);
            return;
        }
        server.watch(this);
        server.adapt(r, s);
        ClientCaller c = new ClientCaller(this, r);
        caller = c;
        r.close();
        ClientInvocation inv = new ClientInvocation(this, c, engine, r);
        int status;
        try {
            status = Main.command(inv);
        } catch (NotHere e) {
            status = -1;
        } catch (CommandError e) {
            inv.print(2, "heliotrope: " + e.getMessage() + "\n");
            status = e.status;
        }
        if (status < 0) {
            end(ServerProtocol.ELSEWHERE, 0);
        } else {
            ended(status);
        }
    }

    /** The program is about to start: there is no way back. */
    void begins(Kernel k) {
        roots = k.roots;
        send(ServerProtocol.STARTED, 0);
        long before;
        synchronized (this) {
            kernel = k;
            before = early;
        }
        for (int signal = 1; before != 0 && signal <= 64; signal++) {
            if ((before >>> signal - 1 & 1) != 0) {
                k.hostSignal(signal);
            }
        }
        if (gone) {
            k.killAll();
        }
    }

    /** Tells the client how its program ended; what it could wait for is closed. */
    void ended(int status) {
        boolean killed = status >= RunCommand.SIGNAL;
        end(killed ? ServerProtocol.KILLED : ServerProtocol.EXIT, killed ? status - RunCommand.SIGNAL : status);
    }

    private void end(int type, int value) {
        ClientCaller c = caller;
        if (c != null) {
            c.close();
        }
        synchronized (this) {
            if (!answered) {
                send(type, value);
                answered = true;
            }
        }
    }

    /** Sends a message unless the client has gone. */
    synchronized void send(int type, int value) {
        if (!closed && !answered) {
            view.putInt(0, type);
            view.putInt(4, value);
            int flags = Sys.MSG_NOSIGNAL | Sys.MSG_DONTWAIT;
            Native.syscall(Sys.SYS_SENDTO, socket, memory, ServerProtocol.MESSAGE, flags, 0, 0);
        }
    }

    /** Asks the client something and waits for the answer. @return 0 if it has gone */
    synchronized int ask(int question) {
        answer = -1;
        send(question, 0);
        boolean interrupted = false;
        while (answer < 0 && !gone) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return Math.max(answer, 0);
    }

    /** A message has come. */
    void received(int type, int value) {
        if (type == ServerProtocol.SIGNAL && value > 0 && value <= 64) {
            Kernel k;
            synchronized (this) {
                k = kernel;
                if (k == null) {
                    early |= 1L << value - 1;
                }
            }
            if (k != null) {
                k.hostSignal(value);
            }
        } else if (type == ServerProtocol.ANSWER) {
            synchronized (this) {
                answer = value == 0 ? 0 : 1;
                notifyAll();
            }
        }
    }

    /** The client has gone, or the server wants it to: its guests end. May be repeated until they have. */
    void kill() {
        synchronized (this) {
            gone = true;
            notifyAll();
        }
        Kernel k = kernel;
        if (k != null) {
            k.killAll();
        }
    }

    /** The socket is not used any more. */
    synchronized void close() {
        if (!closed) {
            closed = true;
            Sys.close(socket);
            NativeMemory.free(memory, ServerProtocol.MESSAGE);
        }
    }
}
