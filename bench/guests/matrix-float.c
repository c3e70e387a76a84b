/* Matrix product of floats. */
#define TYPE float
#define SCALE 16
#include "matrix.h"
