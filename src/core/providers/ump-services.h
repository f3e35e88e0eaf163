/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/**
 * UmpField:
 *
 * Request fields that not every service takes. A row of the services table
 * lists those that it accepts; what is not listed is never sent.
 */
typedef enum {
  UMP_FIELD_TEMPERATURE = 1 << 0,
  UMP_FIELD_TOP_P = 1 << 1,
  UMP_FIELD_SEED = 1 << 2,             /* "seed" */
  UMP_FIELD_RANDOM_SEED = 1 << 3,      /* "random_seed" (Mistral) */
  UMP_FIELD_MAX_TOKENS = 1 << 4,       /* "max_tokens" */
  UMP_FIELD_MAX_COMPLETION_TOKENS = 1 << 5,
  UMP_FIELD_STREAM_OPTIONS = 1 << 6,   /* "stream_options": {"include_usage": true} */
  UMP_FIELD_REASONING_EFFORT = 1 << 7, /* "reasoning_effort" */
  UMP_FIELD_REASONING_OBJECT = 1 << 8, /* "reasoning": {"effort": …} (OpenRouter) */
  UMP_FIELD_SYSTEM = 1 << 9,           /* a system message */
  UMP_FIELD_USAGE_INCLUDE = 1 << 10,   /* "usage": {"include": true} (OpenRouter) */
  UMP_FIELD_STORE = 1 << 11,           /* "store": false */
  UMP_FIELD_STREAM = 1 << 12,          /* "stream": true; taken by all, but refused for some accounts */
} UmpField;

/**
 * UmpService:
 * @id: group name in data/services.ini
 * @name: shown to the user; a proper name, not translated
 * @keywords: (array zero-terminated=1) (nullable): what else it is searched by: names of its models, in small letters
 * @dialect: name of the dialect it speaks
 * @base_url: default, without a trailing slash; "" where the user must say it
 * @key_url: (nullable): page where the user gets a key
 * @key_path: (nullable): GET path below @base_url whose 200 proves the key; %NULL
 *   where nothing does
 * @models_path: GET path of the model list, below @base_url
 * @fields: #UmpField flags that it accepts
 * @local: a server on the user's own machine
 * @keyless: works without a key
 * @ports: (array zero-terminated=1): loopback ports to look at, or %NULL
 * @slots: requests at once, 0 is no limit
 * @effort_values: (array zero-terminated=1) (nullable): reasoning efforts it takes
 *
 * One row of the services table.
 */
typedef struct {
  const char *id;
  const char *name;
  const char *const *keywords;
  const char *dialect;
  const char *base_url;
  const char *key_url;
  const char *key_path;
  const char *models_path;
  guint fields;
  gboolean local;
  gboolean keyless;
  const guint16 *ports;
  guint slots;
  const char *const *effort_values;
} UmpService;

const UmpService *const *ump_services_get_all (guint *n_services);
const UmpService *ump_services_find (const char *id);
char *ump_services_normalize_base_url (const char *typed, GError **error);
gboolean ump_services_url_is_loopback (const char *url);
char *ump_services_check_key (const char *typed, GError **error);
