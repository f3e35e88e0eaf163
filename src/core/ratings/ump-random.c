/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>

#include "ump-random.h"


static uint64_t
rotate (uint64_t x, int by)
{
  return (x << by) | (x >> (64 - by));
}


/**
 * ump_random_seed:
 * @self: (out): a generator
 * @seed: any number
 *
 * Spreads @seed over the state by SplitMix64, as the generator's authors advise.
 */
void
ump_random_seed (UmpRandom *self, uint64_t seed)
{
  for (int i = 0; i < 4; i++) {
    uint64_t z = (seed += 0x9e3779b97f4a7c15u);

    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    self->state[i] = z ^ (z >> 31);
  }
  self->has_spare = 0;
}


/**
 * ump_random_next:
 * @self: a generator
 *
 * Returns: 64 random bits
 */
uint64_t
ump_random_next (UmpRandom *self)
{
  uint64_t *s = self->state;
  uint64_t result = rotate (s[1] * 5, 7) * 9;
  uint64_t t = s[1] << 17;

  s[2] ^= s[0];
  s[3] ^= s[1];
  s[1] ^= s[2];
  s[0] ^= s[3];
  s[2] ^= t;
  s[3] = rotate (s[3], 45);
  return result;
}


/**
 * ump_random_uniform:
 * @self: a generator
 *
 * Returns: a number above 0 and below 1
 */
double
ump_random_uniform (UmpRandom *self)
{
  return ((ump_random_next (self) >> 12) + 0.5) * 0x1p-52;
}


/**
 * ump_random_normal:
 * @self: a generator
 *
 * Marsaglia's polar method, which yields two at a time.
 *
 * Returns: a standard normal number
 */
double
ump_random_normal (UmpRandom *self)
{
  double u, v, s;

  if (self->has_spare) {
    self->has_spare = 0;
    return self->spare;
  }
  do {
    u = 2 * ump_random_uniform (self) - 1;
    v = 2 * ump_random_uniform (self) - 1;
    s = u * u + v * v;
  } while (s >= 1);
  s = sqrt (-2 * log (s) / s);
  self->spare = v * s;
  self->has_spare = 1;
  return u * s;
}


/* Walks the distribution upwards from 0; for n p below 30. */
static uint64_t
binomial_small (UmpRandom *self, uint64_t n, double p)
{
  double odds = p / (1 - p);
  double term = exp (n * log1p (-p));
  double u = ump_random_uniform (self);
  uint64_t k = 0;

  while (u > term && k < n) {
    u -= term;
    term *= odds * (double) (n - k) / (double) (k + 1);
    k++;
  }
  return k;
}


/* Stirling's correction: ln k! - (k + 1/2) ln (k + 1) + (k + 1) - ln sqrt (2 pi). */
static double
stirling_tail (double k)
{
  static const double table[] = {
    0.08106146679532726, 0.04134069595540929, 0.02767792568499834, 0.02079067210376509, 0.01664469118982119,
    0.01387612882307075, 0.01189670994589177, 0.01041126526197209, 0.009255462182712733, 0.008330563433362871,
  };
  double square;

  if (k < 10)
    return table[(int) k];
  square = (k + 1) * (k + 1);
  return (1.0 / 12 - (1.0 / 360 - 1.0 / 1260 / square) / square) / (k + 1);
}


/* Hormann's transformed rejection (BTRD, 1993) without its table. */
static uint64_t
binomial_large (UmpRandom *self, uint64_t n, double p)
{
  double count = n;
  double mode = floor ((count + 1) * p);
  double odds = p / (1 - p);
  double spread = sqrt (count * p * (1 - p));
  double b = 1.15 + 2.53 * spread;
  double a = -0.0873 + 0.0248 * b + 0.01 * p;
  double c = count * p + 0.5;
  double alpha = (2.83 + 5.1 / b) * spread;
  double v_r = 0.92 - 4.2 / b;

  for (;;) {
    double u = ump_random_uniform (self) - 0.5;
    double v = ump_random_uniform (self);
    double us = 0.5 - fabs (u);
    double k = floor ((2 * a / us + b) * u + c);
    double bound;

    if (k < 0 || k > count)
      continue;
    if (us >= 0.07 && v <= v_r)
      return (uint64_t) k;
    v = log (v * alpha / (a / (us * us) + b));
    bound = (mode + 0.5) * log ((mode + 1) / (odds * (count - mode + 1))) + stirling_tail (mode) + stirling_tail (count - mode);
    bound += (count + 1) * log ((count - mode + 1) / (count - k + 1));
    bound += (k + 0.5) * log (odds * (count - k + 1) / (k + 1));
    bound -= stirling_tail (k) + stirling_tail (count - k);
    if (v <= bound)
      return (uint64_t) k;
  }
}


/**
 * ump_random_binomial:
 * @self: a generator
 * @n: trials
 * @p: chance of each
 *
 * Exact, in a time that does not grow with @n.
 *
 * Returns: how many of the trials succeeded
 */
uint64_t
ump_random_binomial (UmpRandom *self, uint64_t n, double p)
{
  if (n == 0 || !(p > 0))
    return 0;
  if (p >= 1)
    return n;
  if (p > 0.5)
    return n - ump_random_binomial (self, n, 1 - p);
  return n * p < 30 ? binomial_small (self, n, p) : binomial_large (self, n, p);
}
