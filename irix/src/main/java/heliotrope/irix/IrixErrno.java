package heliotrope.irix;

import heliotrope.ir.Nullable;

/** IRIX error numbers and the way to them from Linux', which the kernel uses. Numbers from the errno constants of IRIX' headers. */
public final class IrixErrno {
    private IrixErrno() {}

    public static final int
            EPERM = 1,
            ENOENT = 2,
            ESRCH = 3,
            EINTR = 4,
            EBADF = 9,
            EAGAIN = 11,
            EFAULT = 14,
            EINVAL = 22,
            EDEADLK = 45,
            ENOPKG = 65,
            EOVERFLOW = 79,
            ENOSYS = 89,
            EOPNOTSUPP = 122,
            ENOTSUP = 1008,
            ENOATTR = 1009;

    // spotless:off
    /** IRIX number, Linux number (0: it has none), for all that differ; 1 to 34 are the same in both. */
    private static final short[] PAIRS = {
          35, 42,   36, 43,   37, 44,   38, 45,   39, 46,   40, 47,   41, 48,   42, 49,   43, 50,   44, 51,
          45, 35,   46, 37,   47,  0,   50, 52,   51, 53,   52, 54,   53, 55,   54, 56,   55, 57,   56, 35,
          57, 59,   60, 60,   61, 61,   62, 62,   63, 63,   64, 64,   65, 65,   66, 66,   67, 67,   68, 68,
          69, 69,   70, 70,   71, 71,   74, 72,   77, 74,   78, 36,   79, 75,   80, 76,   81, 77,   82, 78,
          83, 79,   84, 80,   85, 81,   86, 82,   87, 83,   88, 84,   89, 38,   90, 40,   91, 85,   92, 86,
          93, 39,   94, 87,   95, 88,   96, 89,   97, 90,   98, 91,   99, 92,  120, 93,  121, 94,  122, 95,
         123, 96,  124, 97,  125, 98,  126, 99,  127,100,  128,101,  129,102,  130,103,  131,104,  132,105,
         133,106,  134,107,  135,117,  137,118,  138,119,  139,120,  140,121,  141,  0,  142,  0,  143,108,
         144,109,  145,110,  146,111,  147,112,  148,113,  149,114,  150,115,  151,116,  158,125, 1133,122,
    };

    private static final String NAMES = "EPERM,ENOENT,ESRCH,EINTR,EIO,ENXIO,E2BIG,ENOEXEC,EBADF,ECHILD,EAGAIN,ENOMEM,EACCES,EFAULT,"
            + "ENOTBLK,EBUSY,EEXIST,EXDEV,ENODEV,ENOTDIR,EISDIR,EINVAL,ENFILE,EMFILE,ENOTTY,ETXTBSY,EFBIG,ENOSPC,ESPIPE,EROFS,"
            + "EMLINK,EPIPE,EDOM,ERANGE,ENOMSG,EIDRM,ECHRNG,EL2NSYNC,EL3HLT,EL3RST,ELNRNG,EUNATCH,ENOCSI,EL2HLT,EDEADLK,ENOLCK,"
            + "ECKPT,,,EBADE,EBADR,EXFULL,ENOANO,EBADRQC,EBADSLT,EDEADLOCK,EBFONT,,,ENOSTR,ENODATA,ETIME,ENOSR,ENONET,ENOPKG,"
            + "EREMOTE,ENOLINK,EADV,ESRMNT,ECOMM,EPROTO,,,EMULTIHOP,,,EBADMSG,ENAMETOOLONG,EOVERFLOW,ENOTUNIQ,EBADFD,EREMCHG,"
            + "ELIBACC,ELIBBAD,ELIBSCN,ELIBMAX,ELIBEXEC,EILSEQ,ENOSYS,ELOOP,ERESTART,ESTRPIPE,ENOTEMPTY,EUSERS,ENOTSOCK,"
            + "EDESTADDRREQ,EMSGSIZE,EPROTOTYPE,ENOPROTOOPT,,,,,,,,,,,,,,,,,,,,,EPROTONOSUPPORT,ESOCKTNOSUPPORT,EOPNOTSUPP,"
            + "EPFNOSUPPORT,EAFNOSUPPORT,EADDRINUSE,EADDRNOTAVAIL,ENETDOWN,ENETUNREACH,ENETRESET,ECONNABORTED,ECONNRESET,ENOBUFS,"
            + "EISCONN,ENOTCONN,EUCLEAN,,ENOTNAM,ENAVAIL,EISNAM,EREMOTEIO,EINIT,EREMDEV,ESHUTDOWN,ETOOMANYREFS,ETIMEDOUT,"
            + "ECONNREFUSED,EHOSTDOWN,EHOSTUNREACH,EALREADY,EINPROGRESS,ESTALE,,,,,,,ECANCELED";

