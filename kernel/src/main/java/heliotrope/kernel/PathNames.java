package heliotrope.kernel;

import java.util.Arrays;

/** Path names as bytes without NUL. */
final class PathNames {
    static final byte[] ROOT = {'/'};
    static final byte[] EMPTY = new byte[0];

    private PathNames() {}

    static boolean isAbsolute(byte[] path) {
        return path.length > 0 && path[0] == '/';
    }

    /** {@code name} seen from the directory {@code directory}; itself if it is absolute. */
    static byte[] join(byte[] directory, byte[] name) {
        if (isAbsolute(name) || directory.length == 0) {
            return name;
        }
        if (name.length == 0) {
            return directory;
        }
        boolean slash = directory[directory.length - 1] != '/';
        byte[] result = Arrays.copyOf(directory, directory.length + (slash ? 1 : 0) + name.length);
        if (slash) {
            result[directory.length] = '/';
        }
        System.arraycopy(name, 0, result, result.length - name.length, name.length);
        return result;
    }

    /** Takes {@code .}, {@code ..} and repeated slashes out of an absolute path, without looking at symbolic links. */
    static byte[] normalize(byte[] path) {
        byte[] out = new byte[path.length + 1];
        int n = 0;
        int at = 0;
        while (at < path.length) {
            while (at < path.length && path[at] == '/') {
                at++;
            }
            int end = at;
            while (end < path.length && path[end] != '/') {
                end++;
            }
            int length = end - at;
            if (length == 2 && path[at] == '.' && path[at + 1] == '.') {
                while (n > 0 && out[--n] != '/') {
                    // drop the last component
                }
            } else if (length > 0 && !(length == 1 && path[at] == '.')) {
                out[n++] = '/';
                System.arraycopy(path, at, out, n, length);
                n += length;
            }
            at = end;
        }
        return n == 0 ? ROOT : Arrays.copyOf(out, n);
    }

    /** Whether an absolute path needs {@link #normalize}. */
    static boolean isPlain(byte[] path) {
        for (int i = 0; i < path.length; i++) {
            if (path[i] == '/' && i + 1 < path.length) {
                if (path[i + 1] == '/' || path[i + 1] == '.') {
                    return false;
                }
            }
        }
        return path.length == 1 || path[path.length - 1] != '/';
    }

    /** An absolute path as one relative to the root directory; "." for the root itself. */
    static byte[] relative(byte[] path) {
        int at = 0;
        while (at < path.length && path[at] == '/') {
            at++;
        }
        return at == path.length ? new byte[] {'.'} : Arrays.copyOfRange(path, at, path.length);
    }

    /** Whether {@code path} is {@code directory} or lies below it; both normal and absolute. */
    static boolean isBelow(byte[] path, byte[] directory) {
        int n = directory.length == 1 ? 0 : directory.length;
        if (path.length < n) {
            return false;
        }
        for (int i = 0; i < n; i++) {
            if (path[i] != directory[i]) {
                return false;
            }
        }
        return path.length == n || path[n] == '/';
    }

    /** Index of the first byte of the last component, not counting trailing slashes. */
    static int lastComponent(byte[] path) {
        int end = path.length;
        while (end > 1 && path[end - 1] == '/') {
            end--;
        }
        int at = end;
        while (at > 0 && path[at - 1] != '/') {
            at--;
        }
        return at;
    }
}
