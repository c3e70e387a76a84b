package heliotrope.linux;

import heliotrope.ir.Nullable;

/** Error numbers of Linux/MIPS and the way to them from the host's, which the kernel uses. Numbers from {@code asm/errno.h}. */
public final class LinuxErrno {
    private LinuxErrno() {}

    // spotless:off
    /** MIPS number by host number, 0 to 133 (41 and 58 are none). The first 34 are the same, as in every Unix. */
    private static final short[] FROM_HOST = {
              0,   1,   2,   3,   4,   5,   6,   7,   8,   9,  10,  11,  12,  13,  14,  15,  16,  17,  18,  19,
             20,  21,  22,  23,  24,  25,  26,  27,  28,  29,  30,  31,  32,  33,  34,  45,  78,  46,  89,  93,
             90,  22,  35,  36,  37,  38,  39,  40,  41,  42,  43,  44,  50,  51,  52,  53,  54,  55,  22,  59,
             60,  61,  62,  63,  64,  65,  66,  67,  68,  69,  70,  71,  74,  73,  77,  79,  80,  81,  82,  83,
             84,  85,  86,  87,  88,  91,  92,  94,  95,  96,  97,  98,  99, 120, 121, 122, 123, 124, 125, 126,
            127, 128, 129, 130, 131, 132, 133, 134, 143, 144, 145, 146, 147, 148, 149, 150, 151, 135, 137, 138,
            139, 140, 1133, 159, 160, 158, 161, 162, 163, 164, 165, 166, 167, 168,
    };

    private static final String NAMES = "EPERM,ENOENT,ESRCH,EINTR,EIO,ENXIO,E2BIG,ENOEXEC,EBADF,ECHILD,EAGAIN,ENOMEM,EACCES,EFAULT,"
            + "ENOTBLK,EBUSY,EEXIST,EXDEV,ENODEV,ENOTDIR,EISDIR,EINVAL,ENFILE,EMFILE,ENOTTY,ETXTBSY,EFBIG,ENOSPC,ESPIPE,EROFS,"
            + "EMLINK,EPIPE,EDOM,ERANGE,ENOMSG,EIDRM,ECHRNG,EL2NSYNC,EL3HLT,EL3RST,ELNRNG,EUNATCH,ENOCSI,EL2HLT,EDEADLK,ENOLCK,"
            + ",,,EBADE,EBADR,EXFULL,ENOANO,EBADRQC,EBADSLT,EDEADLOCK,,,EBFONT,ENOSTR,ENODATA,ETIME,ENOSR,ENONET,ENOPKG,EREMOTE,"
            + "ENOLINK,EADV,ESRMNT,ECOMM,EPROTO,,EDOTDOT,EMULTIHOP,,,EBADMSG,ENAMETOOLONG,EOVERFLOW,ENOTUNIQ,EBADFD,EREMCHG,"
            + "ELIBACC,ELIBBAD,ELIBSCN,ELIBMAX,ELIBEXEC,EILSEQ,ENOSYS,ELOOP,ERESTART,ESTRPIPE,ENOTEMPTY,EUSERS,ENOTSOCK,"
            + "EDESTADDRREQ,EMSGSIZE,EPROTOTYPE,ENOPROTOOPT,,,,,,,,,,,,,,,,,,,,,EPROTONOSUPPORT,ESOCKTNOSUPPORT,EOPNOTSUPP,"
            + "EPFNOSUPPORT,EAFNOSUPPORT,EADDRINUSE,EADDRNOTAVAIL,ENETDOWN,ENETUNREACH,ENETRESET,ECONNABORTED,ECONNRESET,ENOBUFS,"
            + "EISCONN,ENOTCONN,EUCLEAN,,ENOTNAM,ENAVAIL,EISNAM,EREMOTEIO,EINIT,EREMDEV,ESHUTDOWN,ETOOMANYREFS,ETIMEDOUT,"
            + "ECONNREFUSED,EHOSTDOWN,EHOSTUNREACH,EALREADY,EINPROGRESS,ESTALE,,,,,,,ECANCELED,ENOMEDIUM,EMEDIUMTYPE,ENOKEY,"
            + "EKEYEXPIRED,EKEYREVOKED,EKEYREJECTED,EOWNERDEAD,ENOTRECOVERABLE,ERFKILL,EHWPOISON";
    // spotless:on

    private static final int EINTR = 4, EINVAL = 22, EOPNOTSUPP = 122, EDQUOT = 1133, HOST_ENOTSUPP = 524;

    /** MIPS number of a positive host one. */
    public static int fromHost(int errno) {
        if (errno >= 0 && errno < FROM_HOST.length) {
            return FROM_HOST[errno];
        }
        if (errno == HOST_ENOTSUPP) {
            return EOPNOTSUPP; // a slip of some drivers
        }
        return errno >= 512 && errno <= 516 ? EINTR : EINVAL;
    }

    /** Host number of a MIPS one, 0 where there is none. */
    public static int toHost(int errno) {
        for (int i = 1; i < FROM_HOST.length; i++) {
            if (FROM_HOST[i] == errno) {
                return i;
            }
        }
        return 0;
    }

    /** Name of a MIPS number as in the headers, or null. */
    public static @Nullable String name(int errno) {
        if (errno == EDQUOT) {
            return "EDQUOT";
        }
        int at = 0;
        for (int i = 1; i < errno && at >= 0; i++) {
            at = NAMES.indexOf(',', at) + 1;
            if (at == 0) {
                return null;
            }
        }
        if (errno < 1) {
            return null;
        }
        int end = NAMES.indexOf(',', at);
        String name = NAMES.substring(at, end < 0 ? NAMES.length() : end);
        return name.isEmpty() ? null : name;
    }
}
