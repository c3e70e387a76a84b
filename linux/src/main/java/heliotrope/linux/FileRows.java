package heliotrope.linux;

/** Rows of {@link LinuxSyscallTable}: files, names, descriptors, sockets, identity, system; and the numbers that Linux has given up. */
final class FileRows {
    private FileRows() {}

    // spotless:off
    static final String TEXT = """
            read|3|0|0|fd fd, out:r buf, size n|long|F|
            write|4|1|1|fd fd, in:2 buf, size n|long|F|
            open|5|2|2|path path, oflags flags, mode mode|fd|F|
            close|6|3|3|fd fd|int|F|
            creat|8|83|83|path path, mode mode|fd|F|
            link|9|84|84|path old, path new|int|F|
            unlink|10|85|85|path path|int|F|
            chdir|12|78|78|path path|int|F|
            mknod|14|131|131|path path, mode mode, dev device|int|F|
            chmod|15|88|88|path path, mode mode|int|F|
            lchown|16|92|92|path path, id uid, id gid|int|F|
            unused18|18|-|-||int|O|never implemented or given up by Linux
            lseek|19|8|8|fd fd, off offset, whence whence|long|F|
            mount|21|160|160|str source, path target, str type, hex flags, ptr data|int|P|always EPERM
            umount|22|-|-|path path|int|P|always EPERM
            setuid|23|103|103|id uid|int|P|other threads keep theirs
            getuid|24|100|100||id|F|
            unused28|28|-|-||int|O|never implemented or given up by Linux
            utime|30|130|130|path path, ptr times|int|F|
            stty|31|-|-||int|O|never implemented or given up by Linux
            gtty|32|-|-||int|O|never implemented or given up by Linux
            access|33|20|20|path path, access mode|int|F|
            ftime|35|-|-||int|O|never implemented or given up by Linux
            sync|36|157|157||int|F|
            rename|38|80|80|path old, path new|int|F|
            mkdir|39|81|81|path path, mode mode|int|F|
            rmdir|40|82|82|path path|int|F|
            dup|41|31|31|fd fd|fd|F|
            pipe|42|21|21|ptr fds|int|F|
            prof|44|-|-||int|O|never implemented or given up by Linux
            setgid|46|104|104|id gid|int|P|other threads keep theirs
            getgid|47|102|102||id|F|
            geteuid|49|105|105||id|F|
            getegid|50|106|106||id|F|
            acct|51|158|158|path path|int|P|always EPERM
            umount2|52|161|161|path path, hex flags|int|P|always EPERM
            lock|53|-|-||int|O|never implemented or given up by Linux
            ioctl|54|15|15|fd fd, ioctl command, hex argument|int|P|terminals, descriptors, network interfaces' names and addresses
            fcntl|55|70|70|fd fd, fcntl command, hex argument|long|P|O_ASYNC is ignored
            mpx|56|-|-||int|O|never implemented or given up by Linux
            setpgid|57|107|107|pid pid, pid group|int|F|
            ulimit|58|-|-||int|O|never implemented or given up by Linux
            unused59|59|-|-||int|O|never implemented or given up by Linux
            umask|60|93|93|mode mask|mode|F|
            chroot|61|156|156|path path|int|P|to / only
            ustat|62|133|133|dev device, ptr buf|int|N|
            dup2|63|32|32|fd old, fd new|fd|F|
            getpgrp|65|109|109||pid|F|
            setsid|66|110|110||pid|F|
            setreuid|70|111|111|id real, id effective|int|F|
            setregid|71|112|112|id real, id effective|int|F|
            sethostname|74|165|165|in:1 name, size n|int|P|always EPERM
            setrlimit|75|155|155|resource resource, rlimit limit|int|P|only some limits have an effect
            getrlimit|76|95|95|resource resource, outrlimit limit|int|F|
            getrusage|77|96|96|int who, ptr usage|int|F|
            getgroups|80|113|113|int n, ptr groups|int|F|
            setgroups|81|114|114|int n, ptr groups|int|F|
            reserved82|82|-|-||int|O|never implemented or given up by Linux
            symlink|83|86|86|str target, path path|int|F|
            unused84|84|-|-||int|O|never implemented or given up by Linux
            readlink|85|87|87|path path, out:r buf, size n|long|F|
            uselib|86|-|-|path path|int|N|
            swapon|87|162|162|path path, hex flags|int|P|always EPERM
            reboot|88|164|164|hex magic1, hex magic2, hex command, ptr argument|int|P|always EPERM
            readdir|89|-|-|fd fd, ptr entry, int count|int|N|
            truncate|92|74|74|path path, off length|int|F|
            ftruncate|93|75|75|fd fd, off length|int|F|
            fchmod|94|89|89|fd fd, mode mode|int|F|
            fchown|95|91|91|fd fd, id uid, id gid|int|F|
            profil|98|-|-||int|O|never implemented or given up by Linux
            statfs|99|134|134|path path, ptr buf|int|F|
            fstatfs|100|135|135|fd fd, ptr buf|int|F|
            ioperm|101|-|-||int|O|never implemented or given up by Linux
            socketcall|102|-|-|int call, ptr arguments|long|F|
            syslog|103|101|101|int type, ptr buf, int n|int|P|always EPERM
            stat|106|4|4|path path, outstat buf|int|F|
            lstat|107|6|6|path path, outstat buf|int|F|
            fstat|108|5|5|fd fd, outstat buf|int|F|
            unused109|109|-|-||int|O|never implemented or given up by Linux
            iopl|110|-|-||int|O|never implemented or given up by Linux
            vhangup|111|150|150||int|P|always EPERM
            idle|112|-|-||int|O|never implemented or given up by Linux
            vm86|113|-|-||int|O|never implemented or given up by Linux
            swapoff|115|163|163|path path|int|P|always EPERM
            sysinfo|116|97|97|ptr info|int|F|
            fsync|118|72|72|fd fd|int|F|
            setdomainname|121|166|166|in:1 name, size n|int|P|always EPERM
            uname|122|61|61|oututsname buf|int|F|
            modify_ldt|123|-|-||int|O|never implemented or given up by Linux
            adjtimex|124|154|154|ptr timex|int|P|always EPERM
            create_module|127|167|167||int|O|never implemented or given up by Linux
            init_module|128|168|168|ptr image, size size, str parameters|int|P|always EPERM
            delete_module|129|169|169|str name, hex flags|int|P|always EPERM
            get_kernel_syms|130|170|170||int|O|never implemented or given up by Linux
            quotactl|131|172|172|hex command, path special, id id, ptr address|int|N|
            getpgid|132|119|119|pid pid|pid|F|
            fchdir|133|79|79|fd fd|int|F|
            bdflush|134|-|-||int|O|never implemented or given up by Linux
            sysfs|135|136|136|int option, hex a1, hex a2|int|N|
            afs_syscall|137|176|176||int|O|never implemented or given up by Linux
            setfsuid|138|120|120|id uid|id|P|changes nothing
            setfsgid|139|121|121|id gid|id|P|changes nothing
            _llseek|140|-|-|fd fd, hex high, hex low, ptr result, whence whence|int|F|
            getdents|141|76|76|fd fd, ptr buf, size n|long|F|
            _newselect|142|22|22|int n, ptr read, ptr write, ptr except, ptr timeout|int|F|
            flock|143|71|71|fd fd, int operation|int|F|
            readv|145|18|18|fd fd, ptr vector, size count|long|F|
            writev|146|19|19|fd fd, ptr vector, size count|long|F|
            unused150|150|-|-||int|O|never implemented or given up by Linux
            getsid|151|122|122|pid pid|pid|F|
            fdatasync|152|73|73|fd fd|int|F|
            _sysctl|153|152|152|ptr arguments|int|N|
            accept|168|42|42|fd fd, outsockaddr address, ptr length|fd|F|
            bind|169|48|48|fd fd, sockaddr:2 address, int length|int|F|
            connect|170|41|41|fd fd, sockaddr:2 address, int length|int|F|
            getpeername|171|51|51|fd fd, outsockaddr address, ptr length|int|F|
            getsockname|172|50|50|fd fd, outsockaddr address, ptr length|int|F|
            getsockopt|173|54|54|fd fd, socklevel level, int option, ptr value, ptr length|int|P|rare structures are not turned round
            listen|174|49|49|fd fd, int backlog|int|F|
            recv|175|-|-|fd fd, out:r buf, size n, msgflags flags|long|F|
            recvfrom|176|44|44|fd fd, out:r buf, size n, msgflags flags, outsockaddr address, ptr length|long|F|
            recvmsg|177|46|46|fd fd, ptr message, msgflags flags|long|P|control data: descriptors, credentials, packet information, times
            send|178|-|-|fd fd, in:2 buf, size n, msgflags flags|long|F|
            sendmsg|179|45|45|fd fd, ptr message, msgflags flags|long|P|control data: descriptors, credentials, packet information
            sendto|180|43|43|fd fd, in:2 buf, size n, msgflags flags, sockaddr:5 address, int length|long|F|
            setsockopt|181|53|53|fd fd, socklevel level, int option, ptr value, int length|int|P|no socket filters
            shutdown|182|47|47|fd fd, int how|int|F|
            socket|183|40|40|family family, socktype type, int protocol|fd|F|
            socketpair|184|52|52|family family, socktype type, int protocol, ptr fds|int|F|
            setresuid|185|115|115|id real, id effective, id saved|int|F|
            getresuid|186|116|116|ptr real, ptr effective, ptr saved|int|F|
            query_module|187|171|171||int|O|never implemented or given up by Linux
            poll|188|7|7|pollfds:1 fds, int n, int milliseconds|int|F|
            nfsservctl|189|173|173|int command, ptr argument, ptr result|long|N|
            setresgid|190|117|117|id real, id effective, id saved|int|F|
            getresgid|191|118|118|ptr real, ptr effective, ptr saved|int|F|
            pread64|200|16|16|fd fd, out:r buf, size n, off64 offset|long|F|
            pwrite64|201|17|17|fd fd, in:2 buf, size n, off64 offset|long|F|
            chown|202|90|90|path path, id uid, id gid|int|F|
            getcwd|203|77|77|out:r buf, size n|long|F|
            capget|204|123|123|ptr header, ptr data|int|F|
            capset|205|124|124|ptr header, ptr data|int|N|
            sendfile|207|39|39|fd out, fd in, ptr offset, size n|long|F|
            getpmsg|208|174|174||int|O|never implemented or given up by Linux
            putpmsg|209|175|175||int|O|never implemented or given up by Linux
            truncate64|211|-|-|path path, off64 length|int|F|
            ftruncate64|212|-|-|fd fd, off64 length|int|F|
            stat64|213|-|-|path path, outstat64 buf|int|F|
            lstat64|214|-|-|path path, outstat64 buf|int|F|
            fstat64|215|-|-|fd fd, outstat64 buf|int|F|
            pivot_root|216|151|151|path new, path old|int|P|always EPERM
            getdents64|219|308|299|fd fd, ptr buf, size n|long|F|
            fcntl64|220|-|212|fd fd, fcntl command, hex argument|long|P|O_ASYNC is ignored
            reserved221|221|-|-||int|O|never implemented or given up by Linux
            readahead|223|179|179|fd fd, off64 offset, size n|long|F|
            setxattr|224|180|180|path path, str name, in:3 value, size n, hex flags|int|F|
            lsetxattr|225|181|181|path path, str name, in:3 value, size n, hex flags|int|F|
            fsetxattr|226|182|182|fd fd, str name, in:3 value, size n, hex flags|int|F|
            getxattr|227|183|183|path path, str name, out:r value, size n|long|F|
            lgetxattr|228|184|184|path path, str name, out:r value, size n|long|F|
            fgetxattr|229|185|185|fd fd, str name, out:r value, size n|long|F|
            listxattr|230|186|186|path path, out:r list, size n|long|F|
            llistxattr|231|187|187|path path, out:r list, size n|long|F|
            flistxattr|232|188|188|fd fd, out:r list, size n|long|F|
            removexattr|233|189|189|path path, str name|int|F|
            lremovexattr|234|190|190|path path, str name|int|F|
            fremovexattr|235|191|191|fd fd, str name|int|F|
            sendfile64|237|-|219|fd out, fd in, ptr offset, size n|long|F|
            io_setup|241|200|200|int events, ptr context|int|N|
            io_destroy|242|201|201|hex context|int|N|
            io_getevents|243|202|202|hex context, long minimum, long n, ptr events, ptr timeout|int|N|
            io_submit|244|203|203|hex context, long n, ptr blocks|int|N|
            io_cancel|245|204|204|hex context, ptr block, ptr result|int|N|
            lookup_dcookie|247|206|206|u64 cookie, ptr buf, size n|long|N|
            epoll_create|248|207|207|int size|fd|F|
            epoll_ctl|249|208|208|fd epoll, int operation, fd fd, ptr event|int|P|two descriptors of one open file cannot both be added
            epoll_wait|250|209|209|fd epoll, ptr events, int n, int milliseconds|int|F|
            fadvise64|254|215|216|fd fd, off64 offset, off64 length, int advice|int|F|
            statfs64|255|-|217|path path, size size, ptr buf|int|F|
            fstatfs64|256|-|218|fd fd, size size, ptr buf|int|F|
            utimes|267|226|230|path path, ptr times|int|F|
            mq_open|271|230|234|str name, oflags flags, mode mode, ptr attributes|fd|N|
            mq_unlink|272|231|235|str name|int|N|
            mq_timedsend|273|232|236|fd queue, in:2 message, size n, int priority, timespec timeout|int|N|
            mq_timedreceive|274|233|237|fd queue, out:r message, size n, ptr priority, timespec timeout|long|N|
            mq_notify|275|234|238|fd queue, ptr event|int|N|
            mq_getsetattr|276|235|239|fd queue, ptr new, ptr old|int|N|
            vserver|277|236|240||int|N|
            add_key|280|239|243|str type, str description, ptr payload, size n, int keyring|int|N|
            request_key|281|240|244|str type, str description, str callout, int keyring|int|N|
            keyctl|282|241|245|int command, hex a2, hex a3, hex a4, hex a5|long|N|
            inotify_init|284|243|247||fd|F|
            inotify_add_watch|285|244|248|fd fd, path path, hex mask|int|F|
            inotify_rm_watch|286|245|249|fd fd, int watch|int|F|
            openat|288|247|251|fd directory, path path, oflags flags, mode mode|fd|F|
            mkdirat|289|248|252|fd directory, path path, mode mode|int|F|
            mknodat|290|249|253|fd directory, path path, mode mode, dev device|int|F|
            fchownat|291|250|254|fd directory, path path, id uid, id gid, atflags flags|int|F|
            futimesat|292|251|255|fd directory, path path, ptr times|int|F|
            fstatat64|293|-|-|fd directory, path path, outstat64 buf, atflags flags|int|F|
            unlinkat|294|253|257|fd directory, path path, atflags flags|int|F|
            renameat|295|254|258|fd olddirectory, path old, fd newdirectory, path new|int|F|
            linkat|296|255|259|fd olddirectory, path old, fd newdirectory, path new, atflags flags|int|F|
            symlinkat|297|256|260|str target, fd directory, path path|int|F|
            readlinkat|298|257|261|fd directory, path path, out:r buf, size n|long|F|
            fchmodat|299|258|262|fd directory, path path, mode mode|int|F|
            faccessat|300|259|263|fd directory, path path, access mode|int|F|
            pselect6|301|260|264|int n, ptr read, ptr write, ptr except, timespec timeout, ptr mask|int|F|
            ppoll|302|261|265|pollfds:1 fds, int n, timespec timeout, ptr mask, size size|int|F|
            splice|304|263|267|fd in, ptr inoffset, fd out, ptr outoffset, size n, hex flags|long|F|
            sync_file_range|305|264|268|fd fd, off64 offset, off64 n, hex flags|int|F|
            tee|306|265|269|fd in, fd out, size n, hex flags|long|F|
            vmsplice|307|266|270|fd fd, ptr vector, size count, hex flags|long|F|
            kexec_load|311|270|274|hex entry, size segments, ptr segment, hex flags|int|N|
            epoll_pwait|313|272|276|fd epoll, ptr events, int n, int milliseconds, ptr mask, size size|int|F|
            ioprio_set|314|273|277|int which, id who, int priority|int|N|
            ioprio_get|315|274|278|int which, id who|int|N|
            utimensat|316|275|279|fd directory, path path, ptr times, atflags flags|int|F|
            signalfd|317|276|280|fd fd, ptr mask, size size|fd|F|
            timerfd|318|277|281||int|N|
            eventfd|319|278|282|int value|fd|F|
            fallocate|320|279|283|fd fd, hex mode, off64 offset, off64 length|int|F|
            timerfd_create|321|280|284|clockid clock, hex flags|fd|F|
            timerfd_gettime|322|281|285|fd fd, ptr value|int|F|
            timerfd_settime|323|282|286|fd fd, hex flags, ptr value, ptr old|int|F|
            signalfd4|324|283|287|fd fd, ptr mask, size size, oflags flags|fd|F|
            eventfd2|325|284|288|int value, oflags flags|fd|F|
            epoll_create1|326|285|289|oflags flags|fd|F|
            dup3|327|286|290|fd old, fd new, oflags flags|fd|F|
            pipe2|328|287|291|ptr fds, oflags flags|int|F|
            inotify_init1|329|288|292|oflags flags|fd|F|
            preadv|330|289|293|fd fd, ptr vector, size count, hex low, hex high|long|F|
            pwritev|331|290|294|fd fd, ptr vector, size count, hex low, hex high|long|F|
            accept4|334|293|297|fd fd, outsockaddr address, ptr length, hex flags|fd|F|
            recvmmsg|335|294|298|fd fd, ptr messages, int n, msgflags flags, timespec timeout|int|F|
            fanotify_init|336|295|300|hex flags, oflags fileflags|fd|N|
            fanotify_mark|337|296|301|fd fd, hex flags, u64 mask, fd directory, path path|int|N|
            prlimit64|338|297|302|pid pid, resource resource, rlimit64 new, outrlimit64 old|int|P|own process; some limits
            name_to_handle_at|339|298|303|fd directory, path path, ptr handle, ptr mount, atflags flags|int|N|
            open_by_handle_at|340|299|304|fd mount, ptr handle, oflags flags|fd|N|
            syncfs|342|301|306|fd fd|int|F|
            sendmmsg|343|302|307|fd fd, ptr messages, int n, msgflags flags|int|F|
            finit_module|348|307|312|fd fd, str parameters, hex flags|int|N|
            renameat2|351|311|315|fd olddirectory, path old, fd newdirectory, path new, hex flags|int|F|
            memfd_create|354|314|318|str name, hex flags|fd|F|
            copy_file_range|360|320|324|fd in, ptr inoffset, fd out, ptr outoffset, size n, hex flags|long|F|
            preadv2|361|321|325|fd fd, ptr vector, size count, hex low, hex high, hex flags|long|F|
            pwritev2|362|322|326|fd fd, ptr vector, size count, hex low, hex high, hex flags|long|F|
            statx|366|326|330|fd directory, path path, atflags flags, hex mask, ptr buf|int|F|
            io_pgetevents|368|328|332|hex context, long minimum, long n, ptr events, ptr timeout, ptr mask|int|N|
            semget|393|62|62|int key, int n, hex flags|int|F|
            semctl|394|64|64|int id, int n, int command, hex argument|long|F|
            msgget|399|66|66|int key, hex flags|int|F|
            msgsnd|400|67|67|int id, ptr message, size n, hex flags|int|F|
            msgrcv|401|68|68|int id, ptr message, size n, long type, hex flags|long|F|
            msgctl|402|69|69|int id, int command, ptr buf|int|F|
            timerfd_gettime64|410|-|410|fd fd, ptr value|int|F|
            timerfd_settime64|411|-|411|fd fd, hex flags, ptr value, ptr old|int|F|
            utimensat_time64|412|-|412|fd directory, path path, ptr times, atflags flags|int|F|
            pselect6_time64|413|-|413|int n, ptr read, ptr write, ptr except, timespec64 timeout, ptr mask|int|F|
            ppoll_time64|414|-|414|pollfds:1 fds, int n, timespec64 timeout, ptr mask, size size|int|F|
            io_pgetevents_time64|416|-|416|hex context, long minimum, long n, ptr events, ptr timeout, ptr mask|int|N|
            recvmmsg_time64|417|-|417|fd fd, ptr messages, int n, msgflags flags, timespec64 timeout|int|F|
            mq_timedsend_time64|418|-|418|fd queue, in:2 message, size n, int priority, timespec64 timeout|int|N|
            mq_timedreceive_time64|419|-|419|fd queue, out:r message, size n, ptr priority, timespec64 timeout|long|N|
            semtimedop_time64|420|-|420|int id, ptr operations, size n, timespec64 timeout|int|F|
            io_uring_setup|425|425|425|int entries, ptr parameters|fd|N|
            io_uring_enter|426|426|426|fd fd, int submit, int minimum, hex flags, ptr argument, size size|int|N|
            io_uring_register|427|427|427|fd fd, int operation, ptr argument, int n|int|N|
            open_tree|428|428|428|fd directory, path path, hex flags|fd|N|
            move_mount|429|429|429|fd from, path old, fd to, path new, hex flags|int|N|
            fsopen|430|430|430|str name, hex flags|fd|N|
            fsconfig|431|431|431|fd fd, int command, str key, ptr value, int aux|int|N|
            fsmount|432|432|432|fd fd, hex flags, hex attributes|fd|N|
            fspick|433|433|433|fd directory, path path, hex flags|fd|N|
            close_range|436|436|436|int first, int last, hex flags|int|P|CLOSE_RANGE_UNSHARE is ignored
            openat2|437|437|437|fd directory, path path, ptr how, size size|fd|P|without ways to resolve
            faccessat2|439|439|439|fd directory, path path, access mode, atflags flags|int|F|
            epoll_pwait2|441|441|441|fd epoll, ptr events, int n, timespec64 timeout, ptr mask, size size|int|F|
            mount_setattr|442|442|442|fd directory, path path, hex flags, ptr attributes, size size|int|N|
            quotactl_fd|443|443|443|fd fd, hex command, id id, ptr address|int|N|
            landlock_create_ruleset|444|444|444|ptr attributes, size size, hex flags|fd|N|
            landlock_add_rule|445|445|445|fd ruleset, int type, ptr attributes, hex flags|int|N|
            landlock_restrict_self|446|446|446|fd ruleset, hex flags|int|N|
            semop|-|63|63|int id, ptr operations, size n|int|F|
            reserved177|-|177|177||int|O|never implemented or given up by Linux
            reserved193|-|193|193||int|O|never implemented or given up by Linux
            semtimedop|-|214|215|int id, ptr operations, size n, timespec timeout|int|F|
            newfstatat|-|252|256|fd directory, path path, outstat buf, atflags flags|int|F|
            """;
    // spotless:on
}
