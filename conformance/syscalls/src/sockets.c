/* Sockets: Unix and internet, streams and datagrams, messages with descriptors, options, names. */
#include "t.h"
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/un.h>

static int option(int s, int level, int name)
{
    int v = -99;
    socklen_t n = sizeof v;
    if (getsockopt(s, level, name, &v, &n) != 0) {
        printf("%s ", strerrorname_np(errno));
        return -1;
    }
    return n == 4 ? v : -(int) n;
}

static void creation(void)
{
    int s, p[2];
    V(s = socket(AF_UNIX, SOCK_STREAM, 0));
    IS(option(s, SOL_SOCKET, SO_TYPE) == SOCK_STREAM);
    IS(option(s, SOL_SOCKET, SO_DOMAIN) == AF_UNIX);
    V(option(s, SOL_SOCKET, SO_PROTOCOL));
    close(s);
    V(s = socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
    IS(option(s, SOL_SOCKET, SO_TYPE) == SOCK_DGRAM);
    V((fcntl(s, F_GETFL) & O_NONBLOCK) != 0);
    V(fcntl(s, F_GETFD));
    close(s);
    V(s = socket(AF_UNIX, SOCK_SEQPACKET, 0));
    IS(option(s, SOL_SOCKET, SO_TYPE) == SOCK_SEQPACKET);
    close(s);
    V(socket(99, SOCK_STREAM, 0));
    V(socket(AF_UNIX, 77, 0));
    V(socket(AF_INET, SOCK_STREAM, 99));
    V(socketpair(AF_INET, SOCK_STREAM, 0, p));
    V(socketpair(AF_UNIX, SOCK_STREAM, 0, BAD));
    close_range(3, ~0U, 0); /* in case somebody leaks them */
    V(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, p));
    V(fcntl(p[1], F_GETFD));
    close(p[0]), close(p[1]);
}

static void streams(void)
{
    int p[2], n;
    char b[100] = "";
    V(socketpair(AF_UNIX, SOCK_STREAM, 0, p));
    printf("%d %d\n", p[0], p[1]);
    V(write(p[0], "hello", 5));
    V(ioctl(p[1], FIONREAD, &n));
    V(n);
    V(recv(p[1], b, 3, MSG_PEEK));
    V(recv(p[1], b, 100, 0));
    hex("b", b, 5);
    V(recv(p[1], b, 100, MSG_DONTWAIT));
    V(send(p[1], "abc", 3, MSG_NOSIGNAL));
    V(recv(p[0], b, 2, MSG_WAITALL));
    V(recvfrom(p[0], b, 10, 0, NULL, NULL));
    V(send(p[0], BAD, 3, 0));
    V(send(p[0], "x", 1, 0));
    V(recv(p[1], BAD, 3, 0));
    V(recv(p[1], b, 3, 0));
    V(send(77, "x", 1, 0));
    V(send(1, "x", 1, 0) == -1 && errno == ENOTSOCK);
    V(lseek(p[0], 0, SEEK_CUR));
    V(shutdown(p[0], SHUT_WR));
    V(recv(p[1], b, 3, 0));
    V(send(p[0], "x", 1, MSG_NOSIGNAL));
    V(shutdown(p[0], 9));
    V(shutdown(77, SHUT_RD));
    close(p[0]), close(p[1]);
    V(socketpair(AF_UNIX, SOCK_DGRAM, 0, p));
    V(write(p[0], "first", 5));
    V(write(p[0], "", 0));
    V(write(p[0], "second", 6));
    V(recv(p[1], b, 3, 0));
    V(recv(p[1], b, 9, 0));
    V(recv(p[1], b, 2, MSG_TRUNC));
    close(p[0]), close(p[1]);
}

