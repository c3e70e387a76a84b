#undef assert
#ifdef NDEBUG
#define assert(e) ((void)0)
#else
extern void __assert(const char *, const char *, int);
#define assert(e) ((e) ? (void)0 : __assert(#e, __FILE__, __LINE__))
#endif
