/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#define UMP_TYPE_COMPOSER (ump_composer_get_type ())
G_DECLARE_FINAL_TYPE (UmpComposer, ump_composer, UMP, COMPOSER, GtkWidget)

/* More is a document and no prompt: no model in the tables takes it, and one
 * request with it would cost dollars. */
#define UMP_COMPOSER_MAX_CHARACTERS 500000

/**
 * UmpComposerMode:
 *
 * What the button beside the text does.
 */
typedef enum {
  UMP_COMPOSER_SEND,
  UMP_COMPOSER_STOP, /* answers are coming in; typing goes on, sending waits */
  UMP_COMPOSER_BUSY, /* the prompt is on its way; it is kept until it has begun */
} UmpComposerMode;

GtkWidget *ump_composer_new (void);
char *ump_composer_dup_text (UmpComposer *self);
void ump_composer_set_text (UmpComposer *self, const char *text);
gboolean ump_composer_is_empty (UmpComposer *self);
void ump_composer_set_mode (UmpComposer *self, UmpComposerMode mode);
void ump_composer_set_placeholder (UmpComposer *self, const char *placeholder);
void ump_composer_set_hint (UmpComposer *self, const char *hint);