static void unix_names(void)
{
    struct sockaddr_un a, b;
    socklen_t n = sizeof b;
    int l, c, s, st;
    char t[50] = "";
    memset(&a, 0, sizeof a);
    a.sun_family = AF_UNIX;
    strcpy(a.sun_path, "sock");
    V(l = socket(AF_UNIX, SOCK_STREAM, 0));
    V(connect(l, (void *) &a, sizeof a));
    V(bind(l, (void *) &a, sizeof a));
    c = socket(AF_UNIX, SOCK_STREAM, 0);
    V(bind(c, (void *) &a, sizeof a));
    V(connect(c, (void *) &a, sizeof a));
    V(accept(l, NULL, NULL));
    V(listen(l, 5));
    V(option(l, SOL_SOCKET, SO_ACCEPTCONN));
    memset(&b, 0xee, sizeof b);
    V(getsockname(l, (void *) &b, &n));
    printf("family %d path %s len %d\n", b.sun_family, b.sun_path, (int) n);
    V(connect(c, (void *) &a, sizeof a));
    V(connect(c, (void *) &a, sizeof a));
    n = sizeof b;
    memset(&b, 0xee, sizeof b);
    V(s = accept4(l, (void *) &b, &n, SOCK_NONBLOCK | SOCK_CLOEXEC));
    printf("family %d len %d\n", b.sun_family, (int) n);
    V((fcntl(s, F_GETFL) & O_NONBLOCK) != 0);
    V(fcntl(s, F_GETFD));
    V(read(s, t, 1));
    n = sizeof b;
    V(getpeername(c, (void *) &b, &n));
    printf("family %d path %s len %d\n", b.sun_family, b.sun_path, (int) n);
    n = 1;
    V(getpeername(c, (void *) &b, &n));
    V(n);
    V(getpeername(l, (void *) &b, &n));
    V(getpeername(c, BAD, &n));
    V(getsockname(c, (void *) &b, BAD));
    V(accept4(l, NULL, NULL, 0x100));
    struct ucred u = {0, 0, 0};
    n = sizeof u;
    V(getsockopt(s, SOL_SOCKET, SO_PEERCRED, &u, &n));
    IS(u.pid == getpid() && u.uid == getuid() && u.gid == getgid() && n == sizeof u);
    close(s), close(c), close(l);
    unlink("sock");

    V(l = socket(AF_UNIX, SOCK_DGRAM, 0));
    a.sun_path[0] = 0;
    sprintf(a.sun_path + 1, "heliotrope-%d", (int) getpid());
    n = offsetof(struct sockaddr_un, sun_path) + 1 + strlen(a.sun_path + 1);
    V(bind(l, (void *) &a, n));
    c = socket(AF_UNIX, SOCK_DGRAM, 0);
    V(sendto(c, "abstract", 8, 0, (void *) &a, n));
    n = sizeof b;
    memset(&b, 0, sizeof b);
    V(recvfrom(l, t, 50, 0, (void *) &b, &n));
    printf("<%s> len %d\n", t, (int) n);
    V(sendto(c, "x", 1, 0, BAD, 10));
    V(sendto(c, "x", 1, 0, (void *) &a, 200));
    V(sendto(c, "x", 1, 0, NULL, 0));
    close(c), close(l);
    memset(a.sun_path, 'p', sizeof a.sun_path);
    V(l = socket(AF_UNIX, SOCK_STREAM, 0));
    V(bind(l, (void *) &a, sizeof a));
    V(bind(l, (void *) &a, 1));
    V(bind(l, BAD, sizeof a));
    unlink(a.sun_path);
    strcpy(a.sun_path, "none/x");
    V(bind(l, (void *) &a, sizeof a));
    close(l);

    /* A server and a client. */
    strcpy(a.sun_path, "server");
    l = socket(AF_UNIX, SOCK_STREAM, 0);
    bind(l, (void *) &a, sizeof a);
    listen(l, 1);
    if (fork() == 0) {
        c = socket(AF_UNIX, SOCK_STREAM, 0);
        connect(c, (void *) &a, sizeof a);
        write(c, "ping", 4);
        read(c, t, 50);
        _exit(t[1] == 'o' ? 5 : 6);
    }
    s = accept(l, NULL, NULL);
    V(read(s, t, 50));
    V(write(s, "pong", 4));
    wait(&st);
    status("client", st);
    close(s), close(l);
}

