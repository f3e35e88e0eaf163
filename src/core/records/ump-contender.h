/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/**
 * UmpContender:
 * @id: random id of this version
 * @lineage: id of the first version; an edit keeps it
 * @version: counts from 1
 * @provider_id: id of its provider
 * @provider_name: the provider's name when it was loaded; not stored with it
 * @service: the provider's service; not stored with it
 * @model: as the provider lists it
 * @label: (nullable): the name the user gave, where one model enters twice
 * @maker: (nullable): row of the families table, as is @family
 * @family: (nullable): row of the families table
 * @system_prompt: (nullable): sent before the first turn
 * @temperature: NaN where not set, as for @top_p
 * @top_p: NaN where not set
 * @max_tokens: 0 where the program's default holds
 * @reasoning_effort: (nullable): "low", "medium", "high", or what the service takes
 * @seed: -1 where not set
 * @extra_json: (nullable): an object merged into the request
 * @practice: fights only other practice partners
 * @enabled: takes part in draws
 * @retired: the service no longer offers it
 * @listed: the service has listed it at least once
 * @sealed: its name stays hidden behind @codename after the reveal
 * @codename: (nullable): for a sealed contender
 * @price_in: US dollars for a million input tokens, NaN where unknown
 * @price_out: US dollars for a million output tokens, NaN where unknown
 * @price_typed: the user typed the prices, so those of the service do not replace them
 * @parameters: (nullable): the request fields that the service says the model
 *   takes, one a word; %NULL where it does not say
 *
 * What is rated. Everything from @provider_id to @extra_json but @label never
 * changes under one @id: an edit makes a new version with a new id. The rest is
 * state and may.
 */
typedef struct {
  char *id;
  char *lineage;
  guint version;
  char *provider_id;
  char *provider_name;
  char *service;
  char *model;
  char *label;
  char *maker;
  char *family;
  char *system_prompt;
  double temperature;
  double top_p;
  int max_tokens;
  char *reasoning_effort;
  gint64 seed;
  char *extra_json;
  gboolean practice;
  gboolean enabled;
  gboolean retired;
  gboolean listed;
  gboolean sealed;
  char *codename;
  double price_in;
  double price_out;
  gboolean price_typed;
  char *parameters;
} UmpContender;

/**
 * UmpContenderFact:
 *
 * What may change of a contender under one id, each by itself: who sets one
 * knows nothing of the others.
 */
typedef enum {
  UMP_CONTENDER_ENABLED = 1 << 0,
  UMP_CONTENDER_SEAL = 1 << 1,   /* sealed and codename */
  UMP_CONTENDER_PRICES = 1 << 2, /* both, and who named them */
  UMP_CONTENDER_LABEL = 1 << 3,  /* of all its versions */
  UMP_CONTENDER_PARAMETERS = 1 << 4,
  UMP_CONTENDER_RETIRED = 1 << 5,
} UmpContenderFact;

UmpContender *ump_contender_new (const char *provider_id, const char *model);
UmpContender *ump_contender_copy (const UmpContender *self);
void ump_contender_free (UmpContender *self);
const char *ump_contender_get_display_name (const UmpContender *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (UmpContender, ump_contender_free)
