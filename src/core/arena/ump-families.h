/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/**
 * UmpFamily:
 * @id: group name in data/families.ini
 * @name: a proper name, not translated
 * @maker: (nullable): row of the maker; %NULL where this row is a maker, or
 *   where a family has none
 * @is_maker: a company or laboratory, not a family of models
 *
 * One row of the families table. Its other columns: "aliases" are names that
 * tell on their own; "weak" are names that are also words, people or everyday
 * companies; "models" are patterns of model ids; "prefixes" is what stands
 * before the slash in the lists of gateways. Rows with "models" are families,
 * the others are makers.
 */
typedef struct {
  char *id;
  char *name;
  char *maker;
  gboolean is_maker;
} UmpFamily;

/**
 * UmpFamilyName:
 * @text: as the table spells it
 * @family: whose name it is
 * @weak: it counts only in a context that says that a model is meant
 */
typedef struct {
  char *text;
  const UmpFamily *family;
  gboolean weak;
} UmpFamilyName;

const UmpFamily *ump_families_find (const char *id);
const UmpFamilyName *ump_families_get_names (guint *n_names);
void ump_families_classify (const char *model, const char **maker, const char **family);