static void internet(void)
{
    struct sockaddr_in a, b;
    struct sockaddr_in6 a6;
    socklen_t n = sizeof a;
    int l, c, s, on = 1;
    char t[50] = "";
    memset(&a, 0, sizeof a);
    a.sin_family = AF_INET;
    a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    V(l = socket(AF_INET, SOCK_STREAM, 0));
    V(setsockopt(l, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on));
    V(bind(l, (void *) &a, sizeof a));
    V(getsockname(l, (void *) &a, &n));
    printf("%s %d %d\n", inet_ntoa(a.sin_addr), (int) n, a.sin_port != 0);
    V(listen(l, 5));
    V(c = socket(AF_INET, SOCK_STREAM, 0));
    V(connect(c, (void *) &a, sizeof a));
    n = sizeof b;
    V(s = accept(l, (void *) &b, &n));
    printf("family %d %s %d\n", b.sin_family, inet_ntoa(b.sin_addr), (int) n);
    V(write(c, "tcp data", 8));
    V(recv(s, t, 50, 0));
    printf("%s\n", t);
    V(setsockopt(c, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on));
    V(option(c, IPPROTO_TCP, TCP_NODELAY));
    V(send(c, "!", 1, MSG_OOB));
    V(send(c, "after", 5, 0));
    nap(20);
    V(recv(s, t, 50, MSG_OOB));
    V(recv(s, t, 1, 0));
    shutdown(c, SHUT_WR);
    nap(20);
    V(recv(s, t, 50, 0));
    V(recv(s, t, 50, 0));
    close(c), close(s), close(l);
    V(c = socket(AF_INET, SOCK_STREAM, 0));
    V(connect(c, (void *) &a, sizeof a));
    a.sin_family = 99;
    V(connect(c, (void *) &a, sizeof a));
    a.sin_family = AF_INET;
    V(connect(c, (void *) &a, 3));
    V(bind(c, (void *) &a, 3));
    V(send(c, "x", 1, MSG_NOSIGNAL));
    V(accept(c, NULL, NULL));
    close(c);
    V(l = socket(AF_INET, SOCK_DGRAM, 0));
    a.sin_port = 0;
    V(bind(l, (void *) &a, sizeof a));
    n = sizeof a;
    getsockname(l, (void *) &a, &n);
    c = socket(AF_INET, SOCK_DGRAM, IPPROTO_UDP);
    V(option(c, SOL_SOCKET, SO_PROTOCOL));
    V(sendto(c, "datagram", 8, 0, (void *) &a, sizeof a));
    n = sizeof b;
    V(recvfrom(l, t, 50, 0, (void *) &b, &n));
    printf("%s %d %s\n", t, (int) n, inet_ntoa(b.sin_addr));
    close(c), close(l);
    l = socket(AF_INET6, SOCK_STREAM, 0);
    if (l >= 0) {
        memset(&a6, 0, sizeof a6);
        a6.sin6_family = AF_INET6;
        a6.sin6_addr = in6addr_loopback;
        on = 1;
        V(setsockopt(l, IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof on));
        if (bind(l, (void *) &a6, sizeof a6) == 0) {
            n = sizeof a6;
            V(getsockname(l, (void *) &a6, &n));
            printf("%d %d\n", (int) n, a6.sin6_family == AF_INET6 && a6.sin6_port != 0);
        }
        close(l);
    }
}