    private static final String HIGH_NAMES = "500 EIORESID,1001 ENOLIMFILE,1002 EPROCLIM,1003 EDISJOINT,1004 ENOLOGIN,1005 ELOGINLIM,"
            + "1006 EGROUPLOOP,1007 ENOATTACH,1008 ENOTSUP,1009 ENOATTR,1010 EFSCORRUPTED,1011 EWRONGFS,1133 EDQUOT,1135 ENFSREMOTE,"
            + "1300 ECONTROLLER,1301 ENOTCONTROLLER,1302 EENQUEUED,1303 ENOTENQUEUED,1304 EJOINED,1305 ENOTJOINED,1306 ENOPROC,"
            + "1307 EMUSTRUN,1308 ENOTSTOPPED,1309 ECLOCKCPU,1310 EINVALSTATE,1311 ENOEXIST,1312 EENDOFMINOR,1313 EBUFSIZE,"
            + "1314 EEMPTY,1315 ENOINTRGROUP,1316 EINVALMODE,1317 ECANTEXTENT,1318 EINVALTIME,1319 EDESTROYED,1400 EBDHDL,"
            + "1401 EDELAY,1402 ENOBWD,1403 EBADRSPEC,1404 EBADTSPEC,1405 EBADFILT,1500 EMIGRATED,1501 EMIGRATING,1502 ECELLDOWN,"
            + "1600 EMEMRETRY";
    // spotless:on

    /**
     * Results of a call that are an IRIX error of their own, which Linux' numbers cannot express, are returned as
     * {@code -(OWN + number)}; {@link #fromLinux} takes the mark off.
     */
    static final int OWN = 2000;

    /** Linux number by IRIX number is searched (rare); IRIX number by Linux number is this table. */
    private static final short[] FROM_LINUX = fromLinuxTable();

    private static short[] fromLinuxTable() {
        short[] table = new short[134];
        for (int i = 0; i < table.length; i++) {
            table[i] = (short) (i < 35 ? i : EINVAL);
        }
        for (int i = PAIRS.length - 2; i >= 0; i -= 2) { // backwards: EDEADLK wins over EDEADLOCK
            if (PAIRS[i + 1] != 0) {
                table[PAIRS[i + 1]] = PAIRS[i];
            }
        }
        for (int i = 126; i < table.length; i++) {
            table[i] = 5; // keys, robust mutexes, rfkill: EIO
        }
        table[73] = EINVAL; // EDOTDOT
        return table;
    }

    /** IRIX number of a positive Linux one, or of one marked with {@link #OWN}; numbers without a twin become EINVAL or EIO. */
    public static int fromLinux(int errno) {
        if (errno >= OWN) {
            return errno - OWN;
        }
        if (errno >= 512 && errno <= 531) { // the host kernel's own restart codes never come here, ENOTSUPP (524) may
            return errno == 524 ? EOPNOTSUPP : EINTR;
        }
        return errno < FROM_LINUX.length ? FROM_LINUX[errno] : EINVAL;
    }

    /** Linux number of an IRIX one, 0 where there is none. */
    public static int toLinux(int errno) {
        if (errno >= 1 && errno <= 34) {
            return errno;
        }
        for (int i = 0; i < PAIRS.length; i += 2) {
            if (PAIRS[i] == errno) {
                return PAIRS[i + 1];
            }
        }
        return switch (errno) {
            case ENOTSUP -> 95;
            case ENOATTR -> 61;
            case 1010 -> 117;
            case 1101 -> 11;
            default -> 0;
        };
    }

    /** Name of an IRIX number as in the headers, or null. */
    public static @Nullable String name(int errno) {
        String[] low = IrixSyscallTable.split(NAMES, ',');
        if (errno >= 1 && errno <= low.length) {
            return low[errno - 1].isEmpty() ? null : low[errno - 1];
        }
        String[] high = IrixSyscallTable.split(HIGH_NAMES, ',');
        for (int i = 0; i < high.length; i++) {
            int blank = high[i].indexOf(' ');
            if (Integer.parseInt(high[i].substring(0, blank)) == errno) {
                return high[i].substring(blank + 1);
            }
        }
        return null;
    }
}
