package heliotrope.kernel;

import java.util.ArrayList;

/** A process group. Guarded by the kernel lock. */
public final class ProcessGroup {
    public final int id;
    final Session session;
    final ArrayList<Process> members = new ArrayList<>(4);

    ProcessGroup(int id, Session session) {
        this.id = id;
        this.session = session;
    }
}