static void options(void)
{
    int s = socket(AF_INET, SOCK_STREAM, 0), v;
    struct linger l = {1, 7};
    struct timeval t = {3, 250000};
    socklen_t n;
    static const struct { int name; const char *text; } flags[] = {
        {SO_REUSEADDR, "REUSEADDR"}, {SO_KEEPALIVE, "KEEPALIVE"}, {SO_BROADCAST, "BROADCAST"}, {SO_DONTROUTE, "DONTROUTE"},
        {SO_OOBINLINE, "OOBINLINE"}, {SO_REUSEPORT, "REUSEPORT"}, {SO_TIMESTAMP, "TIMESTAMP"}, {SO_NO_CHECK, "NO_CHECK"},
        {SO_PRIORITY, "PRIORITY"}, {SO_RCVLOWAT, "RCVLOWAT"}, {SO_PASSCRED, "PASSCRED"},
    };
    for (unsigned i = 0; i < sizeof flags / sizeof *flags; i++) {
        v = 1;
        int set = setsockopt(s, SOL_SOCKET, flags[i].name, &v, sizeof v);
        printf("%s set %s", flags[i].text, set == 0 ? "0" : strerrorname_np(errno));
        printf(" get %d\n", option(s, SOL_SOCKET, flags[i].name));
    }
    v = 20000;
    V(setsockopt(s, SOL_SOCKET, SO_SNDBUF, &v, sizeof v));
    V(option(s, SOL_SOCKET, SO_SNDBUF));
    v = 30000;
    V(setsockopt(s, SOL_SOCKET, SO_RCVBUF, &v, sizeof v));
    V(option(s, SOL_SOCKET, SO_RCVBUF));
    V(option(s, SOL_SOCKET, SO_ERROR));
    V(option(s, SOL_SOCKET, SO_SNDLOWAT));
    V(setsockopt(s, SOL_SOCKET, SO_LINGER, &l, sizeof l));
    l.l_onoff = l.l_linger = 0;
    n = sizeof l;
    V(getsockopt(s, SOL_SOCKET, SO_LINGER, &l, &n));
    printf("linger %d %d %d\n", l.l_onoff, l.l_linger, (int) n);
    V(setsockopt(s, SOL_SOCKET, SO_RCVTIMEO, &t, sizeof t));
    t.tv_sec = t.tv_usec = 0;
    n = sizeof t;
    V(getsockopt(s, SOL_SOCKET, SO_RCVTIMEO, &t, &n));
    printf("timeout %lld.%06ld %d\n", (long long) t.tv_sec, (long) t.tv_usec, n == sizeof t);
    V(getsockopt(s, SOL_SOCKET, SO_SNDTIMEO, &t, &n));
    printf("timeout %lld.%06ld\n", (long long) t.tv_sec, (long) t.tv_usec);
    V(setsockopt(s, SOL_SOCKET, SO_RCVTIMEO, &t, 2));
    V(setsockopt(s, SOL_SOCKET, 9999, &v, sizeof v));
    V(getsockopt(s, SOL_SOCKET, 9999, &v, &n));
    V(setsockopt(s, 9999, 1, &v, sizeof v));
    V(setsockopt(s, SOL_SOCKET, SO_KEEPALIVE, &v, 2));
    V(setsockopt(s, SOL_SOCKET, SO_KEEPALIVE, BAD, 4));
    V(getsockopt(s, SOL_SOCKET, SO_KEEPALIVE, BAD, &n));
    V(getsockopt(s, SOL_SOCKET, SO_KEEPALIVE, &v, BAD));
    V(setsockopt(77, SOL_SOCKET, SO_KEEPALIVE, &v, 4));
    V(setsockopt(0, SOL_SOCKET, SO_KEEPALIVE, &v, 4));
    n = 1;
    v = 0;
    V(getsockopt(s, SOL_SOCKET, SO_KEEPALIVE, &v, &n));
    V(n);
    v = 64;
    V(setsockopt(s, IPPROTO_IP, IP_TTL, &v, sizeof v));
    V(option(s, IPPROTO_IP, IP_TTL));
    v = 16;
    V(setsockopt(s, IPPROTO_IP, IP_TOS, &v, sizeof v));
    V(option(s, IPPROTO_IP, IP_TOS));
    v = 100;
    V(setsockopt(s, IPPROTO_TCP, TCP_KEEPIDLE, &v, sizeof v));
    V(option(s, IPPROTO_TCP, TCP_KEEPIDLE));
    V(option(s, IPPROTO_TCP, TCP_MAXSEG) > 0);
    t = (struct timeval) {0, 30000};
    int p[2];
    socketpair(AF_UNIX, SOCK_DGRAM, 0, p);
    setsockopt(p[0], SOL_SOCKET, SO_RCVTIMEO, &t, sizeof t);
    V(recv(p[0], &v, 4, 0));
    close(p[0]), close(p[1]), close(s);
}

