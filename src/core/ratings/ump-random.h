/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdint.h>

/**
 * UmpRandom:
 *
 * A seeded generator whose numbers are the same on every machine
 * (xoshiro256**, Blackman and Vigna 2018). Not for secrets.
 */
typedef struct {
  uint64_t state[4];
  double spare;
  int has_spare;
} UmpRandom;

void ump_random_seed (UmpRandom *self, uint64_t seed);
uint64_t ump_random_next (UmpRandom *self);
double ump_random_uniform (UmpRandom *self);
double ump_random_normal (UmpRandom *self);
uint64_t ump_random_binomial (UmpRandom *self, uint64_t n, double p);
