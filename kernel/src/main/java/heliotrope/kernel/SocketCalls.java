package heliotrope.kernel;

import heliotrope.host.Nullable;

/** Sockets, with Linux constants and Linux sockaddr bytes (family in host byte order). Names of AF_UNIX sockets go through the roots. */
public final class SocketCalls {
    private SocketCalls() {}

    /** socket. */
    public static long socket(GuestThread t, int domain, int type, int protocol) {
        throw new UnsupportedOperationException();
    }

    /** socketpair. @return first fd in the low, second in the high 32 bits */
    public static long socketpair(GuestThread t, int domain, int type, int protocol) {
        throw new UnsupportedOperationException();
    }

    /** bind. */
    public static long bind(GuestThread t, int fd, byte[] address) {
        throw new UnsupportedOperationException();
    }

    /** connect. */
    public static long connect(GuestThread t, int fd, byte[] address) {
        throw new UnsupportedOperationException();
    }

    /** listen. */
    public static long listen(GuestThread t, int fd, int backlog) {
        throw new UnsupportedOperationException();
    }

    /** accept; {@code peer[0]} is set to the peer's address if peer is not null. */
    public static long accept(GuestThread t, int fd, byte @Nullable [][] peer) {
        throw new UnsupportedOperationException();
    }

    /** getsockname into {@code out[0]}. */
    public static long getsockname(GuestThread t, int fd, byte[][] out) {
        throw new UnsupportedOperationException();
    }

    /** getpeername into {@code out[0]}. */
    public static long getpeername(GuestThread t, int fd, byte[][] out) {
        throw new UnsupportedOperationException();
    }

    /** getsockopt. @return bytes written to value, or -errno */
    public static long getsockopt(GuestThread t, int fd, int level, int option, byte[] value) {
        throw new UnsupportedOperationException();
    }

    /** setsockopt. */
    public static long setsockopt(GuestThread t, int fd, int level, int option, byte[] value) {
        throw new UnsupportedOperationException();
    }

    /** send and sendto. */
    public static long send(GuestThread t, int fd, long buffer, long length, int flags, byte @Nullable [] to) {
        throw new UnsupportedOperationException();
    }

    /** recv and recvfrom; {@code from[0]} is set if from is not null. */
    public static long recv(GuestThread t, int fd, long buffer, long length, int flags, byte @Nullable [][] from) {
        throw new UnsupportedOperationException();
    }

    /** sendmsg. */
    public static long sendmsg(GuestThread t, int fd, SocketMessage message, int flags) {
        throw new UnsupportedOperationException();
    }

    /** recvmsg. */
    public static long recvmsg(GuestThread t, int fd, SocketMessage message, int flags) {
        throw new UnsupportedOperationException();
    }

    /** shutdown. */
    public static long shutdown(GuestThread t, int fd, int how) {
        throw new UnsupportedOperationException();
    }
}
