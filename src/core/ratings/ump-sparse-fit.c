/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "ump-matrix.h"
#include "ump-sparse-fit.h"

#define MAX_NEWTON 100
#define MAX_CONJUGATE_GRADIENTS 500
/* What may be left of the error at the end, natural units: 2e-9 Elo. */
#define SMALL_ERROR 1e-11

/* See ump-pair-fit.c. */
#define SAFE_STEP 0.4

/* One pair in the order in which the matrix is walked. */
typedef struct {
  uint32_t a;
  uint32_t b;
  double weight;
} Edge;

/* The information matrix without the extra parameters is a Laplacian with a
 * diagonal; beside it stand a few columns for the extra parameters. */
typedef struct {
  const UmpPairModel *model;
  size_t n;
  size_t n_extra;
  Edge *edges;
  double *diagonal;
  double *gradient;
  double *columns[UMP_PAIR_FIT_MAX_EXTRA];
  double corner[UMP_PAIR_FIT_MAX_EXTRA * UMP_PAIR_FIT_MAX_EXTRA];
  double extra_gradient[UMP_PAIR_FIT_MAX_EXTRA];
  double *residual, *direction, *image, *preconditioned;
  double *solutions[UMP_PAIR_FIT_MAX_EXTRA + 1];
} Sparse;


static bool
allocate (Sparse *self, const UmpPairModel *model)
{
  size_t vectors = 6 + 1 + 2 * UMP_PAIR_FIT_MAX_EXTRA;
  double *block;

  memset (self, 0, sizeof *self);
  self->model = model;
  self->n = model->n;
  self->n_extra = ump_pair_model_get_size (model) - model->n;
  self->edges = malloc ((model->n_comparisons + 1) * sizeof *self->edges);
  block = calloc (vectors * self->n + 1, sizeof *block);
  self->diagonal = block;
  if (self->edges == NULL || block == NULL)
    return false;
  self->gradient = block + self->n;
  self->residual = block + 2 * self->n;
  self->direction = block + 3 * self->n;
  self->image = block + 4 * self->n;
  self->preconditioned = block + 5 * self->n;
  for (size_t k = 0; k <= UMP_PAIR_FIT_MAX_EXTRA; k++)
    self->solutions[k] = block + (6 + k) * self->n;
  for (size_t k = 0; k < UMP_PAIR_FIT_MAX_EXTRA; k++)
    self->columns[k] = block + (7 + UMP_PAIR_FIT_MAX_EXTRA + k) * self->n;
  return true;
}


/* Adds what one comparison says about the extra parameters. */
static void
assemble_extra (Sparse *self, const UmpComparison *c, const UmpKernelTerms *t)
{
  size_t m = self->n_extra, side = m - 1;
  bool has_kernel = self->model->kernel != UMP_KERNEL_BT;

  if (has_kernel) {
    self->columns[0][c->a] += t->h_dextra;
    self->columns[0][c->b] -= t->h_dextra;
    self->corner[0] += t->h_extra;
    self->extra_gradient[0] += t->g_extra;
  }
  if (self->model->with_side) {
    self->columns[side][c->a] += t->h_dd * c->side;
    self->columns[side][c->b] -= t->h_dd * c->side;
    self->corner[side * m + side] += t->h_dd * c->side * c->side;
    self->extra_gradient[side] += t->g_d * c->side;
    if (has_kernel)
      self->corner[side * m] += t->h_dextra * c->side;
  }
}


/* Everything at @x. */
static void
assemble (Sparse *self, const double *x)
{
  const UmpPairModel *model = self->model;
  double extra = model->kernel != UMP_KERNEL_BT ? x[self->n] : 0;
  double side = model->with_side ? x[self->n + self->n_extra - 1] : 0;

  memset (self->corner, 0, sizeof self->corner);
  memset (self->extra_gradient, 0, sizeof self->extra_gradient);
  for (size_t k = 0; k < self->n_extra; k++)
    memset (self->columns[k], 0, self->n * sizeof (double));
  for (size_t i = 0; i < self->n; i++) {
    self->gradient[i] = -model->prior_precision * x[i];
    self->diagonal[i] = model->prior_precision;
  }
  for (size_t i = 0; i < model->n_comparisons; i++) {
    const UmpComparison *c = &model->comparisons[i];
    UmpKernelTerms t;

    ump_kernel_eval (model->kernel, c, x[c->a] - x[c->b] + side * c->side, extra, &t);
    self->edges[i] = (Edge) { c->a, c->b, t.h_dd };
    self->gradient[c->a] += t.g_d;
    self->gradient[c->b] -= t.g_d;
    self->diagonal[c->a] += t.h_dd;
    self->diagonal[c->b] += t.h_dd;
    if (self->n_extra > 0)
      assemble_extra (self, c, &t);
  }
  if (model->kernel != UMP_KERNEL_BT) {
    self->extra_gradient[0] -= model->extra_precision * extra;
    self->corner[0] += model->extra_precision;
  }
}


static double
product (const double *a, const double *b, size_t n)
{
  double sum = 0;

  for (size_t i = 0; i < n; i++)
    sum += a[i] * b[i];
  return sum;
}


