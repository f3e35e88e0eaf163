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
 * tell on their own; "weak" are names that are also people, animals or everyday
 * companies; "words" are everyday words; "models" are patterns of model ids; "prefixes" is what stands
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
 * UmpNameStrength:
 * @UMP_NAME_TELLS: it counts wherever it stands
 * @UMP_NAME_WEAK: it counts beside a version, a word such as “model”, its
 *   maker, or in a claim
 * @UMP_NAME_WORD: it counts beside its maker or in a claim
 */
typedef enum {
  UMP_NAME_TELLS,
  UMP_NAME_WEAK,
  UMP_NAME_WORD,
} UmpNameStrength;

/**
 * UmpFamilyName:
 * @text: as the table spells it
 * @family: whose name it is
 * @strength: where it counts
 * @exact: it counts only as it is spelt
 */
typedef struct {
  char *text;
  const UmpFamily *family;
  UmpNameStrength strength;
  gboolean exact;
} UmpFamilyName;

const UmpFamilyName *ump_families_get_names (guint *n_names);
void ump_families_classify (const char *model, const char **maker, const char **family);
