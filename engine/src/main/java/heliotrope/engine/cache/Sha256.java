package heliotrope.engine.cache;

/** SHA-256, in plain Java: loading the JDK's providers for it takes longer than hashing what a build id is made of. */
final class Sha256 {
    /** Bytes of a hash. */
    public static final int BYTES = 32;

    private static final int[] K = new int[64];
    private static final int[] START = new int[8];

    static {
        // The fractions of the cube and square roots of the first primes; a double has bits enough.
        int n = 0;
        for (int p = 2; n < 64; p++) {
            if (isPrime(p)) {
                K[n] = fraction(p, 3);
                if (n < 8) {
                    START[n] = fraction(p, 2);
                }
                n++;
            }
        }
    }

    private final int[] state = START.clone();
    private final int[] w = new int[64];
    private final byte[] rest = new byte[64];
    private int restBytes;
    private long length;

    private static boolean isPrime(int p) {
        for (int d = 2; d * d <= p; d++) {
            if (p % d == 0) {
                return false;
            }
        }
        return true;
    }

    /** The first 32 bits behind the point of the square or cube root. */
    private static int fraction(int p, int degree) {
        double root = degree == 2 ? Math.sqrt(p) : Math.cbrt(p);
        return (int) (long) ((root - Math.floor(root)) * 0x1p32);
    }

    /** Adds bytes. */
    public void add(byte[] bytes, int from, int count) {
        length += count;
        int at = from;
        int left = count;
        if (restBytes > 0) {
            int n = Math.min(64 - restBytes, left);
            System.arraycopy(bytes, at, rest, restBytes, n);
            restBytes += n;
            at += n;
            left -= n;
            if (restBytes < 64) {
                return;
            }
            block(rest, 0);
            restBytes = 0;
        }
        for (; left >= 64; left -= 64, at += 64) {
            block(bytes, at);
        }
        System.arraycopy(bytes, at, rest, 0, left);
        restBytes = left;
    }

    /** The hash of what was added; nothing can be added any more. */
    public byte[] end() {
        long bits = 8 * length;
        int zeroes = (restBytes < 56 ? 56 : 120) - restBytes;
        byte[] tail = new byte[zeroes + 8];
        tail[0] = (byte) 0x80;
        for (int i = 0; i < 8; i++) {
            tail[zeroes + i] = (byte) (bits >>> 56 - 8 * i);
        }
        add(tail, 0, tail.length);
        byte[] result = new byte[BYTES];
        for (int i = 0; i < BYTES; i++) {
            result[i] = (byte) (state[i >> 2] >>> 24 - 8 * (i & 3));
        }
        return result;
    }

    private void block(byte[] b, int at) {
        int[] x = w;
        for (int i = 0; i < 16; i++) {
            int k = at + 4 * i;
            x[i] = b[k] << 24 | (b[k + 1] & 0xff) << 16 | (b[k + 2] & 0xff) << 8 | b[k + 3] & 0xff;
        }
        for (int i = 16; i < 64; i++) {
            int p = x[i - 15];
            int q = x[i - 2];
            x[i] = x[i - 16] + x[i - 7] + (Integer.rotateRight(p, 7) ^ Integer.rotateRight(p, 18) ^ p >>> 3)
                    + (Integer.rotateRight(q, 17) ^ Integer.rotateRight(q, 19) ^ q >>> 10);
        }
        int[] s = state;
        int a = s[0];
        int bb = s[1];
        int c = s[2];
        int d = s[3];
        int e = s[4];
        int f = s[5];
        int g = s[6];
        int h = s[7];
        for (int i = 0; i < 64; i++) {
            int t1 = h + (Integer.rotateRight(e, 6) ^ Integer.rotateRight(e, 11) ^ Integer.rotateRight(e, 25))
                    + (e & f ^ ~e & g) + K[i] + x[i];
            int t2 = (Integer.rotateRight(a, 2) ^ Integer.rotateRight(a, 13) ^ Integer.rotateRight(a, 22))
                    + (a & bb ^ a & c ^ bb & c);
            h = g;
            g = f;
            f = e;
            e = d + t1;
            d = c;
            c = bb;
            bb = a;
            a = t1 + t2;
        }
        s[0] += a;
        s[1] += bb;
        s[2] += c;
        s[3] += d;
        s[4] += e;
        s[5] += f;
        s[6] += g;
        s[7] += h;
    }
}