static void
multiply (const Sparse *self, const double *x, double *y)
{
  for (size_t i = 0; i < self->n; i++)
    y[i] = self->diagonal[i] * x[i];
  for (size_t i = 0; i < self->model->n_comparisons; i++) {
    const Edge *edge = &self->edges[i];

    y[edge->a] -= edge->weight * x[edge->b];
    y[edge->b] -= edge->weight * x[edge->a];
  }
}


/* Conjugate gradients with the diagonal as preconditioner, until the error is
 * @tolerance of what it was. Without a prior the matrix has 1 in its kernel;
 * all right-hand sides sum to nought, so they stay clear of it. */
static void
solve (Sparse *self, const double *right, double *x, double tolerance)
{
  size_t n = self->n;
  double *r = self->residual, *p = self->direction, *z = self->preconditioned;
  double rz = 0, target;

  memset (x, 0, n * sizeof *x);
  memcpy (r, right, n * sizeof *r);
  for (size_t i = 0; i < n; i++)
    z[i] = self->diagonal[i] > 0 ? r[i] / self->diagonal[i] : 0;
  memcpy (p, z, n * sizeof *p);
  rz = product (r, z, n);
  target = rz * tolerance * tolerance;
  for (int k = 0; k < MAX_CONJUGATE_GRADIENTS && rz > target && rz > 0; k++) {
    double alpha, next;

    multiply (self, p, self->image);
    alpha = rz / product (p, self->image, n);
    if (!isfinite (alpha))
      break;
    for (size_t i = 0; i < n; i++) {
      x[i] += alpha * p[i];
      r[i] -= alpha * self->image[i];
      z[i] = self->diagonal[i] > 0 ? r[i] / self->diagonal[i] : 0;
    }
    next = product (r, z, n);
    for (size_t i = 0; i < n; i++)
      p[i] = z[i] + next / rz * p[i];
    rz = next;
  }
}


/* The Newton step, into the first solution and @extra_step: the extra
 * parameters by Schur's complement. */
static bool
find_step (Sparse *self, double tolerance, double *extra_step)
{
  size_t m = self->n_extra;
  double schur[UMP_PAIR_FIT_MAX_EXTRA * UMP_PAIR_FIT_MAX_EXTRA];

  solve (self, self->gradient, self->solutions[0], tolerance);
  if (m == 0)
    return true;
  for (size_t k = 0; k < m; k++)
    solve (self, self->columns[k], self->solutions[k + 1], tolerance);
  for (size_t k = 0; k < m; k++) {
    extra_step[k] = self->extra_gradient[k] - product (self->columns[k], self->solutions[0], self->n);
    for (size_t l = 0; l <= k; l++)
      schur[k * m + l] = self->corner[k * m + l] - product (self->columns[k], self->solutions[l + 1], self->n);
  }
  if (!ump_matrix_factor (schur, m))
    return false;
  ump_matrix_solve (schur, m, extra_step);
  for (size_t k = 0; k < m; k++)
    for (size_t i = 0; i < self->n; i++)
      self->solutions[0][i] -= extra_step[k] * self->solutions[k + 1][i];
  return true;
}


/* Largest part of the step. */
static double
measure (const Sparse *self, const double *extra_step)
{
  double largest = 0;

  for (size_t i = 0; i < self->n; i++)
    largest = fmax (largest, fabs (self->solutions[0][i]));
  for (size_t k = 0; k < self->n_extra; k++)
    largest = fmax (largest, fabs (extra_step[k]));
  return largest;
}


/**
 * ump_sparse_fit:
 * @model: what to fit
 * @x: (inout): where to start; becomes the optimum
 * @iterations: (out): Newton steps taken
 *
 * Newton's method for thousands of contenders of whom most never met: each
 * step is found by conjugate gradients, the more closely the nearer it is to
 * the end. A step that is right but for a part t leaves t times its length,
 * and Newton's own error, the square of it.
 *
 * Returns: false only where memory ran out
 */
bool
ump_sparse_fit (const UmpPairModel *model, double *x, unsigned *iterations)
{
  Sparse self;
  double value = -INFINITY, scale = 1, last = INFINITY;
  double extra_step[UMP_PAIR_FIT_MAX_EXTRA] = { 0, 0 };
  double tolerance = 0.1;

  if (!allocate (&self, model)) {
    free (self.edges);
    free (self.diagonal);
    return false;
  }
  for (*iterations = 0; *iterations < MAX_NEWTON; ++*iterations) {
    double step = 1;

    /* Only long steps can make things worse. */
    if (last > SAFE_STEP) {
      double here = ump_pair_model_evaluate (model, x, NULL);

      if (here < value - 1e-12 * fabs (value) && scale > 1e-12) {
        /* Back by half of what was added. */
        scale /= 2;
        step = -scale;
      } else {
        value = here;
      }
    }
    if (step > 0) {
      scale = 1;
      if (last * tolerance + last * last < SMALL_ERROR)
        break;
      assemble (&self, x);
      tolerance = fmax (1e-6, fmin (0.1, last * 0.01));
      if (!find_step (&self, tolerance, extra_step))
        break;
      last = measure (&self, extra_step);
    }
    for (size_t i = 0; i < self.n; i++)
      x[i] += step * self.solutions[0][i];
    for (size_t k = 0; k < self.n_extra; k++)
      x[self.n + k] += step * extra_step[k];
  }
  free (self.edges);
  free (self.diagonal);
  return true;
}
