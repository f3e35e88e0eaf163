/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "ump-components.h"

#define NONE UINT32_MAX

/* Who took a point from whom, as lists one after the other. */
typedef struct {
  uint32_t *starts;
  uint32_t *targets;
} Graph;


static bool
took_points (const UmpPair *pair, bool a)
{
  const uint32_t *wins = a ? pair->wins_a : pair->wins_b;

  return (uint64_t) wins[0] + wins[1] + pair->ties[0] + pair->ties[1] + pair->both_bad[0] + pair->both_bad[1] > 0;
}


static bool
build_graph (Graph *graph, const UmpTally *tally)
{
  graph->starts = calloc (tally->n + 2, sizeof *graph->starts);
  graph->targets = malloc ((tally->n_pairs * 2 + 1) * sizeof *graph->targets);
  if (graph->starts == NULL || graph->targets == NULL)
    return false;
  /* Two places on, so that filling leaves the starts where they belong. */
  for (size_t i = 0; i < tally->n_pairs; i++) {
    const UmpPair *pair = &tally->pairs[i];

    graph->starts[pair->a + 2] += took_points (pair, true);
    graph->starts[pair->b + 2] += took_points (pair, false);
  }
  for (size_t i = 1; i <= tally->n; i++)
    graph->starts[i + 1] += graph->starts[i];
  for (size_t i = 0; i < tally->n_pairs; i++) {
    const UmpPair *pair = &tally->pairs[i];

    if (took_points (pair, true))
      graph->targets[graph->starts[pair->a + 1]++] = pair->b;
    if (took_points (pair, false))
      graph->targets[graph->starts[pair->b + 1]++] = pair->a;
  }
  return true;
}


/* Tarjan's algorithm with its own stack, because a chain of thirty thousand
 * contenders would overrun the program's. */
static bool
find_strong (UmpComponents *self, const Graph *graph)
{
  size_t n = self->n;
  uint32_t *block = malloc ((5 * n + 1) * sizeof *block);
  uint32_t *order = block, *low = block + n, *next = block + 2 * n, *path = block + 3 * n, *stack = block + 4 * n;
  size_t path_length = 0, stack_length = 0;
  uint32_t count = 0;

  if (block == NULL)
    return false;
  for (size_t i = 0; i < n; i++)
    order[i] = self->strong[i] = NONE;
  for (size_t root = 0; root < n; root++) {
    if (order[root] != NONE)
      continue;
    path[path_length++] = root;
    while (path_length > 0) {
      uint32_t v = path[path_length - 1];

      if (order[v] == NONE) {
        order[v] = low[v] = count++;
        next[v] = graph->starts[v];
        stack[stack_length++] = v;
      }
      if (next[v] < graph->starts[v + 1]) {
        uint32_t w = graph->targets[next[v]++];

        if (order[w] == NONE)
          path[path_length++] = w;
        else if (self->strong[w] == NONE && order[w] < low[v])
          low[v] = order[w];
        continue;
      }
      path_length--;
      if (path_length > 0 && low[v] < low[path[path_length - 1]])
        low[path[path_length - 1]] = low[v];
      if (low[v] == order[v]) {
        uint32_t w;

        do {
          w = stack[--stack_length];
          self->strong[w] = self->n_strong;
        } while (w != v);
        self->n_strong++;
      }
    }
  }
  free (block);
  return true;
}


static uint32_t
find_root (uint32_t *parents, uint32_t i)
{
  while (parents[i] != i)
    i = parents[i] = parents[parents[i]];
  return i;
}


static bool
find_weak (UmpComponents *self, const UmpTally *tally)
{
  uint32_t *numbers = malloc ((self->n + 1) * sizeof *numbers);

  if (numbers == NULL)
    return false;
  for (size_t i = 0; i < self->n; i++) {
    self->weak[i] = i;
    numbers[i] = NONE;
  }
  for (size_t i = 0; i < tally->n_pairs; i++)
    self->weak[find_root (self->weak, tally->pairs[i].a)] = find_root (self->weak, tally->pairs[i].b);
  for (size_t i = 0; i < self->n; i++)
    self->weak[i] = find_root (self->weak, i);
  for (size_t i = 0; i < self->n; i++) {
    uint32_t root = self->weak[i];

    if (numbers[root] == NONE)
      numbers[root] = self->n_weak++;
    self->weak[i] = numbers[root];
  }
  free (numbers);
  return true;
}


static bool
find_largest (UmpComponents *self)
{
  uint32_t *sizes = calloc (self->n_strong + 1, sizeof *sizes);
  uint32_t best = 1;

  if (sizes == NULL)
    return false;
  self->largest = (size_t) -1;
  for (size_t i = 0; i < self->n; i++)
    sizes[self->strong[i]]++;
  for (size_t k = 0; k < self->n_strong; k++) {
    if (sizes[k] > best)
      self->largest = k;
    else if (sizes[k] == best)
      self->largest = (size_t) -1;
    if (sizes[k] > best)
      best = sizes[k];
  }
  free (sizes);
  return true;
}


/**
 * ump_components_find:
 * @self: (out): becomes the groups; to be cleared in any case
 * @tally: a finished tally
 *
 * The maximum-likelihood strengths of a group are finite and unique exactly
 * where it is strongly connected by "i took a point from j" (Zermelo 1929,
 * Ford 1957); a tie gives each half a point.
 *
 * Returns: false only where memory ran out
 */
bool
ump_components_find (UmpComponents *self, const UmpTally *tally)
{
  Graph graph = { 0 };
  bool done;

  memset (self, 0, sizeof *self);
  self->n = tally->n;
  self->strong = malloc ((self->n + 1) * sizeof *self->strong);
  self->weak = malloc ((self->n + 1) * sizeof *self->weak);
  done = self->strong != NULL && self->weak != NULL && build_graph (&graph, tally)
         && find_strong (self, &graph) && find_weak (self, tally) && find_largest (self);
  free (graph.starts);
  free (graph.targets);
  return done;
}


/**
 * ump_components_clear:
 * @self: groups
 *
 * Frees what @self holds.
 */
void
ump_components_clear (UmpComponents *self)
{
  free (self->strong);
  free (self->weak);
  memset (self, 0, sizeof *self);
}
