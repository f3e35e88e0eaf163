/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ump-random.h"

/* Writes a file of generated votes to standard output:
 *
 *   make-votes votes N MODELS SEED       an arena's log, 23 % ties
 *   make-votes tournament N PLAYERS SEED  few meet, and most play little
 */

#define TIE_NU 0.7


static double
draw_outcome (UmpRandom *random, double d, double nu)
{
  double a = exp (d / 2), b = exp (-d / 2), u = ump_random_uniform (random) * (a + b + nu);

  return u < a ? 1 : u < a + b ? 0 : 0.5;
}


static void
make_votes (size_t n, unsigned models, uint64_t seed)
{
  static const char *const makers[] = { "aurora", "basalt", "cirrus", "delta", "ember" };
  UmpRandom random;
  double *skills = malloc (models * sizeof *skills);

  ump_random_seed (&random, seed);
  for (unsigned i = 0; i < models; i++)
    skills[i] = ump_random_normal (&random) * 0.6;
  puts ("model_a,model_b,winner,tstamp,tokens_a,tokens_b");
  for (size_t i = 0; i < n; i++) {
    unsigned a = ump_random_next (&random) % models, b = ump_random_next (&random) % (models - 1);
    double points;

    b += b >= a;
    points = draw_outcome (&random, skills[a] - skills[b], TIE_NU);
    printf ("%s-%u,%s-%u,%s,%.4f,%" PRIu64 ",%" PRIu64 "\n",
            makers[a % 5], a / 5 + 1, makers[b % 5], b / 5 + 1,
            points == 1 ? "model_a" : points == 0 ? "model_b" : ump_random_next (&random) % 3 == 0 ? "tie (bothbad)" : "tie",
            1.7e9 + i * 7.25, ump_random_next (&random) % 900 + 20, ump_random_next (&random) % 900 + 20);
  }
  free (skills);
}


/* Player i's chance to play falls as 1 / (i + 30), so that a few play
 * thousands of games and most a handful. */
static unsigned
draw_player (UmpRandom *random, unsigned players)
{
  double top = log (1 + players / 30.0);
  unsigned i = (unsigned) (30 * expm1 (ump_random_uniform (random) * top));

  return i < players ? i : players - 1;
}


static void
make_tournament (size_t n, unsigned players, uint64_t seed)
{
  UmpRandom random;
  double *skills = malloc (players * sizeof *skills);

  ump_random_seed (&random, seed);
  for (unsigned i = 0; i < players; i++)
    skills[i] = ump_random_normal (&random);
  puts ("model_a,model_b,winner");
  for (size_t i = 0; i < n; i++) {
    /* Everybody plays once, then who plays is drawn. */
    unsigned a = i < players ? i : draw_player (&random, players), b = draw_player (&random, players);
    double points;

    if (a == b)
      b = (b + 1) % players;
    points = draw_outcome (&random, skills[a] - skills[b], 0.1);
    printf ("player-%u,player-%u,%s\n", a, b, points == 1 ? "model_a" : points == 0 ? "model_b" : "tie");
  }
  free (skills);
}


int
main (int argc, char **argv)
{
  size_t n = argc == 5 ? strtoull (argv[2], NULL, 10) : 0;
  unsigned contenders = argc == 5 ? strtoul (argv[3], NULL, 10) : 0;

  if (n == 0 || contenders < 2) {
    fprintf (stderr, "usage: make-votes votes|tournament N CONTENDERS SEED\n");
    return 2;
  }
  (strcmp (argv[1], "votes") == 0 ? make_votes : make_tournament) (n, contenders, strtoull (argv[4], NULL, 10));
  return 0;
}
