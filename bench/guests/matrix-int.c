/* Matrix product of 32-bit integers. */
#define TYPE int32_t
#define SCALE 1
#include "matrix.h"
