#ifndef BENCH_DIRENT_H
#define BENCH_DIRENT_H
#include <sys/types.h>
struct dirent { ino_t d_ino; off_t d_off; unsigned short d_reclen; char d_name[1]; };
typedef struct { int dd_fd; int dd_loc; int dd_size; char *dd_buf; } DIR;
extern DIR *opendir(const char *);
extern struct dirent *readdir(DIR *);
extern int closedir(DIR *);
#endif