static void messages(void)
{
    int p[2], q[2], st, fd;
    char data[32] = "", more[8] = "";
    union {
        struct cmsghdr h;
        char room[CMSG_SPACE(3 * sizeof(int)) + CMSG_SPACE(sizeof(struct ucred))];
    } c;
    struct iovec v[2] = {{"mess", 4}, {"age", 3}};
    struct msghdr m;
    struct cmsghdr *h;
    socketpair(AF_UNIX, SOCK_DGRAM, 0, p);
    memset(&m, 0, sizeof m);
    m.msg_iov = v;
    m.msg_iovlen = 2;
    V(sendmsg(p[0], &m, 0));
    V(sendmsg(p[0], BAD, 0));
    V(sendmsg(77, &m, 0));
    struct iovec in[2] = {{data, 2}, {more, 8}};
    m.msg_iov = in;
    m.msg_flags = 0x55;
    V(recvmsg(p[1], &m, 0));
    printf("<%s> <%s> flags %x namelen %d controllen %d\n", data, more, m.msg_flags, (int) m.msg_namelen, (int) m.msg_controllen);
    V(recvmsg(p[1], &m, MSG_DONTWAIT));
    V(recvmsg(p[1], BAD, 0));

    /* Descriptors. */
    make("passed", "contents of the file");
    int a = open("passed", O_RDONLY);
    pipe(q);
    memset(&c, 0, sizeof c);
    m.msg_iov = v;
    m.msg_control = &c;
    m.msg_controllen = CMSG_SPACE(2 * sizeof(int));
    h = CMSG_FIRSTHDR(&m);
    h->cmsg_level = SOL_SOCKET;
    h->cmsg_type = SCM_RIGHTS;
    h->cmsg_len = CMSG_LEN(2 * sizeof(int));
    ((int *) CMSG_DATA(h))[0] = a;
    ((int *) CMSG_DATA(h))[1] = q[1];
    V(sendmsg(p[0], &m, 0));
    if (fork() == 0) {
        close(a), close(q[1]);
        m.msg_iov = in;
        memset(&c, 0, sizeof c);
        m.msg_controllen = sizeof c;
        V(recvmsg(p[1], &m, MSG_CMSG_CLOEXEC));
        h = CMSG_FIRSTHDR(&m);
        printf("flags %x controllen %d level %d type %d len %d\n", m.msg_flags & ~MSG_CMSG_CLOEXEC, m.msg_controllen == CMSG_SPACE(8),
               h->cmsg_level == SOL_SOCKET, h->cmsg_type, h->cmsg_len == CMSG_LEN(8));
        fd = ((int *) CMSG_DATA(h))[0];
        V(fcntl(fd, F_GETFD));
        V(read(fd, data, 8));
        printf("%.8s\n", data);
        V(write(((int *) CMSG_DATA(h))[1], "child", 5));
        IS(CMSG_NXTHDR(&m, h) == NULL);
        _exit(0);
    }
    wait(&st);
    V(read(q[0], data, 5));
    V(lseek(a, 0, SEEK_CUR));
    /* Too little room for descriptors. */
    memset(&c, 0, sizeof c);
    m.msg_iov = v;
    h->cmsg_level = SOL_SOCKET;
    h->cmsg_type = SCM_RIGHTS;
    h->cmsg_len = CMSG_LEN(2 * sizeof(int));
    ((int *) CMSG_DATA(h))[0] = a;
    ((int *) CMSG_DATA(h))[1] = 77;
    m.msg_controllen = CMSG_SPACE(2 * sizeof(int));
    V(sendmsg(p[0], &m, 0));
    ((int *) CMSG_DATA(h))[1] = a;
    V(sendmsg(p[0], &m, 0));
    m.msg_iov = in;
    m.msg_controllen = 0;
    V(recvmsg(p[1], &m, 0));
    printf("flags %x controllen %d\n", m.msg_flags, (int) m.msg_controllen);
    m.msg_iov = v;
    h->cmsg_len = 3;
    m.msg_controllen = CMSG_SPACE(2 * sizeof(int));
    V(sendmsg(p[0], &m, 0));

    /* Credentials. */
    int on = 1;
    V(setsockopt(p[1], SOL_SOCKET, SO_PASSCRED, &on, sizeof on));
    m.msg_iov = v;
    m.msg_control = NULL;
    m.msg_controllen = 0;
    V(sendmsg(p[0], &m, 0));
    m.msg_iov = in;
    m.msg_control = &c;
    m.msg_controllen = sizeof c;
    memset(&c, 0, sizeof c);
    V(recvmsg(p[1], &m, 0));
    h = CMSG_FIRSTHDR(&m);
    IS(h != NULL && h->cmsg_type == SCM_CREDENTIALS && h->cmsg_len == CMSG_LEN(sizeof(struct ucred)));
    if (h != NULL) {
        struct ucred u;
        memcpy(&u, CMSG_DATA(h), sizeof u);
        IS(u.pid == getpid() && u.uid == getuid() && u.gid == getgid());
    }

    /* Many at once. */
    on = 0;
    setsockopt(p[1], SOL_SOCKET, SO_PASSCRED, &on, sizeof on);
    struct mmsghdr mm[3];
    memset(mm, 0, sizeof mm);
    struct iovec w[3] = {{"one", 3}, {"three", 5}, {"seventy", 7}};
    for (int i = 0; i < 3; i++) {
        mm[i].msg_hdr.msg_iov = w + i;
        mm[i].msg_hdr.msg_iovlen = 1;
    }
    V(sendmmsg(p[0], mm, 3, 0));
    printf("%u %u %u\n", mm[0].msg_len, mm[1].msg_len, mm[2].msg_len);
    char r[3][8];
    for (int i = 0; i < 3; i++) {
        w[i] = (struct iovec) {r[i], 6};
    }
    V(recvmmsg(p[1], mm, 3, MSG_DONTWAIT, NULL));
    printf("%u %u %u, %x %x %x\n", mm[0].msg_len, mm[1].msg_len, mm[2].msg_len, mm[0].msg_hdr.msg_flags, mm[1].msg_hdr.msg_flags,
           mm[2].msg_hdr.msg_flags);
    struct timespec ts = {0, 20000000};
    V(recvmmsg(p[1], mm, 3, MSG_DONTWAIT, &ts));

    struct sockaddr_in sa;
    socklen_t n = sizeof sa;
    int s = socket(AF_INET, SOCK_DGRAM, 0);
    memset(&sa, 0, sizeof sa);
    sa.sin_family = AF_INET;
    sa.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    bind(s, (void *) &sa, sizeof sa);
    getsockname(s, (void *) &sa, &n);
    memset(&m, 0, sizeof m);
    m.msg_name = &sa;
    m.msg_namelen = sizeof sa;
    m.msg_iov = v;
    m.msg_iovlen = 2;
    V(sendmsg(s, &m, 0));
    struct sockaddr_in from;
    m.msg_name = &from;
    m.msg_namelen = 100;
    m.msg_iov = in;
    m.msg_control = &c;
    m.msg_controllen = sizeof c;
    on = 1;
    setsockopt(s, IPPROTO_IP, IP_PKTINFO, &on, sizeof on);
    V(recvmsg(s, &m, 0));
    printf("from %s same port %d namelen %d\n", inet_ntoa(from.sin_addr), from.sin_port == sa.sin_port, (int) m.msg_namelen);
    V(sendto(s, "info", 4, 0, (void *) &sa, sizeof sa));
    m.msg_controllen = sizeof c;
    V(recvmsg(s, &m, 0));
    h = CMSG_FIRSTHDR(&m);
    IS(h != NULL && h->cmsg_level == IPPROTO_IP && h->cmsg_type == IP_PKTINFO);
    if (h != NULL) {
        printf("%s\n", inet_ntoa(((struct in_pktinfo *) CMSG_DATA(h))->ipi_addr));
    }
}

int main(void)
{
    creation();
    streams();
    unix_names();
    internet();
    options();
    messages();
    return 0;
}
