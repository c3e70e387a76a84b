package heliotrope.mips;

/**
 * Numbers of the instructions: the rows of {@link MipsTable}, from 1 on in its order, so that each chapter is a dense
 * range.
 */
final class Insn {
    private Insn() {}

    /** No instruction of the table. */
    static final int NONE = 0;

    // ALU
    static final int
            ADD = 1, ADDU = 2, SUB = 3, SUBU = 4, AND = 5, OR = 6, XOR = 7, NOR = 8, SLT = 9, SLTU = 10, DADD = 11,
            DADDU = 12, DSUB = 13, DSUBU = 14, ADDI = 15, ADDIU = 16, SLTI = 17, SLTIU = 18, ANDI = 19, ORI = 20,
            XORI = 21, LUI = 22, DADDI = 23, DADDIU = 24, MOVZ = 25, MOVN = 26, MOVF = 27, MOVT = 28, CLZ = 29,
            CLO = 30, DCLZ = 31, DCLO = 32, SEB = 33, SEH = 34, WSBH = 35, DSBH = 36, DSHD = 37, EXT = 38, INS = 39,
            DEXTM = 40, DEXTU = 41, DEXT = 42, DINSM = 43, DINSU = 44, DINS = 45;
    // shifts
    static final int
            SLL = 46, SRL = 47, SRA = 48, SLLV = 49, SRLV = 50, SRAV = 51, DSLL = 52, DSRL = 53, DSRA = 54,
            DSLL32 = 55, DSRL32 = 56, DSRA32 = 57, DSLLV = 58, DSRLV = 59, DSRAV = 60, ROR = 61, RORV = 62, DROR = 63,
            DROR32 = 64, DRORV = 65;
    // multiply and divide
    static final int
            MFHI = 66, MTHI = 67, MFLO = 68, MTLO = 69, MULT = 70, MULTU = 71, DIV = 72, DIVU = 73, DMULT = 74,
            DMULTU = 75, DDIV = 76, DDIVU = 77, MUL = 78, MADD = 79, MADDU = 80, MSUB = 81, MSUBU = 82;
    // loads and stores
    static final int
            LB = 83, LH = 84, LW = 85, LBU = 86, LHU = 87, SB = 88, SH = 89, SW = 90, LWU = 91, LD = 92, SD = 93,
            LL = 94, SC = 95, LLD = 96, SCD = 97;
    // unaligned
    static final int
            LWL = 98, LWR = 99, SWL = 100, SWR = 101, LDL = 102, LDR = 103, SDL = 104, SDR = 105;
    // jumps and branches
    static final int
            J = 106, JAL = 107, JR = 108, JALR = 109, JR_HB = 110, JALR_HB = 111, BEQ = 112, BNE = 113, BLEZ = 114,
            BGTZ = 115, BEQL = 116, BNEL = 117, BLEZL = 118, BGTZL = 119, BLTZ = 120, BGEZ = 121, BLTZL = 122,
            BGEZL = 123, BLTZAL = 124, BGEZAL = 125, BLTZALL = 126, BGEZALL = 127, BC1F = 128, BC1T = 129,
            BC1FL = 130, BC1TL = 131;
    // traps, system
    static final int
            SYSCALL = 132, BREAK = 133, TGE = 134, TGEU = 135, TLT = 136, TLTU = 137, TEQ = 138, TNE = 139,
            TGEI = 140, TGEIU = 141, TLTI = 142, TLTIU = 143, TEQI = 144, TNEI = 145, SYNC = 146, PREF = 147,
            CACHE = 148, SYNCI = 149, RDHWR = 150, MFC0 = 151, DMFC0 = 152, MTC0 = 153, DMTC0 = 154, TLBR = 155,
            TLBWI = 156, TLBWR = 157, TLBP = 158, ERET = 159, WAIT = 160, DI = 161, EI = 162, MFC2 = 163, MTC2 = 164,
            CFC2 = 165, CTC2 = 166, LWC2 = 167, SWC2 = 168, LDC2 = 169, SDC2 = 170;
    // FPU moves
    static final int
            LWC1 = 171, SWC1 = 172, LDC1 = 173, SDC1 = 174, MFC1 = 175, MTC1 = 176, DMFC1 = 177, DMTC1 = 178,
            CFC1 = 179, CTC1 = 180, MFHC1 = 181, MTHC1 = 182, MOV_S = 183, MOV_D = 184, MOVZ_S = 185, MOVN_S = 186,
            MOVF_S = 187, MOVT_S = 188, MOVZ_D = 189, MOVN_D = 190, MOVF_D = 191, MOVT_D = 192;
    // FPU arithmetic
    static final int
            ADD_S = 193, SUB_S = 194, MUL_S = 195, DIV_S = 196, SQRT_S = 197, ABS_S = 198, NEG_S = 199, RECIP_S = 200,
            RSQRT_S = 201, ADD_D = 202, SUB_D = 203, MUL_D = 204, DIV_D = 205, SQRT_D = 206, ABS_D = 207, NEG_D = 208,
            RECIP_D = 209, RSQRT_D = 210;
    // FPU comparisons
    static final int
            C_F_S = 211, C_UN_S = 212, C_EQ_S = 213, C_UEQ_S = 214, C_OLT_S = 215, C_ULT_S = 216, C_OLE_S = 217,
            C_ULE_S = 218, C_SF_S = 219, C_NGLE_S = 220, C_SEQ_S = 221, C_NGL_S = 222, C_LT_S = 223, C_NGE_S = 224,
            C_LE_S = 225, C_NGT_S = 226, C_F_D = 227, C_UN_D = 228, C_EQ_D = 229, C_UEQ_D = 230, C_OLT_D = 231,
            C_ULT_D = 232, C_OLE_D = 233, C_ULE_D = 234, C_SF_D = 235, C_NGLE_D = 236, C_SEQ_D = 237, C_NGL_D = 238,
            C_LT_D = 239, C_NGE_D = 240, C_LE_D = 241, C_NGT_D = 242;
    // FPU conversions
    static final int
            ROUND_W_S = 243, TRUNC_W_S = 244, CEIL_W_S = 245, FLOOR_W_S = 246, ROUND_W_D = 247, TRUNC_W_D = 248,
            CEIL_W_D = 249, FLOOR_W_D = 250, ROUND_L_S = 251, TRUNC_L_S = 252, CEIL_L_S = 253, FLOOR_L_S = 254,
            ROUND_L_D = 255, TRUNC_L_D = 256, CEIL_L_D = 257, FLOOR_L_D = 258, CVT_S_D = 259, CVT_S_W = 260,
            CVT_S_L = 261, CVT_D_S = 262, CVT_D_W = 263, CVT_D_L = 264, CVT_W_S = 265, CVT_W_D = 266, CVT_L_S = 267,
            CVT_L_D = 268;
    // COP1X
    static final int
            LWXC1 = 269, LDXC1 = 270, LUXC1 = 271, SWXC1 = 272, SDXC1 = 273, SUXC1 = 274, PREFX = 275, MADD_S = 276,
            MADD_D = 277, MSUB_S = 278, MSUB_D = 279, NMADD_S = 280, NMADD_D = 281, NMSUB_S = 282, NMSUB_D = 283;

    /** One more than the largest number. */
    static final int COUNT = 284;
}
