/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ump-codenames.h"

/* Plain things that say nothing of who is behind them. Names, so not
 * translated. */
static const char *const words[] = {
  "Acorn", "Alder", "Anvil", "Basalt", "Beacon", "Birch", "Bramble", "Brook",
  "Cedar", "Cobalt", "Comet", "Copper", "Delta", "Drift", "Dune", "Ember",
  "Falcon", "Fern", "Flint", "Fjord", "Garnet", "Glacier", "Grove", "Harbor",
  "Hazel", "Heron", "Indigo", "Ivory", "Jasper", "Juniper", "Kestrel", "Lagoon",
  "Lantern", "Larch", "Linden", "Maple", "Marble", "Meadow", "Nettle", "Onyx",
  "Orchard", "Osprey", "Pebble", "Pine", "Quarry", "Quartz", "Raven", "Reed",
  "Ridge", "Rowan", "Saffron", "Sedge", "Slate", "Sparrow", "Tamarind", "Thistle",
  "Timber", "Topaz", "Tundra", "Umber", "Velvet", "Willow", "Yarrow", "Zephyr",
};


static gboolean
is_taken (GPtrArray *taken, const char *codename)
{
  return g_ptr_array_find_with_equal_func (taken, codename, g_str_equal, NULL);
}


/* A word that nobody has; with a number where all words are taken. */
static char *
draw_codename (GPtrArray *taken, guint32 (*random) (guint32 bound))
{
  guint first = random (G_N_ELEMENTS (words));

  for (guint round = 1;; round++) {
    for (guint i = 0; i < G_N_ELEMENTS (words); i++) {
      const char *word = words[(first + i) % G_N_ELEMENTS (words)];
      g_autofree char *codename = round == 1 ? g_strdup (word) : g_strdup_printf ("%s %u", word, round);

      if (!is_taken (taken, codename))
        return g_steal_pointer (&codename);
    }
  }
}


/**
 * ump_codenames_seal:
 * @contenders: (element-type UmpContender): the set to seal; changed
 * @taken: (element-type utf8): codenames that are in use; grows by copies
 * @random: ump_random_below() outside of tests
 *
 * Hides each contender behind a codename drawn by lot. The set should hold at
 * least two, or it is known who is behind the only one.
 */
void
ump_codenames_seal (GPtrArray *contenders, GPtrArray *taken, guint32 (*random) (guint32 bound))
{
  for (guint i = 0; i < contenders->len; i++) {
    UmpContender *contender = g_ptr_array_index (contenders, i);

    g_free (contender->codename);
    contender->codename = draw_codename (taken, random);
    contender->sealed = TRUE;
    g_ptr_array_add (taken, g_strdup (contender->codename));
  }
}
