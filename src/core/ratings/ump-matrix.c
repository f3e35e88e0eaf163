/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "ump-matrix.h"


/* Four sums at once: the additions of one sum would wait for each other. */
static double
dot (const double *a, const double *b, size_t n)
{
  double s0 = 0, s1 = 0, s2 = 0, s3 = 0;
  size_t i = 0;

  for (; i + 4 <= n; i += 4) {
    s0 += a[i] * b[i];
    s1 += a[i + 1] * b[i + 1];
    s2 += a[i + 2] * b[i + 2];
    s3 += a[i + 3] * b[i + 3];
  }
  for (; i < n; i++)
    s0 += a[i] * b[i];
  return (s0 + s1) + (s2 + s3);
}


/**
 * ump_matrix_factor:
 * @matrix: (inout): n x n, positive definite; becomes its Cholesky factor
 * @n: order
 *
 * Replaces the lower triangle by L with L L' = @matrix. The upper triangle is
 * neither read nor written.
 *
 * Returns: false where the matrix is not positive definite
 */
bool
ump_matrix_factor (double *matrix, size_t n)
{
  for (size_t i = 0; i < n; i++) {
    double *row = matrix + i * n;

    for (size_t j = 0; j < i; j++)
      row[j] = (row[j] - dot (row, matrix + j * n, j)) / matrix[j * n + j];
    row[i] -= dot (row, row, i);
    if (!(row[i] > 0) || !isfinite (row[i]))
      return false;
    row[i] = sqrt (row[i]);
  }
  return true;
}


/**
 * ump_matrix_solve:
 * @factor: Cholesky factor
 * @n: order
 * @x: (inout): right-hand side, becomes the solution of L L' x = b
 */
void
ump_matrix_solve (const double *factor, size_t n, double *x)
{
  for (size_t i = 0; i < n; i++)
    x[i] = (x[i] - dot (factor + i * n, x, i)) / factor[i * n + i];
  ump_matrix_solve_upper (factor, n, x);
}


/**
 * ump_matrix_solve_upper:
 * @factor: Cholesky factor
 * @n: order
 * @x: (inout): right-hand side, becomes the solution of L' x = b
 *
 * With independent standard normals as right-hand side the solution is a draw
 * from the normal distribution whose precision matrix was factored.
 */
void
ump_matrix_solve_upper (const double *factor, size_t n, double *x)
{
  for (size_t i = n; i-- > 0;) {
    const double *row = factor + i * n;
    double value = x[i] / row[i];

    x[i] = value;
    for (size_t j = 0; j < i; j++)
      x[j] -= row[j] * value;
  }
}


/**
 * ump_matrix_log_det:
 * @factor: Cholesky factor
 * @n: order
 *
 * Returns: the logarithm of the determinant of the matrix that was factored
 */
double
ump_matrix_log_det (const double *factor, size_t n)
{
  double sum = 0;

  for (size_t i = 0; i < n; i++)
    sum += log (factor[i * n + i]);
  return 2 * sum;
}


/**
 * ump_matrix_invert:
 * @factor: Cholesky factor
 * @n: order
 * @inverse: (out): n x n, all of it is written
 *
 * Returns: false only where memory ran out
 */
bool
ump_matrix_invert (const double *factor, size_t n, double *inverse)
{
  /* Row j of this is column j of the inverse of L, so that the product below
   * runs along rows. */
  double *columns = calloc (n * n, sizeof *columns);

  if (columns == NULL)
    return false;
  for (size_t j = 0; j < n; j++) {
    double *column = columns + j * n;

    column[j] = 1 / factor[j * n + j];
    for (size_t i = j + 1; i < n; i++)
      column[i] = -dot (factor + i * n + j, column + j, i - j) / factor[i * n + i];
  }
  for (size_t i = 0; i < n; i++)
    for (size_t j = 0; j <= i; j++) {
      inverse[i * n + j] = dot (columns + i * n + i, columns + j * n + i, n - i);
      inverse[j * n + i] = inverse[i * n + j];
    }
  free (columns);
  return true;
}
