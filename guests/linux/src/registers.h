/* Running a piece of machine code with every register known, before and after. */
#include <sgidefs.h>
#include <stdint.h>
#include <ucontext.h>

#if _MIPS_SIM == _ABIO32
typedef uint32_t reg_t;
typedef int32_t sreg_t;
#else
typedef uint64_t reg_t;
typedef int64_t sreg_t;
#endif

struct registers {
    reg_t r[32], hi, lo;
};

/* Loads all registers but $0, $26 to $29 and $31 from `in`, calls the code at in->r[25], stores all to `out`. */
void run_at(const struct registers *in, struct registers *out);

/* Registers as sigcontext has them: always 64 bits, sign-extended. */
#define GREG(c, n) ((c)->uc_mcontext.gregs[n])
#define GPC(c) ((c)->uc_mcontext.pc)
#define GREG_VALUE(r) ((uint64_t)(int64_t)(sreg_t)(r))
