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
DEFINE_FIT (fit_bt_map, "bt-map")
DEFINE_FIT (fit_bt, "bt")
DEFINE_FIT (fit_rao_kupper, "rao-kupper")
DEFINE_FIT (fit_elo, "elo")
DEFINE_FIT (fit_fastchat, "fastchat")
DEFINE_FIT (fit_style, "style")

#define NONE (1u << UMP_INTERVAL_NONE)
#define ANY (NONE | 1u << UMP_INTERVAL_POSTERIOR | 1u << UMP_INTERVAL_SANDWICH | 1u << UMP_INTERVAL_CLUSTER | 1u << UMP_INTERVAL_BOOTSTRAP)

/* The default comes first. */
static const UmpRatingMethod methods[] = {
  { "davidson", fit_davidson, UMP_NEEDS_COUNTS, ANY, UMP_INTERVAL_POSTERIOR, ump_rate_davidson },
  { "bt-map", fit_bt_map, UMP_NEEDS_COUNTS, ANY, UMP_INTERVAL_POSTERIOR, ump_rate_bt_map },
  { "bt", fit_bt, UMP_NEEDS_COUNTS, ANY, UMP_INTERVAL_SANDWICH, ump_rate_bt },
  { "rao-kupper", fit_rao_kupper, UMP_NEEDS_COUNTS, ANY, UMP_INTERVAL_POSTERIOR, ump_rate_rao_kupper },
  { "elo", fit_elo, UMP_NEEDS_VOTES, NONE, UMP_INTERVAL_NONE, ump_rate_elo },
  { "fastchat", fit_fastchat, UMP_NEEDS_COUNTS, ANY, UMP_INTERVAL_BOOTSTRAP, ump_rate_bt },
  { "style", fit_style, UMP_NEEDS_STYLE, ANY & ~(1u << UMP_INTERVAL_BOOTSTRAP), UMP_INTERVAL_POSTERIOR, ump_rate_style },
};

static const UmpRatingMethod *const pointers[] = {
  &methods[0], &methods[1], &methods[2], &methods[3], &methods[4], &methods[5], &methods[6],
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
