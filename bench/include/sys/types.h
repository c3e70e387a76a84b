#ifndef BENCH_SYS_TYPES_H
#define BENCH_SYS_TYPES_H
typedef unsigned int size_t_sys;
#include <stddef.h>
typedef int ssize_t;
typedef long off_t;
typedef long pid_t;
typedef long uid_t;
typedef long gid_t;
typedef unsigned long mode_t;
typedef unsigned long dev_t;
typedef unsigned long ino_t;
typedef unsigned long nlink_t;
typedef long time_t;
typedef long clock_t;
typedef long id_t;
typedef unsigned char u_char;
typedef unsigned short u_short;
typedef unsigned int u_int;
typedef unsigned long u_long;
typedef char *caddr_t;
#endif
