package heliotrope.kernel;

import heliotrope.host.Errno;
import heliotrope.host.Scratch;
import heliotrope.host.Sys;
import java.util.Arrays;

/**
 * Follows the symbolic links of a name component by component below a directory, so that the result has none and no {@code ..} either.
 * Absolute links start at the directory again, or (in a mapping) end the walk with {@link #LEAVES}.
 */
final class PathWalker {
    /** Links in one name, as Linux has it. */
    static final int MOST_LINKS = 40;
    /** The name leads out of the directory: {@link #path} so far and {@link #rest} to be looked up from the guest's root. */
    static final long LEAVES = 1;

    private final Scratch scratch;
    private final int top;
    private final boolean chroot;
    /** What is resolved: components, each with a slash in front except the first. */
    private byte[] done = new byte[256];

    private int length;
    private byte[] rest = PathNames.EMPTY;
    private int links;
    /** The last component does not exist (but its directory does). */
    boolean missing;

    /** @param chroot links to absolute names start at {@code top}, and {@code ..} stays there */
    PathWalker(Scratch scratch, int top, boolean chroot) {
        this.scratch = scratch;
        this.top = top;
        this.chroot = chroot;
    }

    /** The name relative to the directory; "." for itself. */
    byte[] path() {
        return length == 0 ? new byte[] {'.'} : Arrays.copyOf(done, length);
    }

    byte[] rest() {
        return rest;
    }

    /** @return 0, -errno or {@link #LEAVES} */
    long walk(byte[] relative, boolean followLast) {
        byte[] todo = relative;
        int at = 0;
        while (true) {
            while (at < todo.length && todo[at] == '/') {
                at++;
            }
            if (at == todo.length) {
                return 0;
            }
            int end = at;
            while (end < todo.length && todo[end] != '/') {
                end++;
            }
            if (missing) {
                return -Errno.ENOENT;
            }
            int n = end - at;
            if (n == 1 && todo[at] == '.') {
                at = end;
                continue;
            }
            if (n == 2 && todo[at] == '.' && todo[at + 1] == '.') {
                if (length == 0 && !chroot) {
                    rest = Arrays.copyOfRange(todo, at, todo.length);
                    return LEAVES;
                }
                pop();
                at = end;
                continue;
            }
            int before = length;
            push(todo, at, n);
            boolean last = end == todo.length;
            if (last && !followLast) {
                // Whether it exists matters, what it is does not.
                int result = Sys.fstatat(scratch, top, Arrays.copyOf(done, length), Sys.AT_SYMLINK_NOFOLLOW);
                if (result == -Errno.ENOENT) {
                    missing = true;
                    return 0;
                }
                return result;
            }
            int target = Sys.readlinkat(scratch, top, Arrays.copyOf(done, length));
            if (target == -Errno.EINVAL) {
                at = end; // not a link
                continue;
            }
            if (target == -Errno.ENOENT) {
                missing = true;
                at = end;
                continue;
            }
            if (target < 0) {
                return target;
            }
            if (++links > MOST_LINKS) {
                return -Errno.ELOOP;
            }
            byte[] next = new byte[target + todo.length - end];
            scratch.get(0, next, 0, target);
            System.arraycopy(todo, end, next, target, todo.length - end);
            length = before;
            if (PathNames.isAbsolute(next)) {
                if (!chroot) {
                    rest = next;
                    return LEAVES;
                }
                length = 0;
            }
            todo = next;
            at = 0;
        }
    }

    private void push(byte[] from, int at, int n) {
        if (length + n + 1 > done.length) {
            done = Arrays.copyOf(done, 2 * (length + n + 1));
        }
        if (length > 0) {
            done[length++] = '/';
        }
        System.arraycopy(from, at, done, length, n);
        length += n;
    }

    private void pop() {
        while (length > 0 && done[--length] != '/') {
            // drop the last component
        }
    }
}
