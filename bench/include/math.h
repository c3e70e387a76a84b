#ifndef BENCH_MATH_H
#define BENCH_MATH_H
#define HUGE_VAL 1.8e307
#define MAXDOUBLE 1.79769313486231570e+308
#define M_PI 3.14159265358979323846
extern double sin(double);
extern double cos(double);
extern double tan(double);
extern double asin(double);
extern double acos(double);
extern double atan(double);
extern double sinh(double);
extern double cosh(double);
extern double tanh(double);
extern double exp(double);
extern double log(double);
extern double log10(double);
extern double sqrt(double);
extern double ceil(double);
extern double floor(double);
extern double fabs(double);
extern double pow(double, double);
extern double atan2(double, double);
extern double fmod(double, double);
extern double frexp(double, int *);
extern double ldexp(double, int);
extern double modf(double, double *);
#define DOMAIN 1
#define SING 2
#define OVERFLOW 3
#define UNDERFLOW 4
#define TLOSS 5
#define PLOSS 6
struct exception { int type; char *name; double arg1, arg2, retval; };
#endif
