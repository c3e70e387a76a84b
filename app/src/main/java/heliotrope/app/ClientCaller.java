package heliotrope.app;

import heliotrope.host.Errno;
import heliotrope.host.Scratch;
import heliotrope.host.ServerProtocol;
import heliotrope.host.Sys;
import heliotrope.kernel.Caller;

/** A client of the server as the kernel sees it. */
final class ClientCaller extends Caller {
    private final ClientSession client;

    /** Takes the request's descriptors over. */
    ClientCaller(ClientSession client, ClientRequest r) {
        this.client = client;
        pid = r.pid;
        parentPid = r.parent;
        group = r.group;
        session = r.session;
        umask = r.umask;
        ignored = r.ignored;
        blocked = r.blocked;
        directoryFd = r.take(0);
        directory = r.directory;
        terminalFd = r.terminal < 0 ? -1 : r.take(r.terminal);
        files = r.takeFiles();
        long copy = files.length > 2 && files[2] >= 0 ? Sys.fcntl(files[2], Sys.F_DUPFD_CLOEXEC, 3) : -Errno.EBADF;
        errorFd = (int) Math.max(-1, copy);
    }

    @Override
    public boolean isThisProcess() {
        return false;
    }

    @Override
    public void stopped(int hostSignal) {
        client.send(ServerProtocol.STOPPED, hostSignal == 0 ? Sys.SIGSTOP : hostSignal);
    }

    @Override
    public boolean inBackground(int hostFd, Scratch s) {
        return client.ask(ServerProtocol.BACKGROUND) != 0;
    }

    @Override
    public void ended(int status) {
        client.ended(RunCommand.exitStatus(status));
    }

    @Override
    public synchronized void print(byte[] text) {
        if (errorFd >= 0) {
            write(errorFd, text);
        }
    }

    /** Everything that the kernel has not taken over; before the client is told that all is over. */
    synchronized void close() {
        for (int file : files) {
            if (file >= 0) {
                Sys.close(file);
            }
        }
        files = new int[0];
        if (directoryFd >= 0) {
            Sys.close(directoryFd);
            directoryFd = -1;
        }
        if (errorFd >= 0) {
            Sys.close(errorFd);
            errorFd = -1;
        }
        if (terminalFd >= 0) {
            Sys.close(terminalFd);
            terminalFd = -1;
        }
    }
}
