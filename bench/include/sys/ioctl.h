#ifndef BENCH_SYS_IOCTL_H
#define BENCH_SYS_IOCTL_H
extern int ioctl(int, int, ...);
#define TIOCGWINSZ 0x40087468
struct winsize { unsigned short ws_row, ws_col, ws_xpixel, ws_ypixel; };
#endif
