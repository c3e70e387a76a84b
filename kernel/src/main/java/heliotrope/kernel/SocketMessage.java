package heliotrope.kernel;

import heliotrope.host.Nullable;

/** A message for sendmsg and recvmsg: buffers in guest memory, the rest in Linux' form. */
public final class SocketMessage {
    /** Peer's address as a Linux sockaddr, or null; recvmsg sets it. */
    public byte @Nullable [] name;
    /** recvmsg: whether the caller wants {@link #name}. */
    public boolean wantName;
    public long[] bases = new long[0];
    public long[] lengths = new long[0];
    public int vectors;
    /** Guest file descriptors sent or received (SCM_RIGHTS), or null. */
    public int @Nullable [] rights;
    /** recvmsg: most descriptors that the caller can take. */
    public int maxRights;
    /**
     * Control messages in the host's form, instead of {@link #rights}; descriptors among them are the guest's in sendmsg and, in recvmsg,
     * the host's: for the caller to adopt ({@link HostCalls#adopt}) or to close.
     */
    public byte @Nullable [] control;
    /** recvmsg: whether the caller wants {@link #control}. */
    public boolean wantControl;
    /** recvmsg: MSG_* of the result. */
    public int flags;
}
