/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>
#include <stddef.h>

/* Dense symmetric matrices: row-major, only the lower triangle is read. */

bool ump_matrix_factor (double *matrix, size_t n);
void ump_matrix_solve (const double *factor, size_t n, double *x);
void ump_matrix_solve_upper (const double *factor, size_t n, double *x);
double ump_matrix_log_det (const double *factor, size_t n);
bool ump_matrix_invert (const double *factor, size_t n, double *inverse);
