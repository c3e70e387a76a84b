#ifndef BENCH_STDIO_H
#define BENCH_STDIO_H
#include <stddef.h>
#include <stdarg.h>
typedef struct {
    int _cnt;
    unsigned char *_ptr;
    unsigned char *_base;
    unsigned char _flag;
    unsigned char _file;
} FILE;
typedef long fpos_t;
extern FILE __iob[];
#define stdin (&__iob[0])
#define stdout (&__iob[1])
#define stderr (&__iob[2])
#define EOF (-1)
#define BUFSIZ 4096
#define FILENAME_MAX 1024
#define FOPEN_MAX 100
#define L_tmpnam 25
#define TMP_MAX 17576
#define SEEK_SET 0
#define SEEK_CUR 1
#define SEEK_END 2
#define _IOFBF 0
#define _IOLBF 0100
#define _IONBF 4
extern FILE *fopen(const char *, const char *);
extern FILE *freopen(const char *, const char *, FILE *);
extern FILE *fdopen(int, const char *);
extern FILE *tmpfile(void);
extern FILE *popen(const char *, const char *);
extern int pclose(FILE *);
extern int fclose(FILE *);
extern int fflush(FILE *);
extern int fileno(FILE *);
extern int setvbuf(FILE *, char *, int, size_t);
extern void setbuf(FILE *, char *);
extern int printf(const char *, ...);
extern int fprintf(FILE *, const char *, ...);
extern int sprintf(char *, const char *, ...);
extern int vprintf(const char *, va_list);
extern int vfprintf(FILE *, const char *, va_list);
extern int vsprintf(char *, const char *, va_list);
extern int scanf(const char *, ...);
extern int fscanf(FILE *, const char *, ...);
extern int sscanf(const char *, const char *, ...);
extern int getc(FILE *);
extern int fgetc(FILE *);
extern int getchar(void);
extern int putc(int, FILE *);
extern int fputc(int, FILE *);
extern int putchar(int);
extern int puts(const char *);
extern int fputs(const char *, FILE *);
extern char *gets(char *);
extern char *fgets(char *, int, FILE *);
extern int ungetc(int, FILE *);
extern size_t fread(void *, size_t, size_t, FILE *);
extern size_t fwrite(const void *, size_t, size_t, FILE *);
extern int fseek(FILE *, long, int);
extern long ftell(FILE *);
extern void rewind(FILE *);
extern int fgetpos(FILE *, fpos_t *);
extern int fsetpos(FILE *, const fpos_t *);
extern int feof(FILE *);
extern int ferror(FILE *);
extern void clearerr(FILE *);
extern void perror(const char *);
extern int remove(const char *);
extern int rename(const char *, const char *);
extern char *tmpnam(char *);
extern char *tempnam(const char *, const char *);
extern char *ctermid(char *);
#endif
