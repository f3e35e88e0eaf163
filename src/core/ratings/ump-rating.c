/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "ump-rating-table.h"


/* Every method fits plain votes alike: count, rate, keep the lines. */
static bool
fit_votes (const char *name, const UmpVote *votes, size_t n_votes, size_t n_contenders, UmpRatingRow *rows)
{
  const UmpRatingMethod *method = ump_rating_method_find (name);
  UmpTally tally;
  UmpRatingTable table = { 0 };
  UmpRatingOptions options;
  bool done = false;

  ump_rating_options_init (&options);
  if (ump_tally_from_votes (&tally, votes, n_votes, n_contenders)) {
    UmpRatingData data = { .tally = &tally, .votes = votes, .n_votes = n_votes };

    done = ump_rating_table_compute (&table, method, &data, &options);
    if (done)
      memcpy (rows, table.rows, n_contenders * sizeof *rows);
  }
  ump_rating_table_clear (&table);
  ump_tally_clear (&tally);
  return done;
}


#define DEFINE_FIT(function, name) \
  static bool function (const UmpVote *votes, size_t n_votes, size_t n_contenders, UmpRatingRow *rows) \
  { \
    return fit_votes (name, votes, n_votes, n_contenders, rows); \
  }

DEFINE_FIT (fit_davidson, "davidson")

#define INTERVAL(name) (1u << UMP_INTERVAL_##name)

/* The default comes first. */
static const UmpRatingMethod methods[] = {
  { "davidson", fit_davidson, UMP_NEEDS_COUNTS, INTERVAL (NONE) | INTERVAL (POSTERIOR), UMP_INTERVAL_POSTERIOR, ump_rate_davidson },
};

static const UmpRatingMethod *const pointers[] = {
  &methods[0],
};


/**
 * ump_rating_methods_get_all:
 * @n_methods: (out): how many
 *
 * Returns: (transfer none): every method, the default first
 */
const UmpRatingMethod *const *
ump_rating_methods_get_all (size_t *n_methods)
{
  *n_methods = sizeof pointers / sizeof *pointers;
  return pointers;
}


/**
 * ump_rating_method_find:
 * @name: as on the command line
 *
 * Returns: (transfer none) (nullable): the method of that name
 */
const UmpRatingMethod *
ump_rating_method_find (const char *name)
{
  for (size_t i = 0; i < sizeof methods / sizeof *methods; i++)
    if (strcmp (methods[i].name, name) == 0)
      return &methods[i];
  return NULL;
}
