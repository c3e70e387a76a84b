/*
 * For assembler sources: names of the MIPS general registers, and what differs between the ABIs. The names t0 to t3 are
 * those of o32: in n32 and n64 the same registers carry the arguments five to eight.
 */
#define zero $0
#define at $1
#define v0 $2
#define v1 $3
#define a0 $4
#define a1 $5
#define a2 $6
#define a3 $7
#define t0 $8
#define t1 $9
#define t2 $10
#define t3 $11
#define t4 $12
#define t5 $13
#define t6 $14
#define t7 $15
#define s0 $16
#define s1 $17
#define s2 $18
#define s3 $19
#define s4 $20
#define s5 $21
#define s6 $22
#define s7 $23
#define t8 $24
#define t9 $25
#define gp $28
#define sp $29
#define fp $30
#define ra $31

#if _MIPS_SIM == _ABI64
/* A pointer or a long: bytes, their logarithm, load, store, add. */
#define PTR 8
#define PTR_SHIFT 3
#define LP ld
#define SP sd
#define ADDP daddu
#define ADDIP daddiu
#else
#define PTR 4
#define PTR_SHIFT 2
#define LP lw
#define SP sw
#define ADDP addu
#define ADDIP addiu
#endif

#if _MIPS_SIM == _ABIO32
/* A whole register: bytes, load, store; and the register of the second floating-point argument. */
#define REG 4
#define LR lw
#define SR sw
#define FA1 $f14
#else
#define REG 8
#define LR ld
#define SR sd
#define FA1 $f13
#endif
