/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>
#include <stdint.h>

void ump_head_to_head_interval (uint64_t wins, uint64_t n, double alpha, double *lo, double *hi);
int ump_head_to_head_decide (uint64_t wins, uint64_t losses, double alpha);
