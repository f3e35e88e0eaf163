/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <inttypes.h>
#include <math.h>

#include "ump-contender-fields.h"
#include "ump-error.h"
#include "ump-extra-json.h"


static gboolean
same_number (double a, double b)
{
  return (isnan (a) && isnan (b)) || a == b;
}


static void
append (GString *line, const char *part)
{
  if (line->len > 0)
    /* Between the facts of one line. */
    g_string_append (line, " · ");
  g_string_append (line, part);
}


/**
 * ump_contender_fields_parse_number:
 * @typed: what the user typed; "" is not set
 * @low: the least it may be
 * @high: the most it may be
 * @number: (out): the number, NaN where it is not set
 * @error: a sentence
 *
 * Takes both a point and a comma.
 */
gboolean
ump_contender_fields_parse_number (const char *typed, double low, double high, double *number, GError **error)
{
  g_autofree char *text = g_strdelimit (g_strstrip (g_strdup (typed)), ",", '.');
  char *end;
  double value;

  *number = NAN;
  if (*text == '\0')
    return TRUE;
  value = g_ascii_strtod (text, &end);
  if (*end != '\0' || !isfinite (value) || value < low || value > high) {
    /* Translators: the least and the greatest number that may be typed. */
    g_set_error (error, UMP_ERROR, UMP_ERROR_INVALID, _("This must be a number from %g to %g, or empty."), low, high);
    return FALSE;
  }
  *number = value;
  return TRUE;
}


/**
 * ump_contender_fields_parse_integer:
 * @typed: what the user typed; "" is not set
 * @low: the least it may be
 * @high: the most it may be
 * @unset: what @number is where it is not set
 * @number: (out): the number
 * @error: a sentence
 */
gboolean
ump_contender_fields_parse_integer (const char *typed, gint64 low, gint64 high, gint64 unset, gint64 *number, GError **error)
{
  g_autofree char *text = g_strstrip (g_strdup (typed));

  *number = unset;
  if (*text == '\0')
    return TRUE;
  if (g_ascii_string_to_signed (text, 10, low, high, number, NULL))
    return TRUE;
  *number = unset;
  g_set_error (error, UMP_ERROR, UMP_ERROR_INVALID,
               _("This must be a whole number from %" PRId64 " to %" PRId64 ", or empty."), low, high);
  return FALSE;
}


/**
 * ump_contender_fields_format_number:
 * @number: NaN where it is not set
 *
 * Returns: (transfer full): what the user would type
 */
char *
ump_contender_fields_format_number (double number)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  if (isnan (number))
    return g_strdup ("");
  return g_strdup (g_ascii_formatd (buffer, sizeof buffer, "%.10g", number));
}


/**
 * ump_contender_fields_format_integer:
 * @number: a number
 * @unset: where it equals this, it is not set
 *
 * Returns: (transfer full): what the user would type
 */
char *
ump_contender_fields_format_integer (gint64 number, gint64 unset)
{
  return number == unset ? g_strdup ("") : g_strdup_printf ("%" G_GINT64_FORMAT, number);
}


/**
 * ump_contender_fields_check_json:
 * @typed: what the user typed; "" is not set
 * @error: a sentence
 *
 * Returns: %TRUE where it is an object or nothing
 */
gboolean
ump_contender_fields_check_json (const char *typed, GError **error)
{
  return ump_extra_json_parse (typed, NULL, error);
}


/**
 * ump_contender_fields_same_version:
 * @a: a contender
 * @b: a contender
 *
 * Returns: %TRUE where nothing differs that is part of what is rated
 */
gboolean
ump_contender_fields_same_version (const UmpContender *a, const UmpContender *b)
{
  return g_strcmp0 (a->model, b->model) == 0 &&
         g_strcmp0 (a->provider_id, b->provider_id) == 0 &&
         g_strcmp0 (a->system_prompt, b->system_prompt) == 0 &&
         same_number (a->temperature, b->temperature) &&
         same_number (a->top_p, b->top_p) &&
         a->max_tokens == b->max_tokens &&
         g_strcmp0 (a->reasoning_effort, b->reasoning_effort) == 0 &&
         a->seed == b->seed &&
         g_strcmp0 (a->extra_json, b->extra_json) == 0;
}


/**
 * ump_contender_fields_describe:
 * @contender: a contender
 *
 * Returns: (transfer full): what sets it apart from its bare model, as one line
 */
char *
ump_contender_fields_describe (const UmpContender *contender)
{
  g_autoptr (GString) line = g_string_new (NULL);

  if (contender->label != NULL)
    append (line, contender->model);
  if (contender->version > 1) {
    /* Translators: version of a contender, one part of a line of settings. */
    g_autofree char *version = g_strdup_printf (_("version %u"), contender->version);

    append (line, version);
  }
  if (contender->system_prompt != NULL)
    append (line, _("system prompt"));
  if (!isnan (contender->temperature)) {
    /* Translators: the sampling temperature of a model, one part of a line of settings. */
    g_autofree char *temperature = g_strdup_printf (_("temperature %g"), contender->temperature);

    append (line, temperature);
  }
  if (!isnan (contender->top_p)) {
    /* Translators: “top-p” is a sampling parameter of a model; it is usually not translated. */
    g_autofree char *top_p = g_strdup_printf (_("top-p %g"), contender->top_p);

    append (line, top_p);
  }
  if (contender->reasoning_effort != NULL) {
    /* Translators: %s is how hard the model shall think: a word of its service, such as “low” or “high”. */
    g_autofree char *effort = g_strdup_printf (_("reasoning effort %s"), contender->reasoning_effort);

    append (line, effort);
  }
  if (contender->extra_json != NULL)
    append (line, _("extra fields"));
  if (contender->retired)
    append (line, contender->listed ? _("retired: no longer offered, until the service lists it again") : _("retired: the service does not know this model"));
  return g_strdup (line->str);
}
