/* Matrix product of doubles. */
#define TYPE double
#define SCALE 16
#include "matrix.h"
