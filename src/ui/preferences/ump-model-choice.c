/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#include "ump-families.h"
#include "ump-model-choice.h"

struct _UmpModelChoice {
  GObject parent_instance;

  char *model;
  char *details;
  char *folded;
  gboolean chosen;
  gboolean listed;
  double price_in;
  double price_out;
  char *parameters;
};

G_DEFINE_FINAL_TYPE (UmpModelChoice, ump_model_choice, G_TYPE_OBJECT)

enum {
  PROP_0,
  PROP_MODEL,
  PROP_DETAILS,
  PROP_CHOSEN,
  N_PROPS,
};
static GParamSpec *properties[N_PROPS];


static void
add_detail (GString *line, const char *detail)
{
  g_string_append_printf (line, "%s%s", line->len > 0 ? " · " : "", detail);
}


/* What the service says of a model, as one line; empty where it says nothing. */
static char *
describe (const UmpModelInfo *info)
{
  g_autoptr (GString) line = g_string_new (NULL);

  if (info->name != NULL && !g_str_equal (info->name, info->id))
    add_detail (line, info->name);
  if (!isnan (info->price_in) && !isnan (info->price_out)) {
    /* Translators: prices in US dollars of what is sent and of what is answered. */
    g_autofree char *prices = g_strdup_printf (_("$%.2f in, $%.2f out per million tokens"), info->price_in, info->price_out);

    add_detail (line, prices);
  }
  if (info->context > 0) {
    gulong n_tokens = (gulong) info->context;
    /* Translators: how long a conversation the model can take. */
    g_autofree char *context = g_strdup_printf (ngettext ("%'lu token of context", "%'lu tokens of context", n_tokens), n_tokens);

    add_detail (line, context);
  }
  return g_strdup (line->str);
}


static void
ump_model_choice_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  UmpModelChoice *self = UMP_MODEL_CHOICE (object);

  switch (id) {
  case PROP_MODEL:
    g_value_set_string (value, self->model);
    break;
  case PROP_DETAILS:
    g_value_set_string (value, self->details);
    break;
  case PROP_CHOSEN:
    g_value_set_boolean (value, self->chosen);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}


static void
ump_model_choice_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  UmpModelChoice *self = UMP_MODEL_CHOICE (object);

  switch (id) {
  case PROP_CHOSEN:
    ump_model_choice_set_chosen (self, g_value_get_boolean (value));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}


static void
ump_model_choice_finalize (GObject *object)
{
  UmpModelChoice *self = UMP_MODEL_CHOICE (object);

  g_free (self->model);
  g_free (self->details);
  g_free (self->folded);
  g_free (self->parameters);
  G_OBJECT_CLASS (ump_model_choice_parent_class)->finalize (object);
}


static void
ump_model_choice_class_init (UmpModelChoiceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = ump_model_choice_get_property;
  object_class->set_property = ump_model_choice_set_property;
  object_class->finalize = ump_model_choice_finalize;

  properties[PROP_MODEL] = g_param_spec_string ("model", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_DETAILS] = g_param_spec_string ("details", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_CHOSEN] = g_param_spec_boolean ("chosen", NULL, NULL, FALSE, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}


static void
ump_model_choice_init (UmpModelChoice *self)
{
  self->price_in = NAN;
  self->price_out = NAN;
}


/**
 * ump_model_choice_new:
 * @info: a model as its provider lists it
 * @chosen: it may fight
 *
 * Returns: (transfer full): a choice
 */
UmpModelChoice *
ump_model_choice_new (const UmpModelInfo *info, gboolean chosen)
{
  UmpModelChoice *self = g_object_new (UMP_TYPE_MODEL_CHOICE, NULL);
  g_autofree char *searched = NULL;

  self->model = g_strdup (info->id);
  self->details = describe (info);
  searched = g_strconcat (info->id, "\n", info->name, NULL);
  self->folded = g_utf8_casefold (searched, -1);
  self->chosen = chosen;
  self->listed = TRUE;
  self->price_in = info->price_in;
  self->price_out = info->price_out;
  self->parameters = g_strdup (info->parameters);
  return self;
}


/**
 * ump_model_choice_new_for_id:
 * @model: as the service wants it in a request
 * @chosen: it may fight
 *
 * Returns: (transfer full): a choice of which nothing else is known
 */
UmpModelChoice *
ump_model_choice_new_for_id (const char *model, gboolean chosen)
{
  UmpModelInfo info = { .id = (char *) model, .price_in = NAN, .price_out = NAN };
  UmpModelChoice *self = ump_model_choice_new (&info, chosen);

  self->listed = FALSE;
  return self;
}


/**
 * ump_model_choice_get_model:
 * @self: a choice
 *
 * Returns: (transfer none): the model as the service wants it in a request
 */
const char *
ump_model_choice_get_model (UmpModelChoice *self)
{
  return self->model;
}


/**
 * ump_model_choice_get_details:
 * @self: a choice
 *
 * Returns: (transfer none): its name, its prices and how much it can read, as
 *   one line, or ""
 */
const char *
ump_model_choice_get_details (UmpModelChoice *self)
{
  return self->details;
}


/**
 * ump_model_choice_get_chosen:
 * @self: a choice
 *
 * Returns: it may fight
 */
gboolean
ump_model_choice_get_chosen (UmpModelChoice *self)
{
  return self->chosen;
}


/**
 * ump_model_choice_set_chosen:
 * @self: a choice
 * @chosen: it may fight
 */
void
ump_model_choice_set_chosen (UmpModelChoice *self, gboolean chosen)
{
  chosen = !!chosen;
  if (self->chosen == chosen)
    return;
  self->chosen = chosen;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CHOSEN]);
}


/**
 * ump_model_choice_create_contender:
 * @self: a choice
 * @provider_id: who lists the model
 *
 * Returns: (transfer full): a contender that takes part, with the service's
 *   defaults and the prices that the service named
 */
UmpContender *
ump_model_choice_create_contender (UmpModelChoice *self, const char *provider_id)
{
  UmpContender *contender = ump_contender_new (provider_id, self->model);
  const char *maker;
  const char *family;

  ump_families_classify (self->model, &maker, &family);
  contender->maker = g_strdup (maker);
  contender->family = g_strdup (family);
  contender->enabled = TRUE;
  contender->listed = self->listed;
  contender->price_in = self->price_in;
  contender->price_out = self->price_out;
  contender->parameters = g_strdup (self->parameters);
  return contender;
}


/**
 * ump_model_choice_matches:
 * @self: a choice
 * @folded: what is searched for, case-folded
 *
 * Returns: %TRUE where the model or its name holds @folded
 */
gboolean
ump_model_choice_matches (UmpModelChoice *self, const char *folded)
{
  return strstr (self->folded, folded) != NULL;
}
