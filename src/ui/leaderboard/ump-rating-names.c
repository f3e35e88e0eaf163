/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "ump-rating-names.h"
#include "ump-rating.h"

/* How methods are called by name; one that is missing here is shown by the
 * name that it has on the command line. */
static const struct {
  const char *method;
  const char *name;
} names[] = {
  /* Translators: names of rating methods. Davidson, Bradley, Terry, Rao, Kupper and Elo are people. */
  { "davidson", N_("Davidson") },
  { "bt-map", N_("Bradley–Terry with Prior") },
  { "bt", N_("Bradley–Terry") },
  { "rao-kupper", N_("Rao–Kupper") },
  { "elo", N_("Elo, Vote by Vote") },
  { "fastchat", N_("Bradley–Terry, Bootstrap") },
  { "style", N_("Style-Controlled") },
};


/**
 * ump_rating_names_get_method:
 * @index: counts from 0
 *
 * Returns: (transfer none) (nullable): name of a rating method as the settings
 *   have it, %NULL behind the last
 */
const char *
ump_rating_names_get_method (guint index)
{
  size_t n_methods;
  const UmpRatingMethod *const *methods = ump_rating_methods_get_all (&n_methods);

  return index < n_methods ? methods[index]->name : NULL;
}


/**
 * ump_rating_names_get_name:
 * @method: a rating method
 *
 * Returns: (transfer none): how the user knows it
 */
const char *
ump_rating_names_get_name (const char *method)
{
  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    if (g_str_equal (names[i].method, method))
      return _(names[i].name);
  }
  return method;
}


/**
 * ump_rating_names_describe:
 * @method: a rating method
 * @n_ballots: how many ballots it was given
 *
 * Returns: (transfer full): what the numbers of the board are
 */
char *
ump_rating_names_describe (const char *method, guint n_ballots)
{
  /* Translators: name of a rating method, then the number of ballots. */
  return g_strdup_printf (ngettext ("%s, from %u ballot. 400 points are odds of 10 to 1, the mean is 1000, and an interval holds the true value with a probability of 95 %%. Ranks are those that the interval still allows.",
                                    "%s, from %u ballots. 400 points are odds of 10 to 1, the mean is 1000, and an interval holds the true value with a probability of 95 %%. Ranks are those that the interval still allows.",
                                    n_ballots),
                          ump_rating_names_get_name (method), n_ballots);
}
