/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ump-tally.h"

/**
 * UmpComponents:
 * @n_strong: groups within which points went round in both directions
 * @strong: (array length=n): the group of each contender
 * @n_weak: groups that never met each other
 * @weak: (array length=n): the group of each contender
 * @largest: the strong group with the most members, (size_t) -1 where two are
 *   equally large or where it has one member
 *
 * Who can be compared with whom. Contenders without a vote are groups of one.
 */
typedef struct {
  size_t n;
  size_t n_strong;
  uint32_t *strong;
  size_t n_weak;
  uint32_t *weak;
  size_t largest;
} UmpComponents;

bool ump_components_find (UmpComponents *self, const UmpTally *tally);
void ump_components_clear (UmpComponents *self);
